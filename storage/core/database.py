"""Read and write by units: functions that get a connection inside one transaction.

A unit is synchronous. With SQLite it runs in one of its threads, one hop for all its statements; with a
server it runs on the event loop, and each statement is awaited underneath. See on_file and on_server.
"""

import asyncio
import logging
from time import perf_counter
from typing import Protocol

from sqlalchemy import URL, Engine, make_url

from shop.observed import Took, took_nothing
from storage.core import engines
from storage.core.fence import FENCE, behind
from storage.core.on_file import OnFile, is_there
from storage.core.trouble import DatabaseTrouble, Stuck, TooSlow
from storage.core.unit import T, Unit
from storage.core.unit_limit import UNIT_SECONDS, UnitLimit

__all__ = ["Database", "DatabaseTrouble", "Stuck", "TooSlow", "Unit"]

log = logging.getLogger("kiosk.storage")

RETRY_SECONDS = 1.0
"""Between two tries of a write that must not be lost."""

SLOW_RETRY_SECONDS = (1.0, 10.0, 60.0, 300.0)
"""Between two tries of one that took too long, as others wait meanwhile; the last repeats."""


class Database:
    """Runs units that read or write."""

    def __init__(
        self,
        url: str,
        *,
        unit_seconds: float = UNIT_SECONDS,
        took: Took = took_nothing,
        shared_as: str = "",
    ) -> None:
        """`took` is told how long each unit took, with its kind.

        `shared_as` names this kiosk where others use the database, too: the server ends a transaction of it
        that stands still, and others can end its sessions.
        """
        self.shared_as = shared_as
        self._took = took
        self.url = make_url(url)
        self.is_sqlite = engines.is_sqlite(self.url)
        self._runner = _runner_for(self.url, unit_seconds, shared_as=shared_as)
        self._closed = False

    @property
    def is_missing(self) -> bool:
        """True if the database is a file that does not exist yet; connecting would create it.

        Raises DatabaseTrouble if that cannot be seen.
        """
        return self.is_sqlite and not is_there(self.url)

    def refuse_if_missing(self) -> None:
        """Refuse to connect to a file that does not exist, which would make it. Raises DatabaseTrouble."""
        if self.is_missing:
            raise DatabaseTrouble("There is no database yet; `run` makes it.")

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engine that writes, and those that read: for listeners to statements."""
        return self._runner.engines

    async def open(self) -> None:
        """Get ready to write."""
        await self._runner.open()

    def wrote_within(self, seconds: float) -> bool:
        """Return True if a unit of this kiosk has the one turn of writing, or had it within so many seconds.

        Others wait for it, so who waits has not learned that the file cannot be written. False on a server.
        """
        return self._runner.wrote_within(seconds)

    async def watch(self) -> None:
        """Return never. Raises Stuck when a unit hangs that nothing ends: then nothing more is written."""
        await self._runner.watch()

    async def close(self) -> None:
        """Finish the waiting units, then close every connection."""
        self._closed = True
        await self._runner.close()

    async def write(self, unit: Unit[T]) -> T:
        """Run `unit` in a transaction and return its result after the commit.

        Raises what `unit` raises, after a rollback, or DatabaseTrouble if the
        database itself fails. A caller cancelled while waiting cannot know the
        outcome: the unit is committed whole, or not at all. It may run more than
        once (after a deadlock, and if a neighbour hangs), and only the last run is
        committed, so it changes nothing but rows. One that hangs is ended after
        `unit_limit.UNIT_SECONDS` and raises TooSlow. Raises Fenced if there is a fence, and it is down.
        """
        if self._closed:
            raise DatabaseTrouble("The kiosk is stopping; nothing more is written.")
        fence = FENCE.get()
        if fence is not None:
            unit = behind(fence, unit)
        began = perf_counter()
        try:
            return await self._runner.write(unit)
        finally:
            self._took(perf_counter() - began, "write")

    async def write_until_done(self, unit: Unit[T]) -> T:
        """Write, retrying until the database takes it: for events outside that must not be lost.

        Raises what `unit` raises, and DatabaseTrouble only after `close`, or if a retry is of no use.
        """
        slow = 0
        while True:
            try:
                return await self.write(unit)
            except DatabaseTrouble as error:
                if self._closed or not error.passes:
                    raise
                log.error("%s Trying again.", error)
                pause = RETRY_SECONDS
                if isinstance(error, TooSlow):
                    pause = SLOW_RETRY_SECONDS[min(slow, len(SLOW_RETRY_SECONDS) - 1)]
                    slow += 1
            await asyncio.sleep(pause)

    async def read(self, unit: Unit[T]) -> T:
        """Run `unit` on a read-only connection. Raises what `unit` raises, or DatabaseTrouble."""
        began = perf_counter()
        try:
            return await self._runner.read(unit)
        finally:
            self._took(perf_counter() - began, "read")

    async def go_over(self, unit: Unit[T], seconds: float) -> T:
        """As `read`, on the audit's own connections, for long queries; they are ended after `seconds`."""
        return await self._runner.go_over(unit, seconds)


class Runner(Protocol):
    """Runs units where the database is. See Database for what each promises."""

    @property
    def engines(self) -> tuple[Engine, ...]: ...
    async def open(self) -> None: ...
    def wrote_within(self, seconds: float, /) -> bool: ...
    async def watch(self) -> None: ...
    async def close(self) -> None: ...
    async def write(self, unit: Unit[T]) -> T: ...
    async def read(self, unit: Unit[T]) -> T: ...
    async def go_over(self, unit: Unit[T], seconds: float) -> T: ...


def _runner_for(url: URL, unit_seconds: float, *, shared_as: str) -> Runner:
    if engines.is_sqlite(url):
        return OnFile(url, UnitLimit(unit_seconds))
    from storage.core.on_server import OnServer  # noqa: PLC0415 - see async_engines: a file needs none of it

    return OnServer(url, unit_seconds, shared_as=shared_as)
