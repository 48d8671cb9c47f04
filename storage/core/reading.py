"""Reading on SQLite: units that are asked for in the same moment are read on one visit to a thread.

A visit costs more than most units: two switches between threads, and a transaction. Units that share one are
read one after the other and see the same moment, which is later than when any of them was asked for.

Short visits would only take Python's one lock from each other: four at once took a third more processor than
one after the other. So what is asked for meanwhile waits for the next visit, and another visit begins beside
one that lasts. Whenever it is free, the first thread is visited, so that its connection alone has compiled
what is asked now and then.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from itertools import repeat
from typing import Any, Protocol

from sqlalchemy import Engine

from storage.core.trouble import FAILURES, told, trouble_of
from storage.core.unit import T, Unit

READ_TOGETHER = 16
"""Units of one visit. More would wait too long for a slow one among them."""

LASTS_SECONDS = 0.01
"""A visit that takes longer, for it reads much or waits for the disk, keeps others waiting no more."""

Outcome = tuple[Any, BaseException | None]
Asked = tuple[Unit[Any], asyncio.Future[Any]]


class Threads(Protocol):
    """Where work runs, each piece from start to end in one thread."""

    async def run(self, work: Callable[[Engine], T]) -> T: ...


class Readings:
    """Reads units on one visit after the other, and on at most `visits` at once where some of them last."""

    def __init__(self, first: Threads, beside: Threads, visits: int) -> None:
        """`first` is one thread; `beside` has the others, which are visited while it is busy."""
        self._first = first
        self._free = deque([first, *repeat(beside, visits - 1)])
        self._asked: deque[Asked] = deque()
        self._short: list[Asked] | None = None
        self._visits: set[asyncio.Task[None]] = set()
        self._is_soon = False

    async def read(self, unit: Unit[T]) -> T:
        """Run `unit`. Raises what it raises, or DatabaseTrouble."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        self._asked.append((unit, answer))
        if not self._is_soon:
            self._is_soon = True
            loop.call_soon(self._begin)  # after all that this round of the loop asks for
        return await answer

    async def finish(self) -> None:
        """Return when nothing is read any more."""
        while self._visits:
            await asyncio.wait(tuple(self._visits))

    def _begin(self) -> None:
        self._is_soon = False
        if self._asked and self._free and self._short is None:
            batch = [self._asked.popleft() for _ in range(min(READ_TOGETHER, len(self._asked)))]
            self._short = batch
            visit = asyncio.ensure_future(self._visit(batch, self._free.popleft()))
            self._visits.add(visit)
            visit.add_done_callback(self._visits.discard)

    async def _visit(self, batch: list[Asked], threads: Threads) -> None:
        units = [unit for unit, _ in batch]
        lasts = asyncio.get_running_loop().call_later(LASTS_SECONDS, self._lasted, batch)
        try:
            outcomes = await threads.run(lambda engine: read_together(engine, units))
        except RuntimeError as closed:  # the threads have ended
            outcomes = [(None, closed)] * len(batch)
        finally:
            lasts.cancel()
            self._let_go(threads)
            self._ended(batch)
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            answer(future, *outcome)
        self._begin()

    def _let_go(self, threads: Threads) -> None:
        if threads is self._first:
            self._free.appendleft(threads)
        else:
            self._free.append(threads)

    def _lasted(self, batch: list[Asked]) -> None:
        """Let another visit begin beside this one."""
        self._ended(batch)
        self._begin()

    def _ended(self, batch: list[Asked]) -> None:
        if self._short is batch:
            self._short = None


def read_together(engine: Engine, units: list[Unit[Any]]) -> list[Outcome]:
    """Return each unit's outcome; if no transaction can be begun, the same trouble for all."""
    try:
        with engine.connect() as connection, connection.begin():
            return [_outcome(unit, connection) for unit in units]
    except FAILURES as error:
        return [(None, trouble_of(error)) for _ in units]


def _outcome(unit: Unit[Any], connection: Any) -> Outcome:
    try:
        return unit(connection), None
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - passed on to the caller
        return None, told(error) if isinstance(error, Exception) else error


def answer(future: asyncio.Future[Any], result: object, failure: BaseException | None) -> None:
    """Tell the caller, unless it gave up waiting; what it wrote is committed anyway."""
    if future.done():
        return
    if failure is not None:
        future.set_exception(failure)
    else:
        future.set_result(result)
