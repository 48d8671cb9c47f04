"""A backup of a PostgreSQL database: each table by COPY, all in one snapshot, and the way back.

No program of PostgreSQL is needed: the image has none, and pg_dump must be as new as the server.
See docs/decisions/0090.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import URL, Connection, delete, text
from sqlalchemy import table as named

from storage.backup.folder import no_folder
from storage.backup.manifest import Manifest, NotWhole, check_whole, manifest_of
from storage.core.disk_words import OF_DISKS
from storage.core.trouble import translating_errors, trouble_of
from storage.replicas.tables import PASSING
from storage.tables import LASTING
from storage.upgrade import HEAD, to_head, to_revision

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncConnection

PREFIX = "table-"
_TABLES = text(
    "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename <> ALL(:but) "
    "ORDER BY tablename"
)
_BUT = ["alembic_version", *(table.name for table in PASSING)]
_OURS = frozenset(table.name for table in LASTING)
_COLUMNS = text(
    "SELECT column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema() AND table_name = :table ORDER BY ordinal_position"
)
_REFERENCES = text(
    "SELECT conrelid::regclass::text AS on_table, conname, pg_get_constraintdef(oid) AS definition "
    "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)
_COUNTERS = text(
    "SELECT sequencename, last_value FROM pg_sequences "
    "WHERE schemaname = current_schema() AND last_value IS NOT NULL"
)
_SET_COUNTER = text("SELECT setval(quote_ident(:name), :value)")
_THERE = text("SELECT sequencename FROM pg_sequences WHERE schemaname = current_schema()")
_TO_DISK = text("SET LOCAL synchronous_commit = on")
"""A move does not wait for the disk, and goes on after a crash; a restore would be told as done."""


async def copy(url: URL, folder: Path, now: datetime) -> tuple[Manifest, list[Path]]:
    """Copy every table as of one moment, and check what was copied; return what is in it, with the files.

    Writers go on meanwhile. Raises DatabaseTrouble, NotWhole and NoFolder.
    """
    from storage.core import async_engines  # noqa: PLC0415 - see there: a file needs none of it

    engine = async_engines.for_copying(url)
    try:
        with translating_errors():
            async with engine.connect() as connection:
                await connection.run_sync(check_whole, now)
                manifest = await connection.run_sync(manifest_of, now)
                driver: Any = (await connection.get_raw_connection()).driver_connection
                counters = {one.sequencename: one.last_value for one in await connection.execute(_COUNTERS)}
                columns, parts = {}, []
                for table in await _tables_of(connection, manifest.revision):
                    columns[table] = await _columns_of(connection, table)
                    parts.append(await _copied(driver, table, columns[table], folder))
                return replace(manifest, columns=columns, counters=counters), parts
    finally:
        await engine.dispose()


async def _copied(driver: Any, table: str, columns: list[str], folder: Path) -> Path:
    """Write a table's rows into a file of its own; return the file. Raises NoFolder where it has no room."""
    part = folder / f"{PREFIX}{table}"
    try:
        with _translating_the_drivers():
            await driver.copy_from_table(table, columns=columns, output=str(part), format="text")
    except OSError as error:
        if error.errno not in OF_DISKS:
            raise
        raise no_folder(folder.parent, error) from error
    return part


async def _columns_of(connection: "AsyncConnection", table: str) -> list[str]:
    return list((await connection.execute(_COLUMNS, {"table": table})).scalars())


@contextmanager
def _translating_the_drivers() -> Iterator[None]:
    """Translate what the driver itself raises in this block: COPY does not go through SQLAlchemy.

    Raises DatabaseTrouble.
    """
    try:
        yield
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise trouble_of(error) from error


async def _tables_of(connection: "AsyncConnection", revision: str) -> list[str]:
    """Return the kiosk's tables. Other programs may have some here, which no restore would know how to make.

    Which are a newer kiosk's is not known here: then all are copied.
    """
    found = (await connection.execute(_TABLES, {"but": _BUT})).scalars().all()
    return [name for name in found if revision != HEAD or name in _OURS]


async def has_tables(url: URL) -> bool:
    """Return True if anything is in this database already. Raises DatabaseTrouble."""
    from storage.core import async_engines  # noqa: PLC0415 - as above

    engine = async_engines.for_reading_once(url)
    try:
        with translating_errors():
            async with engine.connect() as connection:
                found = await connection.execute(
                    text("SELECT 1 FROM pg_tables WHERE schemaname = current_schema()")
                )
                return found.first() is not None
    finally:
        await engine.dispose()


async def put_back(
    url: URL,
    folder: Path,
    manifest: Manifest,
    finish: Callable[[Connection], None],
    *,
    keep: bool,
) -> None:
    """Fill the empty database from the unpacked files: all in one transaction, so completely or not at all.

    Without `keep` the transaction is undone at its end: a dry run.
    Raises what `finish` raises, and DatabaseTrouble.
    """
    from storage.core import async_engines  # noqa: PLC0415 - as above

    engine = async_engines.for_moving(url)
    try:
        with translating_errors():
            # Begun here, or Alembic would begin and commit transactions of its own.
            async with engine.connect() as connection, connection.begin() as whole:
                await connection.execute(_TO_DISK)
                await _fill(connection, folder, manifest)
                await connection.run_sync(finish)
                await (whole.commit() if keep else whole.rollback())
    finally:
        await engine.dispose()


async def _fill(connection: "AsyncConnection", folder: Path, manifest: Manifest) -> None:
    """Make the tables of the backup, put its rows in, and bring all to today's shape.

    What the backup has of other programs, which no revision makes, is left out.
    """
    await connection.run_sync(to_revision, manifest.revision)
    made = set((await connection.execute(_TABLES, {"but": _BUT})).scalars())
    counters = set((await connection.execute(_THERE)).scalars())
    references = (await connection.execute(_REFERENCES)).all()
    for one in references:  # the tables come in no particular order
        await connection.execute(text(f'ALTER TABLE {one.on_table} DROP CONSTRAINT "{one.conname}"'))
    driver: Any = (await connection.get_raw_connection()).driver_connection
    for name in sorted(made & manifest.columns.keys()):
        await connection.execute(delete(named(name)))  # what revisions put in
        part = folder / f"{PREFIX}{name}"
        with _translating_the_drivers():
            await driver.copy_to_table(name, source=str(part), columns=manifest.columns[name], format="text")
        part.unlink()  # so a restore that is killed leaves no more of the opened book than it must
    for one in references:
        adding = f'ALTER TABLE {one.on_table} ADD CONSTRAINT "{one.conname}" {one.definition}'
        await connection.execute(text(adding))
    for name in sorted(counters & manifest.counters.keys()):
        await connection.execute(_SET_COUNTER, {"name": name, "value": manifest.counters[name]})
    if manifest.revision != HEAD:
        await connection.run_sync(to_head, manifest.revision)
    for table in LASTING:  # or the checks would be planned for empty tables
        await connection.exec_driver_sql(f"ANALYZE {table.name}")


def check_tables(manifest: Manifest) -> None:
    """Check that every file of the backup is one of a table that it names. Raises NotWhole."""
    if {f"{PREFIX}{table}" for table in manifest.columns} != set(manifest.files):
        raise NotWhole("The backup's files are not those of the tables that it names.")
