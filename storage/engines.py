"""Connections, ready for use: how SQLite keeps its promises, and how long a server may take."""

import sqlite3
from typing import Any, Protocol

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

BUSY_SECONDS = 10.0
"""How long SQLite waits for another program's lock."""

CONNECT_SECONDS = 10
COMMAND_SECONDS = 30
MIGRATION_SECONDS = 600


def for_writing(url: URL) -> AsyncEngine:
    """On SQLite one connection, which is also the only one that checkpoints."""
    if not is_sqlite(url):
        return _server(url, COMMAND_SECONDS)
    engine = create_async_engine(url, pool_size=1, max_overflow=0)
    _prepare(
        engine,
        begin="BEGIN IMMEDIATE",  # a lock taken later, after reading, is not waited for
        pragmas=("journal_mode = WAL", "synchronous = FULL", "mmap_size = 0", "foreign_keys = ON"),
    )
    return engine


def for_reading(url: URL, *, connections: int | None = None) -> AsyncEngine:
    """Connections that cannot write: so many at once, or as many as suit the database."""
    if not is_sqlite(url):
        return _server(url, COMMAND_SECONDS, connections or 8, default_transaction_read_only="on")
    engine = create_async_engine(url, pool_size=connections or 4, max_overflow=0)
    _prepare(engine, begin="BEGIN", pragmas=("query_only = ON",))
    return engine


def for_migrating(url: URL) -> AsyncEngine:
    """A whole upgrade is one transaction; foreign keys rest while it rebuilds tables."""
    if not is_sqlite(url):
        return _server(url, MIGRATION_SECONDS)
    engine = create_async_engine(url)
    _prepare(engine, begin="BEGIN IMMEDIATE", pragmas=("journal_mode = WAL", "foreign_keys = OFF"))
    return engine


def for_locking(url: URL) -> AsyncEngine:
    """A server's connection for a lock that lasts; no transaction stays open on it."""
    return create_async_engine(
        url, pool_size=1, isolation_level="AUTOCOMMIT", connect_args=_limits(COMMAND_SECONDS)
    )


def is_sqlite(url: URL) -> bool:
    """Whether the database is a file."""
    return url.get_backend_name() == "sqlite"


def _server(url: URL, seconds: float, connections: int = 8, **settings: str) -> AsyncEngine:
    limits = _limits(seconds) | {"server_settings": settings}
    return create_async_engine(url, pool_size=connections, pool_pre_ping=True, connect_args=limits)


def _limits(seconds: float) -> dict[str, object]:
    return {"timeout": CONNECT_SECONDS, "command_timeout": seconds}


class _SqliteConnection(Protocol):
    isolation_level: str | None

    def cursor(self) -> Any: ...

    def close(self) -> None: ...


def _prepare(engine: AsyncEngine, *, begin: str, pragmas: tuple[str, ...]) -> None:
    """Set up each connection; transactions begin when and how we say."""

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: _SqliteConnection, _record: object) -> None:
        connection.isolation_level = None  # the driver begins none by itself, and so none too late for DDL
        try:
            for pragma in (f"busy_timeout = {int(BUSY_SECONDS * 1000)}", *pragmas):
                cursor = connection.cursor()
                cursor.execute(f"PRAGMA {pragma}")
                cursor.close()
        except sqlite3.Error:  # the pool would forget it, and its thread would wait for ever
            connection.close()
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Any) -> None:
        connection.exec_driver_sql(begin)
