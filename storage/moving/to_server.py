"""The server that a kiosk moves to: rows come in by COPY, and no kiosk starts there before all is done.

While a move goes on, the revision of the server's tables is none that a kiosk knows (`storage.upgrade`), and
indexes and foreign keys are away: making them of whole tables takes a fraction of the time, and rows may
point at later ones. What is away is written down in the transaction that drops it.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import asyncpg
from sqlalchemy import URL, Table, func, inspect, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.core import async_engines
from storage.core.trouble import DatabaseTrouble, translating_errors
from storage.moving.from_file import Page
from storage.moving.tables import move, moved_table, progress, put_off
from storage.tables import LASTING, metadata
from storage.upgrade import HEAD, UNFINISHED

COPY_SECONDS = 300.0
"""For one batch; it takes less than one."""

_REFUSED = (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError, OSError)

_INDEXES = text(
    "SELECT pg_get_indexdef(indexrelid), format('DROP INDEX %s', indexrelid::regclass) "
    "FROM pg_index JOIN pg_class AS made ON made.oid = indexrelid "
    "JOIN pg_class AS whose ON whose.oid = indrelid "
    "WHERE whose.relnamespace = current_schema()::regnamespace AND whose.relname = ANY(:names) "
    "AND NOT EXISTS "
    "(SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x')) "
    "ORDER BY whose.relname, made.relname"
)
_CONSTRAINTS = text(
    "SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, "
    "pg_get_constraintdef(pg_constraint.oid)), "
    "format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) "
    "FROM pg_constraint JOIN pg_class AS whose ON whose.oid = conrelid "
    "WHERE connamespace = current_schema()::regnamespace AND whose.relname = ANY(:names) "
    "AND contype::text = :kind "
    "ORDER BY whose.relname, conname"
)
_SEQUENCE = text("SELECT pg_get_serial_sequence(:name, :column)")
_GIVE_ON = text("SELECT setval(:sequence, :last, :is_given)")
_LASTING = text("SET LOCAL synchronous_commit = on")
_REVISION = text("UPDATE alembic_version SET version_num = :revision")


class HasRows(DatabaseTrouble):
    """The server's database is not empty, and what is in it is not this move."""


class Server:
    """The server's database during a move."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def begin(self, file: str, mark: str) -> bool:
        """Begin the move of this file, or go on with it; return True if it goes on.

        Raises HasRows if the database has other rows, or the file is another one than it was.
        """
        async with self._transaction() as connection:
            if await connection.run_sync(lambda one: inspect(one).has_table(move.name)):
                begun = (await connection.execute(select(move))).one()
                if begun.mark != mark:
                    raise HasRows(
                        f"A move of {begun.file} was begun here, and the file has changed since, or is "
                        "another one. Make a new, empty database, and move to that."
                    )
                return True
            await _is_empty(connection)
            await connection.run_sync(progress.create_all)
            await connection.execute(insert(move).values(id=1, file=file, mark=mark))
            await _put_off(connection)
            await connection.execute(_REVISION, {"revision": UNFINISHED})
        return False

    async def copied(self) -> dict[str, tuple[str | None, int, bool]]:
        """Return how far each table is copied: its last key, how many rows, and whether that is all."""
        async with self._transaction() as connection:
            rows = await connection.execute(select(moved_table))
            return {row.name: (row.last_key, row[2], row.is_whole) for row in rows}

    async def add(self, table: Table, page: Page) -> None:
        """Copy these rows, and write down how far that is: both, or neither."""
        rows, last_key = page
        async with self._transaction() as connection:
            adding = insert(moved_table).values(
                name=table.name, last_key=last_key, count=len(rows), is_whole=False
            )
            further = {"last_key": last_key, "count": moved_table.c.count + len(rows)}
            # Before the COPY: with it SQLAlchemy begins the transaction; the driver alone would not.
            await connection.execute(
                adding.on_conflict_do_update(index_elements=[moved_table.c.name], set_=further)
            )
            driver: Any = (await connection.get_raw_connection()).driver_connection
            with _telling(table.name):
                await driver.copy_records_to_table(
                    table.name, records=rows, columns=table.columns.keys(), timeout=COPY_SECONDS
                )

    async def is_whole(self, table: Table) -> None:
        """Write down that this table is copied."""
        async with self._transaction() as connection:
            adding = insert(moved_table).values(name=table.name, last_key=None, count=0, is_whole=True)
            await connection.execute(
                adding.on_conflict_do_update(index_elements=[moved_table.c.name], set_={"is_whole": True})
            )

    async def complete(self, told: Callable[[int, int], Awaitable[None]]) -> None:
        """Make the indexes and constraints that were put off; `told` how many, and of how many."""
        async with self._transaction() as connection:
            waiting = (await connection.execute(select(put_off).order_by(put_off.c.n))).all()
        for row in waiting:
            if row.is_done:
                continue
            async with self._transaction() as connection:
                await connection.exec_driver_sql(row.statement)
                await connection.execute(update(put_off).where(put_off.c.n == row.n).values(is_done=True))
            await told(row.n + 1, len(waiting))

    async def give_on(self, last_numbers: Mapping[str, int]) -> None:
        """Have the server give ids behind the rows' own, and behind those that the file gave last."""
        async with self._transaction() as connection:
            for table in LASTING:
                column = table.autoincrement_column
                if column is None:
                    continue
                named = {"name": table.name, "column": column.name}
                sequence = (await connection.execute(_SEQUENCE, named)).scalar_one()
                largest = (await connection.execute(select(func.max(column)))).scalar_one() or 0
                last = max(largest, last_numbers[table.name])
                values = {"sequence": sequence, "last": max(last, 1), "is_given": last > 0}
                await connection.execute(_GIVE_ON, values)

    async def plan_anew(self) -> None:
        """Have the server look at the rows, so that it plans its queries well from the first one."""
        for table in LASTING:
            async with self._transaction() as connection:
                await connection.exec_driver_sql(f"ANALYZE {table.name}")

    async def ask(self, question: str) -> Sequence[Any]:
        """Return the answer's rows."""
        async with self._transaction() as connection:
            return (await connection.exec_driver_sql(question)).all()

    async def finish(self) -> None:
        """End the move: from now on a kiosk may start there."""
        async with self._transaction() as connection:
            await connection.execute(_LASTING)
            await connection.run_sync(progress.drop_all)
            await connection.execute(_REVISION, {"revision": HEAD})

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with translating_errors():
            async with self._connection.begin():
                yield self._connection


@asynccontextmanager
async def server(url: URL) -> AsyncIterator[Server]:
    """Yield the server, connected inside the block. Raises DatabaseTrouble."""
    engine = async_engines.for_moving(url)
    try:
        with translating_errors():
            connection = await engine.connect()
        try:
            yield Server(connection)
        finally:
            await asyncio.shield(connection.close())
    finally:
        await engine.dispose()


async def _is_empty(connection: AsyncConnection) -> None:
    """Check that no table has rows. Raises HasRows."""
    filled = [
        table.name
        for table in LASTING
        if (await connection.execute(select(*table.primary_key.columns).limit(1))).first() is not None
    ]
    if filled:
        raise HasRows(
            f"That database already has rows of a kiosk ({', '.join(filled[:5])}). "
            "Make a new, empty one, and move to that."
        )


async def _put_off(connection: AsyncConnection) -> None:
    """Drop indexes and constraints, and write down how each is made again: foreign keys last."""
    names = list(metadata.tables)
    made: list[Any] = []
    made += (await connection.execute(_CONSTRAINTS, {"names": names, "kind": "u"})).all()
    made += (await connection.execute(_INDEXES, {"names": names})).all()
    made += (await connection.execute(_CONSTRAINTS, {"names": names, "kind": "f"})).all()
    statements = [{"n": n, "statement": again, "is_done": False} for n, (again, _) in enumerate(made)]
    await connection.execute(insert(put_off), statements)
    for _, drop in reversed(made):
        await connection.exec_driver_sql(drop)


@contextmanager
def _telling(table: str) -> Iterator[None]:
    """Say of the driver's own errors which table they are about. Raises DatabaseTrouble."""
    try:
        yield
    except _REFUSED as error:
        raise DatabaseTrouble(
            f"The server did not take the rows of {table}: {error or 'no word in time'}"
        ) from error
