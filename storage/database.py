"""Reading and writing: many readers, and on SQLite one writer that commits what waits together.

Sixteen concurrent writers on SQLite queue inside the database, badly; in one
line before it, each waits its turn and shares the commit with its neighbours.
A caller gets its answer only after the commit.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage import engines
from storage.trouble import FAILURES, DatabaseTrouble, is_circle, telling, told, trouble_of

__all__ = ["Database", "DatabaseTrouble", "Unit"]

T = TypeVar("T")
Unit = Callable[[AsyncConnection], Awaitable[T]]
Outcome = tuple[Any, BaseException | None]

log = logging.getLogger("kiosk.storage")

COMMIT_TOGETHER = 64
"""At most this many waiting units share one commit."""

TRIES_IN_A_CIRCLE = 3
"""How often a unit is tried that a server ended because others waited for it and it for them."""

INSIST_SECONDS = 1.0
"""Between two tries to write down what must not be forgotten."""


class Database:
    """Reads and writes as units: functions that get a connection inside one transaction."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = engines.is_sqlite(self.url)
        self.engine = engines.for_writing(self.url)
        self._readers = engines.for_reading(self.url)
        self._auditors = engines.for_auditing(self.url)
        self._apart = engines.for_reading(self.url, connections=2)
        self._waiting: asyncio.Queue[tuple[Unit[Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self._closed = False

    @property
    def is_missing(self) -> bool:
        """Whether this is a file that is not there yet; connecting would make it."""
        return self.is_sqlite and not Path(self.url.database or "").exists()

    async def open(self) -> None:
        """Start the writer."""
        if self.is_sqlite:
            self._writer = asyncio.create_task(self._write_in_turn(), name="database writer")

    async def close(self) -> None:
        """Finish what waits, then let go of every connection."""
        self._closed = True
        if self._writer is not None:
            await self._waiting.join()
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        await self._readers.dispose()
        await self._auditors.dispose()
        await self._apart.dispose()
        await self.engine.dispose()
        await engines.nothing_half_open()

    async def write(self, unit: Unit[T]) -> T:
        """Run `unit` in a transaction and return its result after the commit.

        Raises what `unit` raises (its changes are then undone), or
        DatabaseTrouble when the database itself fails. Who is cancelled while
        waiting cannot know the end: the unit is done whole, or not at all.
        """
        if self._closed:
            raise DatabaseTrouble("The kiosk is stopping; nothing more is written.")
        if self._writer is None:
            return await self._write_on_server(unit)
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((unit, answer))
        return await answer

    async def insist(self, unit: Unit[T]) -> T:
        """Write until the database takes it: for what has happened outside and must not be forgotten.

        Raises what `unit` raises, and DatabaseTrouble only after `close`, or where trying again is no use.
        """
        while True:
            try:
                return await self.write(unit)
            except DatabaseTrouble as error:
                if self._closed or not error.passes:
                    raise
                log.error("%s Trying again.", error)
            await asyncio.sleep(INSIST_SECONDS)

    async def read(self, unit: Unit[T]) -> T:
        """Run `unit` on a connection that cannot write. Raises what `unit` raises, or DatabaseTrouble."""
        return await self._read(self._readers, unit)

    async def read_apart(self, unit: Unit[T]) -> T:
        """As `read`, on connections nothing else queues for: for what somebody waits for by the second."""
        return await self._read(self._apart, unit)

    async def _read(self, readers: AsyncEngine, unit: Unit[T]) -> T:
        with telling():
            async with readers.connect() as connection:
                return await unit(connection)

    async def go_over(self, unit: Unit[T], seconds: float) -> T:
        """As `read`, on the auditor's own connection, for what takes long; it is ended after `seconds`."""
        with telling():
            async with self._auditors.connect() as connection, engines.ended_after(connection, seconds):
                return await unit(connection)

    async def tend(self) -> None:
        """Have the database count anew what its planner goes by; a server also does so by itself."""
        statements = ("PRAGMA analysis_limit = 1000", "PRAGMA optimize") if self.is_sqlite else ("ANALYZE",)

        async def unit(connection: AsyncConnection) -> None:
            for statement in statements:
                await connection.execute(text(statement))

        await self.write(unit)

    async def _write_on_server(self, unit: Unit[T]) -> T:
        """A server undoes one of two units that wait for each other, whole; so it is done again."""
        for left in reversed(range(TRIES_IN_A_CIRCLE)):
            try:
                with telling():
                    async with self.engine.begin() as connection:
                        return await unit(connection)
            except DatabaseTrouble as error:
                if not left or not is_circle(error.__cause__):
                    raise
        raise AssertionError

    async def _write_in_turn(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < COMMIT_TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            outcomes = await self._commit_together([unit for unit, _ in batch])
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _answer(future, *outcome)
                self._waiting.task_done()

    async def _commit_together(self, units: list[Unit[Any]]) -> list[Outcome]:
        """What became of each unit; where the transaction itself fails, that of all."""
        try:
            async with self.engine.begin() as connection:
                return [await _in_savepoint(connection, unit) for unit in units]
        except (
            Exception,
            asyncio.CancelledError,
        ) as error:  # whatever ends it belongs to all who wait for it
            if _is_our_own_end(error):
                raise
            return [(None, _shared(error)) for _ in units]


async def _in_savepoint(connection: AsyncConnection, unit: Unit[Any]) -> Outcome:
    """The unit's result, or its error after undoing only its own changes.

    Raises the unit's error where the savepoint is gone with the transaction:
    SQLite undoes all of it when, say, the disk is full.
    """
    savepoint = await connection.begin_nested()
    try:
        result = await unit(connection)
    except (Exception, asyncio.CancelledError) as error:  # handed on, whole, to whoever waits for this unit
        if _is_our_own_end(error):
            raise
        try:
            await savepoint.rollback()
        except DBAPIError as lost:
            raise (error if isinstance(error, FAILURES) else lost) from error
        return None, told(error) if isinstance(error, Exception) else error
    await savepoint.commit()
    return result, None


def _is_our_own_end(error: BaseException) -> bool:
    """Whether the writer itself is cancelled. A unit that ends as if it were must not end the writer."""
    task = asyncio.current_task()
    return isinstance(error, asyncio.CancelledError) and task is not None and task.cancelling() > 0


def _shared(error: BaseException) -> BaseException:
    """What ended a commit, for each of those in it. No constraint here is checked so late."""
    if not isinstance(error, FAILURES):
        return error
    trouble = trouble_of(error)
    trouble.__cause__ = error
    return trouble


def _answer(future: asyncio.Future[Any], result: object, failure: BaseException | None) -> None:
    if future.done():  # the caller gave up waiting; its unit is committed all the same
        return
    if failure is not None:
        future.set_exception(failure)
    else:
        future.set_result(result)
