"""What `doctor` says about the folder of backups, and about backups that go to the operators' chat."""

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from shop.alert_thresholds import BACKUP_WITHIN
from shop.backup_chat import Unsent, why_unsent
from storage.backup import archive
from storage.backup.folder import is_ahead
from storage.backup.making import newest_in
from storage.backup.manifest import NotWhole
from storage.backup.sealing import CannotOpen, is_sealed
from storage.backup.sent import last_sent
from storage.core.disk_words import refusal_of, to_read, to_write
from storage.core.space import space_of

_CHAT_LACKS = {
    Unsent.UNSEALED: "the newest is not sealed, so it is not sent. Make one that is with `bot.py backup`",
    Unsent.LARGE: "backups are larger than the 50 MB that Telegram takes. Copy BACKUP_FOLDER elsewhere",
    Unsent.REFUSED: "there is no group to send backups to. Set OPERATORS_CHAT, or empty BACKUP_CHAT",
}


class BackupsFail(Exception):
    """Backups do not work; the text says what to do."""


def state_of(folder: Path, key: str, now: datetime, *, every_hours: int) -> str:
    """Read the newest backup whole; return how old it is, and whether it is sealed.

    Raises BackupsFail if none can be made here, or the newest is damaged or older than it may be.
    """
    _can_be_written(folder)
    newest = _newest_in(folder)
    if newest is None:
        by = "the kiosk makes one while it runs" if every_hours else "`bot.py backup` makes one"
        return f"none in {folder}; {by}"
    file, made = newest
    _is_whole(file, key)
    age = _age(now - made)
    if is_ahead(made, now):
        raise BackupsFail(f"{file.name} is of a time to come. Set this machine's clock, or delete the file")
    if every_hours and now - made > 2 * timedelta(hours=every_hours):
        why = "The log says why none was made since; `bot.py backup` makes one now"
        raise BackupsFail(f"the last one is {age}. {why}")
    if not every_hours and now - made > BACKUP_WITHIN:
        raise BackupsFail(f"the last one is {age}. Run `bot.py backup`, or set BACKUP_EVERY_HOURS=24")
    return f"the last one is {age} and whole, {_sealed(file, key)} ({file.name})"


def room(folder: Path, url: str) -> str:
    """Return how much room is left where backups and the database are, as far as the disks say so."""
    free = shutil.disk_usage(_nearest(folder)).free // 1024**2
    try:
        space = space_of(url)
    except OSError:  # the database's folder is not there, which its own line says
        space = None
    beside = "" if space is None else f", {space.free // 1024**2} MB beside the database"
    return f"free: {free} MB for backups{beside}"


def chat_state_of(folder: Path, key: str, now: datetime, *, has_group: bool) -> str:
    """Describe how backups go to the operators' chat. Raises BackupsFail naming what keeps them from it."""
    if not key:
        raise BackupsFail("backups are sent only sealed. Set BACKUP_KEY, or empty BACKUP_CHAT")
    _can_be_written(folder)
    newest = _newest_in(folder, now)
    if newest is None:
        seals, size, sent = True, 0, False
    else:
        seals, size, sent = _as_the_chat_sees(newest[0])
    if why := why_unsent(is_sealed=seals, size=size, has_group=has_group):
        raise BackupsFail(_CHAT_LACKS[why])
    return "each new backup is sent to OPERATORS_CHAT, sealed" + ("; the newest was" if sent else "")


def _newest_in(folder: Path, now: datetime | None = None) -> tuple[Path, datetime] | None:
    """Return the newest backup here. Raises BackupsFail where the folder cannot be looked into."""
    try:
        return newest_in(folder, now)
    except OSError as trouble:
        raise BackupsFail(f"{to_read(folder, trouble)} Or name another folder in BACKUP_FOLDER") from trouble


def _as_the_chat_sees(file: Path) -> tuple[bool, int, bool]:
    """Return if this backup is sealed, its bytes, and if it was sent. Raises BackupsFail."""
    try:
        return _is_sealed(file), file.stat().st_size, last_sent(file.parent) == file.name
    except OSError as trouble:
        raise _unreadable(file, trouble) from trouble


def _unreadable(file: Path, trouble: OSError) -> BackupsFail:
    why = trouble.strerror or trouble
    return BackupsFail(f"{file.name} cannot be read ({why}). Check its owner and permissions")


def _can_be_written(folder: Path) -> None:
    """Check that backups can be made here, perhaps in a folder that is made first. Raises BackupsFail."""
    if refusal := refusal_of(_nearest(folder)):
        raise BackupsFail(f"{to_write(folder, refusal)}, or name another folder in BACKUP_FOLDER")


def _nearest(folder: Path) -> Path:
    """Return what stands at this path, or at the nearest path above it where anything does."""
    whole = folder.absolute()
    return next(place for place in (whole, *whole.parents) if os.access(place, os.F_OK))


def _is_whole(file: Path, key: str) -> None:
    try:
        archive.check(file, key)
    except CannotOpen as trouble:
        raise BackupsFail(f"{file.name}: {trouble}") from trouble
    except NotWhole as trouble:
        raise BackupsFail(f"{file.name}: {trouble} Make another with `bot.py backup`.") from trouble
    except OSError as trouble:
        raise _unreadable(file, trouble) from trouble


def _sealed(file: Path, key: str) -> str:
    if _is_sealed(file):
        return "sealed"
    return "not sealed, though the next one is" if key else "not sealed; BACKUP_KEY seals the next one"


def _is_sealed(file: Path) -> bool:
    with file.open("rb") as opened:
        return is_sealed(opened)


def _age(old: timedelta) -> str:
    hours = old / timedelta(hours=1)
    return f"{hours:.0f} hours old" if hours < 2 * 24 else f"{hours / 24:.0f} days old"
