"""Check SQLite's version for a bug that matters to us."""

from importlib import import_module

FIXED = (3, 51, 3)
BACKPORTS = {(3, 44): 6, (3, 50): 7}
"""The WAL-reset bug (3.7.0 to 3.51.2, see sqlite.org/wal.html#walresetbug): if two connections write or
checkpoint at the same moment, a later checkpoint can skip what was committed, which damages the file."""


def has_wal_reset_bug(found: tuple[int, int, int]) -> bool:
    """Return True if this version of SQLite has the bug, unless somebody mended it under its number."""
    backport = BACKPORTS.get(found[:2])
    return found < FIXED and (backport is None or found[2] < backport)


def sqlite_warning(found: tuple[int, int, int] | None = None) -> str | None:
    """Return what to do if this SQLite (None: the one in use) has the bug; None if it has not.

    The kiosk writes and checkpoints by one connection, so it meets the bug only beside another program.
    """
    if found is None:
        found = import_module("sqlite3").sqlite_version_info[:3]  # whichever `newer_sqlite` has settled on
    if not has_wal_reset_bug(found):
        return None
    version = ".".join(str(part) for part in found)
    return (
        f"SQLite {version} has a bug that can damage the database when two programs write to it at once. "
        "Let nothing else write to it, and get a SQLite of 3.51.3 or newer: "
        "run .venv/bin/pip install pysqlite3, or use the container image"
    )
