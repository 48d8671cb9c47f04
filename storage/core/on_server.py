"""A database server: units run in parallel, each on its own connection."""

import asyncio

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import greenlet_spawn

from storage.core import async_engines as engines
from storage.core.server_form import begin_now
from storage.core.trouble import DatabaseTrouble, is_deadlock, translating_errors
from storage.core.unit import T, Unit
from storage.core.unit_limit import UNIT_SECONDS

TRIES_IN_A_DEADLOCK = 3
"""How often a unit is tried if the server ends it because of a deadlock."""


class OnServer:
    """Runs units on a server. A unit is synchronous; its statements are awaited underneath."""

    def __init__(self, url: URL, unit_seconds: float = UNIT_SECONDS, *, shared_as: str = "") -> None:
        self._writing = engines.server_for_writing(url, unit_seconds, shared_as=shared_as)
        self._reading = engines.server_for_reading(url)
        self._auditing = engines.server_for_auditing(url)

    @property
    def engines(self) -> tuple[Engine, ...]:
        """The engine that writes, and the one that reads."""
        return self._writing.sync_engine, self._reading.sync_engine

    async def open(self) -> None:
        """Do nothing: connections are made when they are needed."""

    def wrote_within(self, _seconds: float) -> bool:
        """Return False: here no unit waits for another one's end."""
        return False

    async def watch(self) -> None:
        """Wait for ever: a unit has a connection of its own, and the server ends a statement that hangs."""
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Close every connection."""
        for engine in (self._auditing, self._reading, self._writing):
            await engine.dispose()

    async def write(self, unit: Unit[T]) -> T:
        """See storage.core.database.Database.write.

        On a deadlock the server rolls one unit back; it is tried again.
        """
        for left in reversed(range(TRIES_IN_A_DEADLOCK)):
            try:
                with translating_errors():
                    return await greenlet_spawn(_write, self._writing.sync_engine, unit)
            except DatabaseTrouble as error:
                if not left or not is_deadlock(error.__cause__):
                    raise
        raise AssertionError

    async def read(self, unit: Unit[T]) -> T:
        """See storage.core.database.Database.read."""
        with translating_errors():
            return await greenlet_spawn(_read, self._reading.sync_engine, unit)

    async def go_over(self, unit: Unit[T], seconds: float) -> T:
        """See storage.core.database.Database.go_over."""
        with translating_errors():
            async with self._auditing.connect() as connection, asyncio.timeout(seconds):
                return await connection.run_sync(unit)


def _write(engine: Engine, unit: Unit[T]) -> T:
    with _begun(engine) as connection, connection.begin():
        return unit(connection)


def _begun(engine: Engine) -> Connection:
    """Return a connection whose transaction has begun on the server.

    The server may have ended a connection that rested, as when it was restarted. BEGIN notices that
    before anything is done, so another connection begins instead; the pool has let go of all that rested.
    """
    try:
        return _connected_and_begun(engine)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return _connected_and_begun(engine)


def _connected_and_begun(engine: Engine) -> Connection:
    connection = engine.connect()
    try:
        begin_now(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _read(engine: Engine, unit: Unit[T]) -> T:
    """Run a unit on a connection whose statements are transactions of their own: see server_for_reading.

    Where the server has ended the connection, the unit runs once more on another: it has written nothing.
    """
    try:
        with engine.connect() as connection:
            return unit(connection)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    with engine.connect() as connection:
        return unit(connection)
