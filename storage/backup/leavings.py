"""What a backup or a restore that was killed leaves behind: an opened copy of the book, to be deleted.

A restore marks its folder while it works there, and the mark ends with its process, however that ends.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import URL, make_url

from storage.core.engines import is_sqlite

RESTORING = ".kiosk-restoring-"
HALF = ".kiosk-half-"
"""How folders of what is being made begin: no name of a backup does."""

LOCK = ".kiosk-backups.lock"
"""Whoever makes a backup in a folder holds this file of it."""


def places(url: URL, room: Path | None) -> list[Path]:
    """Return the folders in which a copy of this book may be unpacked, the best first."""
    if is_sqlite(url):
        return [Path(url.database or "").absolute().parent]
    return [*([room.absolute()] if room is not None else []), Path(tempfile.gettempdir())]


@contextmanager
def marked(folder: Path) -> Iterator[None]:
    """Mark this folder as in use while the block runs."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network disks know no locks; there nobody else deletes it
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


def clear(url: str, folder: Path) -> list[str]:
    """Delete what killed restores of this book, and killed backups in this folder, left behind.

    Return a line for each. What somebody works in now stays, and so does what belongs to another account.
    """
    found = [
        one for place in places(make_url(url), folder) for one in _found(place, RESTORING) if _is_left(one)
    ]
    if _is_left(folder / LOCK):
        found += _found(folder, HALF)
    return [_deleted(one) for one in found]


def _found(place: Path, beginning: str) -> list[Path]:
    try:
        return [one for one in sorted(place.glob(f"{beginning}*")) if one.stat().st_uid == os.geteuid()]
    except OSError:  # it cannot be looked into, or one has just gone
        return []


def _is_left(path: Path) -> bool:
    """Return True if nobody has marked this, so that whoever made it is gone."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _deleted(left: Path) -> str:
    shutil.rmtree(left, ignore_errors=True)
    what = "an opened copy of the book, left by a restore or a backup that was killed"
    if left.exists():
        return f"{left} holds {what}, and cannot be deleted. Delete it."
    return f"{left} held {what}. It is deleted."
