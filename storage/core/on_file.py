"""SQLite: several threads read, and one writes, committing waiting units together.

Sixteen concurrent writers queue badly inside SQLite; in one queue before it each waits its turn and shares
a commit with others. A caller gets its answer only after the commit.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, Engine

from storage.core import engines
from storage.core.trouble import FAILURES, told, translating_errors, trouble_of
from storage.core.unit import T, Unit

Outcome = tuple[Any, BaseException | None]

COMMIT_TOGETHER = 64
"""At most this many waiting units share one commit."""

READERS = 4
AUDITORS = 2
"""One goes through the rows, the other through the file."""


class OnFile:
    """Runs units on an SQLite file, each from start to end in one thread."""

    def __init__(self, url: URL) -> None:
        self._writing = _Threads(engines.file_for_writing(url), 1)
        self._reading = _Threads(engines.file_for_reading(url, READERS), READERS)
        self._auditing = _Threads(engines.file_for_reading(url, AUDITORS), AUDITORS)
        self._waiting: asyncio.Queue[tuple[Unit[Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None

    @property
    def engines(self) -> tuple[Engine, Engine]:
        """The engine that writes, and the one that reads."""
        return self._writing.engine, self._reading.engine

    async def open(self) -> None:
        """Start the writer."""
        self._writer = asyncio.create_task(self._write_in_turn(), name="database writer")

    async def close(self) -> None:
        """Finish the waiting units, then close every connection."""
        if self._writer is not None:
            await self._waiting.join()
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        for threads in (self._auditing, self._reading, self._writing):
            await threads.close()

    async def write(self, unit: Unit[T]) -> T:
        """See storage.core.database.Database.write."""
        if self._writer is None:
            return await self._writing.run(lambda engine: _write_alone(engine, unit))
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((unit, answer))
        return await answer

    async def read(self, unit: Unit[T]) -> T:
        """See storage.core.database.Database.read."""
        return await self._reading.run(lambda engine: _read(engine, unit))

    async def go_over(self, unit: Unit[T], seconds: float) -> T:
        """See storage.core.database.Database.go_over."""
        return await self._auditing.run(lambda engine: _read_within(engine, unit, seconds))

    async def _write_in_turn(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < COMMIT_TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            committing = partial(_commit_together, [unit for unit, _ in batch])
            outcomes = await self._writing.run(committing)
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                _answer(future, *outcome)
                self._waiting.task_done()


class _Threads:
    """An engine, and as many threads as it has connections."""

    def __init__(self, engine: Engine, threads: int) -> None:
        self.engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="database")
        self._under_way: set[Future[Any]] = set()

    async def run(self, work: Callable[[Engine], T]) -> T:
        """Return what `work` returns. It runs to its end even if the caller is cancelled."""
        future = self._threads.submit(work, self.engine)
        self._under_way.add(future)
        future.add_done_callback(self._under_way.discard)
        return await asyncio.wrap_future(future)

    async def close(self) -> None:
        """Wait for running work, then end the threads and close the connections."""
        going_on = [asyncio.wrap_future(future) for future in tuple(self._under_way)]
        await asyncio.gather(*going_on, return_exceptions=True)
        self._threads.shutdown()
        self.engine.dispose()


def _read(engine: Engine, unit: Unit[T]) -> T:
    with translating_errors(), engine.connect() as connection, connection.begin():
        return unit(connection)


def _read_within(engine: Engine, unit: Unit[T], seconds: float) -> T:
    with translating_errors(), engine.connect() as connection, connection.begin():
        driver: Any = connection.connection.dbapi_connection
        alarm = threading.Timer(seconds, driver.interrupt)
        alarm.daemon = True
        alarm.start()
        try:
            return unit(connection)
        finally:
            alarm.cancel()


def _write_alone(engine: Engine, unit: Unit[T]) -> T:
    with translating_errors(), engine.begin() as connection:
        return unit(connection)


def _commit_together(units: list[Unit[Any]], engine: Engine) -> list[Outcome]:
    """Return each unit's outcome; if the transaction itself fails, its error for all."""
    try:
        if len(units) == 1:
            return [_alone(engine, units[0])]
        with engine.begin() as connection:
            return [_in_savepoint(connection, unit) for unit in units]
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - every unit of the commit gets it
        return [(None, _shared(error)) for _ in units]


def _alone(engine: Engine, unit: Unit[Any]) -> Outcome:
    """Return the unit's result after the commit, or its error; no other unit shares the transaction."""
    with engine.connect() as connection, connection.begin() as transaction:
        try:
            return unit(connection), None
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - passed on to the caller
            transaction.rollback()
            return None, told(error) if isinstance(error, Exception) else error


def _in_savepoint(connection: Connection, unit: Unit[Any]) -> Outcome:
    """Return the unit's result, or its error after undoing only its own changes.

    Raises the unit's error if the savepoint is gone with the transaction: SQLite
    rolls back all of it when, say, the disk is full.
    """
    driver: Any = connection.connection.dbapi_connection
    driver.execute("SAVEPOINT unit")
    try:
        result = unit(connection)
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - passed on to the caller
        try:
            driver.execute("ROLLBACK TO unit")
            driver.execute("RELEASE unit")
        except sqlite3.Error as lost:
            raise (error if isinstance(error, FAILURES) else lost) from error
        return None, told(error) if isinstance(error, Exception) else error
    driver.execute("RELEASE unit")
    return result, None


def _shared(error: BaseException) -> BaseException:
    """Return the error of a failed commit, for each unit in it. No constraint here is checked so late."""
    if not isinstance(error, FAILURES):
        return error
    trouble = trouble_of(error)
    trouble.__cause__ = error
    return trouble


def _answer(future: asyncio.Future[Any], result: object, failure: BaseException | None) -> None:
    if future.done():  # the caller gave up waiting; its unit is committed anyway
        return
    if failure is not None:
        future.set_exception(failure)
    else:
        future.set_result(result)
