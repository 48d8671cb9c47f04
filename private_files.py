"""Files that only the kiosk's own account may read: the settings, the database, and what is copied of it."""

import os
import shlex
import stat
from pathlib import Path

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def keep_new_files_private() -> None:
    """Make what this process creates from now on readable by its own account alone: files are 0600."""
    os.umask(_OTHERS)


def readable_by_others(*files: Path) -> list[str]:
    """Return a sentence for each of these files that other accounts of this machine may read or write.

    A file that does not exist, or cannot be looked at, has none.
    """
    return [
        f"{file} can be read by other accounts of this machine; run: chmod 600 {shlex.quote(str(file))}"
        for file in files
        if _is_open(file)
    ]


def _is_open(file: Path) -> bool:
    try:
        found = file.stat()
    except OSError:
        return False
    return os.name == "posix" and stat.S_ISREG(found.st_mode) and bool(stat.S_IMODE(found.st_mode) & _OTHERS)
