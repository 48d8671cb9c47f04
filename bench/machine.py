"""What a measurement ran on: enough to compare two tables, nothing that names the machine."""

import os
import platform
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

CPUINFO = Path("/proc/cpuinfo")
STATM = Path("/proc/self/statm")


def description() -> str:
    """One line: cores, processor, Python and SQLite."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{os.cpu_count()} cores · {_processor()} · {python} · SQLite {sqlite3.sqlite_version}"


def today() -> str:
    """The day, in UTC."""
    return datetime.now(UTC).date().isoformat()


def resident_bytes() -> int:
    """How much memory this process has now, on Linux; 0 elsewhere."""
    if not STATM.exists():
        return 0
    return int(STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Busy:
    """How many programs wanted a core meanwhile, on average over a minute; our own are among them."""

    def __init__(self) -> None:
        self._seen: list[float] = []

    def look(self) -> float:
        """The average of the last minute, which is noted."""
        self._seen.append(os.getloadavg()[0])
        return self._seen[-1]

    def __str__(self) -> str:
        """The least and the most that was noted."""
        return f"load {min(self._seen):.1f} to {max(self._seen):.1f}" if self._seen else "load not noted"


def _processor() -> str:
    """The processor's model as Linux tells it, else its architecture."""
    if CPUINFO.exists():
        for line in CPUINFO.read_text(encoding="utf-8").splitlines():
            name, _, model = line.partition(":")
            if name.strip() == "model name":
                return model.strip()
    return platform.machine()
