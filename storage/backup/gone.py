"""A database that is gone while its backups are there.

A kiosk that made a new one would open an empty shop: wallets of nought, and orders that nobody follows. A
volume that is not mounted, or an address with a slip, is enough for that.
"""

from pathlib import Path

from sqlalchemy import make_url

from storage.backup.folder import dated_in
from storage.core.engines import is_sqlite
from storage.core.on_file import is_there
from storage.core.trouble import DatabaseTrouble
from storage.upgrade import found_revision, is_file_at_head


class DatabaseGone(DatabaseTrouble):
    """There is no database, and there are backups of one."""

    passes = False


async def refuse_if_gone(address: str, folder: Path) -> None:
    """Check that this folder has no backups if the database is yet to be made.

    Raises DatabaseGone, and DatabaseTrouble if the database cannot be read.
    """
    try:
        backups = dated_in(folder)
    except OSError:  # `doctor` and the operators' alert say that it cannot be read
        return
    if not backups or not await _is_to_be_made(address):
        return
    made, newest = backups[0]
    raise DatabaseGone(
        f"The database is empty or not there, but there are backups in {folder}, the newest of "
        f"{made:%Y-%m-%d %H:%M} UTC. If it is elsewhere, name it in DATABASE_URL. If it is lost, run "
        f"`bot.py restore {newest}`. For a new shop, name another folder in BACKUP_FOLDER."
    )


async def _is_to_be_made(address: str) -> bool:
    url = make_url(address)
    if is_file_at_head(url):  # most starts; the long way imports more
        return False
    if is_sqlite(url) and not is_there(url):
        return True
    return await found_revision(address) is None
