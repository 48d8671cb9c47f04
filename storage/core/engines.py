"""Connections to a SQLite file, ready for use: how it keeps its promises.

Errors show the statement but not its values, which are people's words.
"""

import os
import sqlite3
import time
from typing import Any

from sqlalchemy import URL, Engine, NullPool, QueuePool, create_engine, event

from storage.core.compiling import planned_once

BUSY_SECONDS = 10.0
"""How long SQLite waits for another program's lock."""


READING_KB = 512
"""What each reading connection may keep of the file, in kB. Six of them would fill SQLite's usual 2,000 with
the same pages, over an hour, and the system has them in memory anyway.
"""

KEPT_COMPILED = 512
"""How many statements a connection keeps compiled, at 10 kB each: more than the kiosk has. With the driver's
128, those of an operator's screens drive out others; pysqlite3 then compiles each new one every time.
"""

KEPT_BESIDE = 64
"""How many those keep that only read beside the first: they are not to have all statements once more."""

_READS = ("query_only = ON", f"cache_size = -{READING_KB}")


def file_for_writing(url: URL) -> Engine:
    """Return one connection to the file, the only one that checkpoints."""
    pragmas = ("synchronous = FULL", "mmap_size = 0", "foreign_keys = ON")
    # BEGIN IMMEDIATE: SQLite does not wait for a lock that is taken later, after a read.
    return _in_threads(url, pragmas, begin="BEGIN IMMEDIATE", writes=True, **_pool_of(1))


def file_for_reading(url: URL, connections: int, *, kept: int = KEPT_COMPILED) -> Engine:
    """Return so many read-only connections to the file, each with at most `kept` compiled statements."""
    return _in_threads(url, _READS, kept=kept, **_pool_of(connections))


def file_for_going_over(url: URL) -> Engine:
    """Return read-only connections that are closed after use: an audit compiles 1 MB once an hour."""
    return _in_threads(url, _READS, poolclass=NullPool)


def patience() -> str:
    """Return the pragma by which a connection waits so long."""
    return f"busy_timeout = {int(BUSY_SECONDS * 1000)}"


def write_ahead(connection: sqlite3.Connection) -> None:
    """Have the file keep a write-ahead log from now on; it stays so.

    SQLite does not wait for the lock that this change needs, whatever `busy_timeout` says, so two that
    create the same file at once would fail. Raises sqlite3.OperationalError after BUSY_SECONDS.
    """
    deadline = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return


def session_of(kiosk: str) -> str:
    """Return the name under which a server lists the sessions of one of several kiosks."""
    return f"kiosk {kiosk}"


def shown(url: URL) -> str:
    """Return the address as people may see it: without its password, wherever in it that stands."""
    return url.set(query={}).render_as_string(hide_password=True)


def is_sqlite(url: URL) -> bool:
    """Return True if the database is a file."""
    return url.get_backend_name() == "sqlite"


def _pool_of(connections: int) -> dict[str, Any]:
    return {"poolclass": QueuePool, "pool_size": connections, "max_overflow": 0, "pool_use_lifo": True}


def _in_threads(
    url: URL,
    pragmas: tuple[str, ...],
    *,
    begin: str = "BEGIN",
    kept: int = KEPT_COMPILED,
    writes: bool = False,
    **pool: Any,
) -> Engine:
    """Return connections that any thread may use, one thread at a time."""
    url = url.set(drivername="sqlite")
    (path,), options = url.get_dialect()().create_connect_args(url)
    options["check_same_thread"] = False

    def opened() -> sqlite3.Connection:
        if not writes and path != ":memory:" and not os.path.exists(path):
            # SQLite would make it, and delete the log of one that was moved away.
            raise sqlite3.OperationalError("no such table: there is no file")
        # No isolation level: the driver then begins no transaction itself, which would be too late for DDL.
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=kept, **options)
        try:
            for pragma in (patience(), *pragmas):
                connection.execute(f"PRAGMA {pragma}")
            if writes:
                write_ahead(connection)
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    engine = create_engine(url, creator=opened, hide_parameters=True, **pool)
    dialect: Any = engine.dialect
    dialect.statement_compiler = planned_once(dialect.statement_compiler)

    @event.listens_for(engine, "begin")
    def start(connection: Any) -> None:
        connection.connection.dbapi_connection.execute(begin)

    return engine
