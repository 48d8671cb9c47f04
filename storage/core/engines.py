"""Configured connections: SQLite's pragmas for durability, and time limits for servers.

Errors show the statement but not its values, which are people's words.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiosqlite
from sqlalchemy import URL, Engine, QueuePool, create_engine, event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

BUSY_SECONDS = 10.0
"""How long SQLite waits for another program's lock."""

_PATIENCE = f"busy_timeout = {int(BUSY_SECONDS * 1000)}"

CONNECT_SECONDS = 10
COMMAND_SECONDS = 30
MIGRATION_SECONDS = 600
AUDIT_SECONDS = 3600
"""The server's last limit; the audit ends each query earlier."""


def file_for_writing(url: URL) -> Engine:
    """Return one connection to the file, the only one that checkpoints."""
    pragmas = ("journal_mode = WAL", "synchronous = FULL", "mmap_size = 0", "foreign_keys = ON")
    # BEGIN IMMEDIATE: SQLite does not wait for a lock that is taken later, after a read.
    return _in_threads(url, pragmas, 1, begin="BEGIN IMMEDIATE")


def file_for_reading(url: URL, connections: int) -> Engine:
    """Return so many read-only connections to the file."""
    return _in_threads(url, ("query_only = ON",), connections, begin="BEGIN")


def server_for_writing(url: URL) -> AsyncEngine:
    """Return connections to a server."""
    return _server(url, COMMAND_SECONDS)


def server_for_reading(url: URL) -> AsyncEngine:
    """Return read-only connections to a server."""
    return _server(url, COMMAND_SECONDS, default_transaction_read_only="on")


def for_auditing(url: URL) -> AsyncEngine:
    """Return one read-only connection for long queries, which nobody else waits for."""
    if not is_sqlite(url):
        return _server(url, AUDIT_SECONDS, pool_size=1, default_transaction_read_only="on", work_mem="32MB")
    engine = _on_file(url, ("query_only = ON",), pool_size=1, max_overflow=0)
    _begin_with(engine.sync_engine, "BEGIN")
    return engine


@asynccontextmanager
async def ended_after(connection: AsyncConnection, seconds: float) -> AsyncIterator[None]:
    """End queries on this connection with an error when the block's time is over."""
    if connection.dialect.name != "sqlite":
        async with asyncio.timeout(seconds):
            yield
        return
    # Cancelling the task would leave the thread, and its connection, at work.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    ending: list[asyncio.Task[None]] = []
    loop = asyncio.get_running_loop()
    alarm = loop.call_later(seconds, lambda: ending.append(loop.create_task(driver.interrupt())))
    try:
        yield
    finally:
        alarm.cancel()
        await asyncio.gather(*ending)


def for_migrating(url: URL) -> AsyncEngine:
    """Return connections for an upgrade, one transaction; foreign keys are off while it rebuilds tables."""
    if not is_sqlite(url):
        return _server(url, MIGRATION_SECONDS)
    engine = _on_file(url, ("journal_mode = WAL", "foreign_keys = OFF"))
    _begin_with(engine.sync_engine, "BEGIN IMMEDIATE")
    return engine


def for_locking(url: URL) -> AsyncEngine:
    """Return a server connection for a lasting lock, without an open transaction."""
    return create_async_engine(
        url,
        pool_size=1,
        isolation_level="AUTOCOMMIT",
        connect_args=_limits(COMMAND_SECONDS),
        hide_parameters=True,
    )


def is_sqlite(url: URL) -> bool:
    """Return True if the database is a file."""
    return url.get_backend_name() == "sqlite"


def _server(url: URL, seconds: float, *, pool_size: int = 8, **settings: str) -> AsyncEngine:
    limits = _limits(seconds) | {"server_settings": settings}
    return create_async_engine(
        url, pool_size=pool_size, pool_pre_ping=True, connect_args=limits, hide_parameters=True
    )


def _limits(seconds: float) -> dict[str, object]:
    return {"timeout": CONNECT_SECONDS, "command_timeout": seconds}


def _in_threads(url: URL, pragmas: tuple[str, ...], connections: int, *, begin: str) -> Engine:
    """Return connections that any thread may use, one thread at a time."""
    url = url.set(drivername="sqlite")
    (path,), options = url.get_dialect()().create_connect_args(url)
    options["check_same_thread"] = False

    def opened() -> sqlite3.Connection:
        # No isolation level: the driver then begins no transaction itself, which would be too late for DDL.
        connection = sqlite3.connect(path, isolation_level=None, **options)
        try:
            for pragma in (_PATIENCE, *pragmas):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(
        url, creator=opened, poolclass=QueuePool, pool_size=connections, max_overflow=0, hide_parameters=True
    )
    _begin_with(engine, begin)
    return engine


def _on_file(url: URL, pragmas: tuple[str, ...], **pool: int) -> AsyncEngine:
    return create_async_engine(url, hide_parameters=True, async_creator=_opening(url, pragmas), **pool)


def _opening(url: URL, pragmas: tuple[str, ...]) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """Return a function that opens one connection to this file, set up by `pragmas`.

    If the caller is cancelled, the connection is opened to the end and closed. The pool itself forgets a
    half-open connection, and its thread would wait for ever.
    """
    (path,), options = url.get_dialect()().create_connect_args(url)

    async def open_and_close_if_unwanted() -> aiosqlite.Connection:
        opening = asyncio.ensure_future(_opened(path, dict(options), pragmas))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            closing = asyncio.ensure_future(_close_when_open(opening))
            _unwanted.add(closing)
            closing.add_done_callback(_unwanted.discard)
            raise

    return open_and_close_if_unwanted


async def _opened(path: str, options: dict[str, Any], pragmas: tuple[str, ...]) -> aiosqlite.Connection:
    # No isolation level: the driver then begins no transaction itself, which would be too late for DDL.
    connection = aiosqlite.connect(path, isolation_level=None, **options)
    connection._thread.daemon = True  # as in SQLAlchemy: a thread left behind must not block the exit
    await connection
    try:
        for pragma in (_PATIENCE, *pragmas):
            await connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        await connection.close()
        raise
    return connection


_unwanted: set[asyncio.Future[None]] = set()
"""Connections whose callers were cancelled: each is opened to the end, and closed."""


async def _close_when_open(opening: asyncio.Future[aiosqlite.Connection]) -> None:
    with suppress(sqlite3.Error):  # it did not open, and nobody waits for it
        connection = await opening
        await connection.close()


async def nothing_half_open() -> None:
    """Return when every unwanted connection is closed: its thread must not outlive the loop."""
    loop = asyncio.get_running_loop()
    await asyncio.gather(*(one for one in _unwanted if one.get_loop() is loop))


def _begin_with(engine: Engine, begin: str) -> None:
    """Begin each transaction with this statement."""

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
