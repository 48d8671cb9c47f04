"""Check SQLite's version for a bug that matters to us."""

import sqlite3

FIXED = (3, 51, 3)
BACKPORTS = {(3, 44): 6, (3, 50): 7}
"""The WAL-reset bug (3.7.0 to 3.51.2): two programs that write or checkpoint at once can lose commits."""


def sqlite_warning(found: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> str | None:
    """Return a warning if this SQLite has the bug. The kiosk writes and checkpoints by one connection."""
    backport = BACKPORTS.get(found[:2])
    if found >= FIXED or (backport is not None and found[2] >= backport):
        return None
    version = ".".join(str(part) for part in found)
    return (
        f"SQLite {version} has a bug that two writing programs can trigger (fixed in 3.51.3). "
        "The kiosk writes through one connection; let nothing else write to its database."
    )
