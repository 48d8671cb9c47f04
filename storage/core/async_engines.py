"""Connections awaited on the loop: to a server, and to a file where there is time.

SQLAlchemy's asyncio part brings the ORM, which takes time and memory at each start. A kiosk on a file needs
none of it unless its tables have to change, so this module is imported where it is needed.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from typing import Any

import aiosqlite
from sqlalchemy import URL, Engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shop.replicas import IDLE_SECONDS
from storage.core.engines import is_sqlite, patience, session_of, write_ahead

CONNECT_SECONDS = 10
COMMAND_SECONDS = 35
"""Longer than `statement_timeout`: so a statement that hangs is told apart from a silent server."""

MIGRATION_SECONDS = 600
AUDIT_SECONDS = 3600
"""The last resort of a server; who audits ends each question earlier."""


def server_for_writing(url: URL, statement_seconds: float, *, shared_as: str = "") -> AsyncEngine:
    """Connections to a server, which ends a statement after so many seconds.

    As many rest as usually write at once: a new one knows no statement yet. Where the database is `shared_as`
    this kiosk, the server ends a transaction whose kiosk says nothing. It cannot do that between the
    parts of one statement, so the sessions bear the kiosk's name: who takes over ends them.
    """
    given = {"statement_timeout": f"{int(statement_seconds * 1000)}ms"}
    if shared_as:
        given["idle_in_transaction_session_timeout"] = f"{IDLE_SECONDS}s"
        given["application_name"] = session_of(shared_as)
    return _server(url, COMMAND_SECONDS, settings=given, pool_size=16, max_overflow=2)


def server_for_reading(url: URL) -> AsyncEngine:
    """Connections to a server, which cannot write.

    Each statement is a transaction of its own: within a longer one it would see no more, and no less,
    because a server isolates statements (READ COMMITTED), and BEGIN and its end would take two trips.
    """
    return _server(
        url, COMMAND_SECONDS, isolation_level="AUTOCOMMIT", settings={"default_transaction_read_only": "on"}
    )


def server_for_auditing(url: URL) -> AsyncEngine:
    """Connections for questions that take long: nobody else waits for them, and they cannot write.

    One of them rests; as many more as ask at once are opened, up to SQLAlchemy's own ten.
    """
    settings = {"default_transaction_read_only": "on", "work_mem": "32MB"}
    return _server(url, AUDIT_SECONDS, settings=settings, pool_size=1, pool_pre_ping=True)


def for_copying(url: URL) -> AsyncEngine:
    """One connection that sees one moment of a server as long as its transaction lasts, and cannot write."""
    settings = {"default_transaction_read_only": "on", "work_mem": "32MB"}
    return _server(url, AUDIT_SECONDS, isolation_level="REPEATABLE READ", settings=settings, pool_size=1)


def for_reading_once(url: URL) -> AsyncEngine:
    """One connection that cannot write, for a single question."""
    if not is_sqlite(url):
        return server_for_auditing(url)
    engine = _on_file(url, ("query_only = ON",), pool_size=1, max_overflow=0)
    _begin_with(engine.sync_engine, "BEGIN")
    return engine


def for_migrating(url: URL) -> AsyncEngine:
    """A whole upgrade is one transaction; foreign keys rest while it rebuilds tables."""
    if not is_sqlite(url):
        return _server(url, MIGRATION_SECONDS)
    engine = _on_file(url, ("foreign_keys = OFF",), writes=True)
    _begin_with(engine.sync_engine, "BEGIN IMMEDIATE")
    return engine


def for_moving(url: URL) -> AsyncEngine:
    """One connection to a server, for a whole book that is moved there.

    A commit does not wait for the disk: what is lost with a crash is copied again, and the last one waits.
    """
    settings = {"synchronous_commit": "off", "maintenance_work_mem": "256MB"}
    return _server(url, AUDIT_SECONDS, settings=settings, pool_size=1)


def for_locking(url: URL) -> AsyncEngine:
    """A server's connection for a lock that lasts; no transaction stays open on it."""
    return create_async_engine(
        url,
        pool_size=1,
        isolation_level="AUTOCOMMIT",
        connect_args=_limits(COMMAND_SECONDS),
        hide_parameters=True,
    )


def _server(
    url: URL, seconds: float, *, settings: dict[str, str] | None = None, **options: Any
) -> AsyncEngine:
    limits = _limits(seconds) | {"server_settings": settings or {}}
    given = {"pool_size": 8, "connect_args": limits, "hide_parameters": True} | options
    return create_async_engine(url, **given)


def _limits(seconds: float) -> dict[str, object]:
    return {"timeout": CONNECT_SECONDS, "command_timeout": seconds}


def _on_file(url: URL, pragmas: tuple[str, ...], *, writes: bool = False, **pool: int) -> AsyncEngine:
    return create_async_engine(
        url, hide_parameters=True, async_creator=_opening(url, pragmas, writes), **pool
    )


def _opening(
    url: URL, pragmas: tuple[str, ...], writes: bool
) -> Callable[[], Awaitable[aiosqlite.Connection]]:
    """Return what opens one connection to this file, set up by `pragmas`, with a log to write ahead if asked.

    A caller cancelled meanwhile leaves nothing open: the connection is made to the end and closed. The pool
    itself forgets a connection that is half made, and its thread would wait for ever.
    """
    (path,), options = url.get_dialect()().create_connect_args(url)

    async def open_and_close_if_unwanted() -> aiosqlite.Connection:
        opening = asyncio.ensure_future(_opened(path, dict(options), pragmas, writes))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            ending = asyncio.ensure_future(_close_when_open(opening))
            _unwanted.add(ending)
            ending.add_done_callback(_unwanted.discard)
            raise

    return open_and_close_if_unwanted


async def _opened(
    path: str, options: dict[str, Any], pragmas: tuple[str, ...], writes: bool
) -> aiosqlite.Connection:
    if writes:
        await asyncio.to_thread(_keep_a_write_ahead_log, path, options)
    # No isolation level: the driver begins no transaction by itself, and so none too late for DDL.
    connection = aiosqlite.connect(path, isolation_level=None, **options)
    connection._thread.daemon = True  # as SQLAlchemy has it: a thread left behind must not hold the exit
    await connection
    try:
        for pragma in (patience(), *pragmas):
            await connection.execute(f"PRAGMA {pragma}")
    except sqlite3.Error:
        await connection.close()
        raise
    return connection


def _keep_a_write_ahead_log(path: str, options: dict[str, Any]) -> None:
    with closing(sqlite3.connect(path, isolation_level=None, **options)) as connection:
        write_ahead(connection)


_unwanted: set[asyncio.Future[None]] = set()
"""Keeps the tasks that open connections to the end for callers who have gone, and close them."""


async def _close_when_open(opening: asyncio.Future[aiosqlite.Connection]) -> None:
    with suppress(sqlite3.Error):  # it did not open; nobody waits for it
        connection = await opening
        await connection.close()


def _begin_with(engine: Engine, begin: str) -> None:
    """Have transactions begin when and how we say."""

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
