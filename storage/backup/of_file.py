"""A backup of an SQLite file: a copy that SQLite itself makes while others write, and the way back."""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection

from storage.backup.folder import NoFolder, no_folder, put_up
from storage.backup.manifest import Manifest, check_whole, manifest_of
from storage.core import engines
from storage.core.trouble import translating_errors
from storage.upgrade import upgrade

PART = "kiosk.db"

_BESIDE = ("-wal", "-shm", "-journal")
"""What SQLite keeps beside a file; of another file, it would damage this one."""


def copy(url: URL, folder: Path, now: datetime) -> tuple[Manifest, list[Path]]:
    """Copy the file as it is at one moment, and check the copy; return what is in it, with the file.

    Writers go on meanwhile: the copy is made from a reader's view of the write-ahead log.
    Raises DatabaseTrouble, NotWhole and NoFolder.
    """
    target = folder / PART
    with translating_errors(), _reading(url) as connection:
        connection.connection.execute("ROLLBACK")  # VACUUM begins its own transaction
        connection.connection.execute("PRAGMA query_only = OFF")  # it writes to the copy alone
        try:
            connection.connection.execute("VACUUM INTO ?", (str(target),))
        except sqlite3.OperationalError as error:
            raise (_written_there(error, folder) or error) from error
        connection.connection.execute("BEGIN")
    with translating_errors(), _reading(url_of(target)) as connection:
        check_whole(connection, now)
        return manifest_of(connection, now), [target]


def _written_there(error: sqlite3.OperationalError, folder: Path) -> NoFolder | None:
    """Return a write that failed as trouble of the backups' folder; None for other errors."""
    code = error.sqlite_errorcode & 0xFF  # the kind alone; nothing is written but the copy
    number = {sqlite3.SQLITE_FULL: errno.ENOSPC, sqlite3.SQLITE_IOERR: errno.EIO}.get(code)
    return None if number is None else no_folder(folder.parent, OSError(number, os.strerror(number)))


def url_of(file: Path) -> URL:
    """Return the address of this file as a database."""
    return URL.create("sqlite+aiosqlite", database=str(file))


def in_the_way(url: URL) -> list[Path]:
    """Return what stands where a restored file would: the file itself, and what belongs to one."""
    file = Path(url.database or "")
    return [one for one in (file, *(Path(f"{file}{tail}") for tail in _BESIDE)) if one.exists()]


async def put_back(url: URL, folder: Path, finish: Callable[[Connection], None], *, keep: bool) -> None:
    """Make the unpacked file the database: brought to today's tables, finished, and then named so.

    Without `keep` it gets no name: a dry run. `folder` is on the database's own disk.
    Raises what `finish` raises, DatabaseTrouble and OSError.
    """
    part = folder / PART
    await upgrade(url_of(part).render_as_string())
    engine = engines.file_for_writing(url_of(part))
    try:
        with translating_errors(), engine.begin() as connection:
            finish(connection)
        with translating_errors(), closing(engine.raw_connection()) as raw:
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.execute("PRAGMA journal_mode = DELETE")  # nothing of it stands beside it any more
    finally:
        engine.dispose()
    if keep:
        put_up(part, *_place(url))


def _place(url: URL) -> tuple[Path, str]:
    """Return the folder of the database's file, and its name."""
    file = Path(url.database or "").absolute()
    return file.parent, file.name


@contextmanager
def _reading(url: URL) -> Iterator[Connection]:
    engine = engines.file_for_reading(url, 1)
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()
