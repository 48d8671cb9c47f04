"""The folder of backups: their names, which are kept, and that no half file stands under a final name."""

import fcntl
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage.backup.leavings import HALF, LOCK
from storage.backup.manifest import Manifest
from storage.core.disk_words import to_write

_NAME = re.compile(r"kiosk-(\d{8}T\d{6})Z-r(\w+)-v([\w.]+)\.backup(\.sealed)?")
_APART = timedelta(minutes=5)
"""How far the clocks of two machines may differ."""


class NoFolder(Exception):
    """The folder of backups, or the place of a restore, cannot be used; the text says why and what to do."""


def no_folder(folder: Path, error: OSError) -> NoFolder:
    """Return what keeps backups from being made here."""
    return NoFolder(
        f"{to_write(folder, error)}, or name another folder in BACKUP_FOLDER. "
        "No backup was made; the earlier ones are as they were."
    )


class AnotherBackup(Exception):
    """Another backup is being made in this folder now."""


def name_of(manifest: Manifest, *, is_sealed: bool) -> str:
    """Return a backup's name: its moment in UTC, the tables' revision, and the kiosk's version."""
    tail = ".sealed" if is_sealed else ""
    return f"kiosk-{manifest.made_at:%Y%m%dT%H%M%S}Z-r{manifest.revision}-v{manifest.version}.backup{tail}"


def made_at(file: Path) -> datetime | None:
    """Return when the backup of this name was made (aware, UTC); None if that is no backup's name."""
    found = _NAME.fullmatch(file.name)
    if found is None:
        return None
    try:
        return datetime.strptime(found[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    except ValueError:  # a day that no month has
        return None


def is_ahead(made: datetime, now: datetime) -> bool:
    """Return True if a backup is of a time to come: the clock was wrong when it was made, or is now."""
    return made - now > _APART


def backups_in(folder: Path) -> list[Path]:
    """Return the backups in this folder, the newest first."""
    return [file for _, file in dated_in(folder)]


def dated_in(folder: Path) -> list[tuple[datetime, Path]]:
    """Return the backups in this folder, each behind when it was made by its name, the newest first."""
    if not folder.is_dir():
        return []
    dated = [(made, file) for file in folder.iterdir() if (made := made_at(file)) is not None]
    return sorted(dated, reverse=True)


@contextmanager
def working_in(folder: Path) -> Iterator[Path]:
    """Yield a new folder inside this one, for what is being made. What earlier ones left behind goes first.

    What is left when the block ends is deleted; after a death the next backup does that.
    Raises NoFolder and AnotherBackup.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / LOCK).open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise AnotherBackup(f"Another backup is being made in {folder}; wait for it.") from None
            for left in folder.glob(f"{HALF}*"):
                shutil.rmtree(left, ignore_errors=True)
            half = Path(tempfile.mkdtemp(prefix=HALF, dir=folder))
            try:
                yield half
            finally:
                shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise no_folder(folder, error) from error


def put_up(made: Path, folder: Path, name: str) -> Path:
    """Give the finished file its name, on the disk itself before this returns. Raises OSError."""
    to_disk(made)
    final = folder / name
    made.rename(final)
    to_disk(folder)
    return final


def to_disk(path: Path) -> None:
    """Have the system write this file, or a folder's names, to the disk itself."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def drop_old(folder: Path, keep: int, made: Path, now: datetime) -> tuple[list[Path], list[Path]]:
    """Delete all but `keep` backups: what was `made` just now, and the newest others. 0 keeps all.

    Return those that went, and those that cannot be deleted. Whatever is of a time to come is older than
    what was made now, so it goes first.
    """
    others = [(is_ahead(at, now), file) for at, file in dated_in(folder) if file != made]
    newest_first = [file for _, file in sorted(others, key=lambda one: one[0])]
    gone: list[Path] = []
    stuck: list[Path] = []
    for file in newest_first[keep - 1 :] if keep else []:
        try:
            file.unlink(missing_ok=True)
        except OSError:  # what was made is whole all the same
            stuck.append(file)
        else:
            gone.append(file)
    return gone, stuck
