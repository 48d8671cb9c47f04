"""SQLite: several threads read, and one writes, committing waiting units together.

Sixteen concurrent writers queue badly inside SQLite; in one queue before it each waits its turn and shares
a commit with others. A caller gets its answer only after the commit.

A unit that hangs is cut: the transaction is undone, and its neighbours, who were not answered yet, run again
without it. If it cannot be cut, everybody is told, and `watch` ends.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine

from storage.core import engines
from storage.core.disk_words import to_read
from storage.core.reading import Readings, answer
from storage.core.together import commit_together
from storage.core.trouble import FAILURES, DatabaseTrouble, Stuck, translating_errors
from storage.core.unit import T, Unit
from storage.core.unit_limit import UnitLimit

COMMIT_TOGETHER = 64
"""At most this many waiting units share one commit."""

READERS = 4
"""The first of them reads nearly all; the others keep turns from waiting while something lasts."""

AUDITORS = 2
"""One goes through the rows, the other through the file."""


class OnFile:
    """Runs units on an SQLite file, each from start to end in one thread."""

    def __init__(self, url: URL, limit: UnitLimit | None = None) -> None:
        self._limit = limit or UnitLimit()
        self._writing = _Threads(engines.file_for_writing(url), 1)
        self._reading = _Threads(engines.file_for_reading(url, 1), 1)
        beside = engines.file_for_reading(url, READERS - 1, kept=engines.KEPT_BESIDE)
        self._reading_beside = _Threads(beside, READERS - 1)
        self._readings = Readings(self._reading, self._reading_beside, READERS)
        self._auditing = _Threads(engines.file_for_going_over(url), AUDITORS)
        self._waiting: asyncio.Queue[tuple[Unit[Any], asyncio.Future[Any]]] = asyncio.Queue()
        self._writer: asyncio.Task[None] | None = None
        self._in_hand: list[tuple[Unit[Any], asyncio.Future[Any]]] = []
        self._look: asyncio.TimerHandle | None = None
        self._stuck = asyncio.Event()

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engine that writes, and those that read."""
        return self._writing.engine, self._reading.engine, self._reading_beside.engine

    async def open(self) -> None:
        """Start the writer."""
        self._writer = asyncio.create_task(self._write_in_turn(), name="database writer")

    def wrote_within(self, seconds: float) -> bool:
        """See storage.core.database.Database.wrote_within."""
        return self._limit.worked_within(seconds)

    async def watch(self) -> None:
        """See storage.core.database.Database.watch."""
        await self._stuck.wait()
        raise _stuck()

    async def close(self) -> None:
        """Finish the waiting units, then close every connection. A thread that is stuck is left alone."""
        if self._writer is not None:
            if not self._stuck.is_set():
                await self._waiting.join()
            self._writer.cancel()
            await asyncio.gather(self._writer, return_exceptions=True)
        await self._readings.finish()
        for threads in (self._auditing, self._reading_beside, self._reading):
            await threads.close()
        if self._writer is not None and not self._stuck.is_set():
            await self._writing.run(_fold_log_in)
            self._writer = None  # whoever closes once more finds all done
        await self._writing.close(wait=not self._stuck.is_set())

    async def write(self, unit: Unit[T]) -> T:
        """See storage.core.database.Database.write."""
        if self._writer is None:
            return await self._writing.run(lambda engine: _write_alone(engine, unit))
        if self._stuck.is_set():
            raise _stuck()
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((unit, future))
        return await future

    async def read(self, unit: Unit[T]) -> T:
        """See storage.core.database.Database.read."""
        return await self._readings.read(unit)

    async def go_over(self, unit: Unit[T], seconds: float) -> T:
        """See storage.core.database.Database.go_over."""
        return await self._auditing.run(lambda engine: _read_within(engine, unit, seconds))

    async def _write_in_turn(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            batch = self._in_hand = [await self._waiting.get()]
            while len(batch) < COMMIT_TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            committing = partial(commit_together, [unit for unit, _ in batch], self._limit)
            self._look = loop.call_later(self._limit.seconds, self._look_at_it)
            try:
                outcomes = await self._writing.run(committing)
            finally:
                self._look.cancel()
            for (_, future), outcome in zip(batch, outcomes, strict=True):
                answer(future, *outcome)
                self._waiting.task_done()

    def _look_at_it(self) -> None:
        """Look at the unit that runs, and again before its time is over; tell everybody if it is stuck."""
        seconds = self._limit.look()
        if seconds is not None:
            self._look = asyncio.get_running_loop().call_later(seconds, self._look_at_it)
            return
        self._stuck.set()
        waiting = [self._waiting.get_nowait() for _ in range(self._waiting.qsize())]
        for _, future in (*self._in_hand, *waiting):
            answer(future, None, _stuck())


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

    async def close(self, *, wait: bool = True) -> None:
        """End the threads and close the connections; `wait` for running work before.

        Work that nobody waits for closes its connection itself, should it ever end.
        """
        going_on = tuple(self._under_way)
        if wait:
            await asyncio.gather(*map(asyncio.wrap_future, going_on), return_exceptions=True)
        self._threads.shutdown(wait=wait)
        # Not Engine.dispose: that takes another pool, and a connection still out returns to this one.
        self.engine.pool.dispose()
        for future in going_on:
            future.add_done_callback(lambda _: self.engine.pool.dispose())


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


def is_there(url: URL) -> bool:
    """Return True if there is such a file; connecting would make it. Raises DatabaseTrouble.

    What stands in a folder of another account may not be looked at.
    """
    file = Path(url.database or "")
    try:
        return file.exists()
    except OSError as error:
        raise DatabaseTrouble(to_read(file, error)) from error


def _fold_log_in(engine: Engine) -> None:
    """Have the log of writes folded into the file, if there is one in its place.

    SQLite does that by itself as it closes, but not for a file that was replaced: the next start would read
    its log into the other one. Where none is in its place the log stays, and with it the file is whole.
    """
    with suppress(*FAILURES, DatabaseTrouble):
        if not is_there(engine.url):
            return
        with engine.connect() as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("PRAGMA busy_timeout = 0")  # whoever reads now holds up nobody who stops
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _write_alone(engine: Engine, unit: Unit[T]) -> T:
    with translating_errors(), engine.begin() as connection:
        return unit(connection)


def _stuck() -> Stuck:
    return Stuck(
        "Something that is written does not come to an end; nothing more is written. Start the kiosk again."
    )
