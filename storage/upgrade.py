"""Upgrade a database to the newest revision, or say why not."""

import asyncio
import logging
import os
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, inspect, text
from sqlalchemy.engine import make_url

from storage.core.engines import is_sqlite
from storage.core.trouble import DatabaseTrouble, TableInUse, translating_errors

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

log = logging.getLogger("kiosk.storage")

MIGRATIONS = Path(__file__).parent / "migrations"

HEAD = max(file.name for file in MIGRATIONS.glob("versions/[0-9]*.py")).partition("_")[0]
"""The newest revision, by file name: asking Alembic would cost each start its slow import."""

UNFINISHED = "unfinished move"
"""The revision of a server's tables while a file is moved there; see storage/moving."""

_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(hashtext('kiosk upgrade'))")
"""For PostgreSQL; SQLite's transaction is itself a lock."""

_LET_OTHERS_PASS = text("SET LOCAL lock_timeout = '1s'")
"""Whoever waits for a table, as behind a backup, has all others wait behind it."""

AGAIN_SECONDS, TRIES = 4.0, 120

NAMED = 5
"""Tables of another program that are named, so that it is recognized."""

ENCODINGS = ("UTF8", "SQL_ASCII")
"""The server encodings that hold everything people write; any other would refuse some updates."""


class WrongEncoding(DatabaseTrouble):
    """The database's encoding cannot hold every language."""

    def __init__(self, encoding: str, *, then: str = "then name it in DATABASE_URL") -> None:
        super().__init__(
            f"The database is kept in {encoding}, which cannot hold every language. Make one in UTF8: "
            f"CREATE DATABASE kiosk ENCODING 'UTF8' TEMPLATE template0; {then}."
        )
        self.encoding = encoding


class NewerDatabase(DatabaseTrouble):
    """A newer Kiosk made the database; this one would damage it."""


class UnfinishedMove(DatabaseTrouble):
    """A part of a kiosk's rows is here: a kiosk that started with it would lose the others."""


class NotKiosks(DatabaseTrouble):
    """Another program's database: Kiosk's tables would stand among that program's."""

    def __init__(self, tables: Collection[str]) -> None:
        some = ", ".join(sorted(tables)[:NAMED])
        more = ", …" if len(tables) > NAMED else ""
        super().__init__(
            f"This database is not Kiosk's: it has tables of another program ({some}{more}) and none of "
            "Kiosk's. Name another one in DATABASE_URL."
        )


async def upgrade(url: str) -> None:
    """Create the tables, or change them to today's shape: completely, or on any failure not at all.

    Where other kiosks work meanwhile it waits for tables that are in use, and keeps nobody from them.

    Raises NewerDatabase for a revision this code does not know, NotKiosks, UnfinishedMove, WrongEncoding, and
    DatabaseTrouble when the database cannot be opened or written, or a table is in use for ten minutes.
    """
    refuse_log_alone(make_url(url))
    if is_file_at_head(make_url(url)):
        return None
    engine = _engines().for_migrating(make_url(url))
    try:
        for left in reversed(range(TRIES)):
            try:
                with translating_errors():
                    return await _upgrade(engine)
            except TableInUse as trouble:
                if not left:
                    raise
                log.warning("%s Trying again in %.0f s.", trouble, AGAIN_SECONDS)
            await asyncio.sleep(AGAIN_SECONDS)
    finally:
        await engine.dispose()


async def _upgrade(engine: "AsyncEngine") -> None:
    async with engine.begin() as connection:
        await _holds_every_language(connection)
        await _bring_to_head(connection)


def refuse_log_alone(url: URL) -> None:
    """Check that a file's log of writes does not stand there without its file: SQLite would delete it.

    Raises DatabaseTrouble.
    """
    if not is_sqlite(url) or not url.database or Path(url.database).exists():
        return
    log = Path(f"{os.path.realpath(url.database)}-wal")
    if log.exists() and log.stat().st_size:
        raise DatabaseTrouble(
            f"{url.database} is not there, but the log of what was written to it last is ({log.name}). Put "
            "that file back beside its log. If it is lost, move the log away, too, and put a backup back."
        )


def _engines() -> ModuleType:
    from storage.core import async_engines  # noqa: PLC0415 - see there: most starts need none of it

    return async_engines


def is_file_at_head(url: URL) -> bool:
    """Return True if this is a file whose tables are today's, as at most starts."""
    if not is_sqlite(url) or not url.database or not Path(url.database).exists():
        return False
    try:
        with closing(sqlite3.connect(url.database)) as connection:
            return connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]
    except sqlite3.Error:  # no tables yet, or trouble, which is told by who makes them
        return False


async def _bring_to_head(connection: "AsyncConnection") -> None:
    if connection.dialect.name == "postgresql":
        await connection.execute(_ONE_AT_A_TIME)
        await connection.execute(_LET_OTHERS_PASS)
    found = await connection.run_sync(revision_of)
    if found is None:
        await connection.run_sync(_has_no_others)
    if found != HEAD:
        await connection.run_sync(to_head, found)


async def _holds_every_language(connection: "AsyncConnection") -> None:
    """Check the encoding; SQLite always holds UTF-8. Raises WrongEncoding."""
    if connection.dialect.name != "postgresql":
        return
    encoding = (await connection.execute(text("SHOW server_encoding"))).scalar_one()
    if encoding not in ENCODINGS:
        raise WrongEncoding(encoding)


async def found_revision(url: str) -> str | None:
    """Return the database's revision, None if it is empty. Raises as `upgrade` does."""
    engine = _engines().for_reading_once(make_url(url))
    try:
        with translating_errors():
            async with engine.connect() as connection:
                await _holds_every_language(connection)
                found: str | None = await connection.run_sync(revision_of)
                if found is None:
                    await connection.run_sync(_has_no_others)
                elif found != HEAD:
                    await connection.run_sync(_known, found)
                return found
    finally:
        await engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """Return the database's revision, or None if it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found


def _has_no_others(connection: Connection) -> None:
    """Check that a file without our tables has none at all. Raises NotKiosks.

    On a server programs share a database, each with tables of its own. A file is one program's.
    """
    if connection.dialect.name == "sqlite" and (tables := _tables(connection)):
        raise NotKiosks(tables)


def _tables(connection: Connection) -> list[str]:
    """Return the tables of a program; those of what copies files, like Litestream, begin with a line."""
    names = inspect(connection).get_table_names()
    return [name for name in names if name != "alembic_version" and not name.startswith("_")]


def to_head(connection: Connection, found: str | None) -> None:
    """Run every missing revision."""
    from alembic import command  # noqa: PLC0415 - a slow import, needed only when there is something to do

    if found is None:
        log.info("The database is new: its tables are made, at revision %s.", HEAD)
    else:
        _known(connection, found)
    with _told_if(found is not None):
        command.upgrade(alembic_config(connection), "head")


@contextmanager
def _told_if(is_news: bool) -> Iterator[None]:
    """Keep Alembic from a line for each step where there was nothing before: eighty, at a first start."""
    steps = logging.getLogger("alembic.runtime.migration")
    level = steps.level
    if not is_news:
        steps.setLevel(logging.WARNING)
    try:
        yield
    finally:
        steps.setLevel(level)


def to_revision(connection: Connection, revision: str) -> None:
    """Make the tables of an empty database as they were at this revision. Raises NewerDatabase."""
    from alembic import command  # noqa: PLC0415 - as above

    _known(connection, revision)
    command.upgrade(alembic_config(connection), revision)


def only_adds_since(version: str) -> bool:
    """Return True if every revision after this one says so of itself, by `only_adds = True`.

    Kiosks that know only the older tables can then run on for a while: no column or table of theirs is gone,
    changed, or must have a value they do not give.
    """
    from alembic.config import Config  # noqa: PLC0415 - as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    after = ScriptDirectory.from_config(config).iterate_revisions("head", version)
    return all(getattr(one.module, "only_adds", False) for one in after)


def _known(connection: Connection, found: str) -> None:
    """Check that the revision is one of ours. Raises NewerDatabase, NotKiosks and UnfinishedMove."""
    if found == UNFINISHED:
        raise UnfinishedMove(
            "A move from a SQLite file to this database is not finished. Run `bot.py migrate` once more; "
            "it goes on where it stopped."
        )
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    scripts = ScriptDirectory.from_config(alembic_config(connection))
    if found in {script.revision for script in scripts.walk_revisions()}:
        return
    if not (len(found) == len(HEAD) and found.isdecimal()):  # another program's, which uses Alembic, too
        raise NotKiosks(_tables(connection))
    message = (
        f"This database was made by a newer Kiosk (revision {found}; this one knows up to {HEAD}). "
        "Start that version, or restore a backup from before."
    )
    raise NewerDatabase(message)


def alembic_config(connection: Connection) -> Any:
    """Return Alembic's configuration for this open connection."""
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
