"""The machine of a measurement: enough to compare two tables, nothing that identifies the machine."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
STATM = Path("/proc/self/statm")


def description() -> str:
    """Return one line: cores, processor, Python and SQLite."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores · {_processor()} · {python} · SQLite {sqlite3.sqlite_version}"


def today() -> str:
    """Return today's date in UTC."""
    return datetime.now(UTC).date().isoformat()


def resident_bytes() -> int:
    """How much memory this process has now, on Linux; 0 elsewhere."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def settle_collector() -> None:
    """Have the garbage collector work as in a kiosk that has started."""
    import lean  # noqa: PLC0415 - importing it stops the garbage collector until it is settled

    lean.settled()


class Busy:
    """The load: how many programs, our own included, wanted a core, on average over a minute."""

    def __init__(self) -> None:
        self._seen: list[float] = []

    def look(self) -> float:
        """Note and return the average of the last minute."""
        self._seen.append(os.getloadavg()[0])
        return self._seen[-1]

    def __str__(self) -> str:
        """Return the minimum and the maximum."""
        return f"load {min(self._seen):.1f} to {max(self._seen):.1f}" if self._seen else "load not noted"


def _processor() -> str:
    """Return the processor's model as Linux reports it, else its architecture."""
    if CPUINFO.exists():
        for line in CPUINFO.read_text(encoding="utf-8").splitlines():
            name, _, model = line.partition(":")
            if name.strip() == "model name":
                return model.strip()
    return platform.machine()
