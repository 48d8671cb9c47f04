"""Rows of a running kiosk's database, read from outside: from SQLite's file or from a server."""

import asyncio
import itertools
import re
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol

import asyncpg

SECONDS = 20
"""Seconds for one query, which takes a thousandth of that."""


class Rows(Protocol):
    """Access to a running kiosk's database; `?` stands for a value in a query."""

    @property
    def url(self) -> str:
        """The DATABASE_URL."""
        ...

    def read(self, query: str, *values: object) -> list[dict[str, Any]]:
        """Return the query's rows."""
        ...

    def change(self, statement: str) -> None:
        """Write into the database behind the kiosk's back."""
        ...

    def close(self) -> None:
        """Close the access."""
        ...


class FileRows:
    """Rows of an SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def url(self) -> str:
        """See Rows."""
        return f"sqlite+aiosqlite:///{self._path}"

    def read(self, query: str, *values: object) -> list[dict[str, Any]]:
        """See Rows."""
        with closing(sqlite3.connect(f"file:{self._path}?mode=ro", uri=True, timeout=10)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values).fetchall()]

    def change(self, statement: str) -> None:
        """See Rows."""
        with closing(sqlite3.connect(self._path, timeout=10)) as database, database:
            database.execute(statement)

    def close(self) -> None:
        """See Rows; every query opened the file anew."""


class ServerRows:
    """Rows of a PostgreSQL database.

    Its driver only knows loops. So that a test reads rows without waiting in its
    own loop, the connection has a loop in a thread of its own.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection: Any = None

    def read(self, query: str, *values: object) -> list[dict[str, Any]]:
        """See Rows."""
        numbers = itertools.count(1)
        numbered = re.sub(r"\?", lambda _: f"${next(numbers)}", query)
        found: list[dict[str, Any]] = self._done(self._fetch(numbered, *values))
        return found

    def change(self, statement: str) -> None:
        """See Rows."""
        self._done(self._fetch(statement))

    def close(self) -> None:
        """See Rows."""
        self._done(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(SECONDS)
        self._loop.close()

    def _done(self, doing: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(doing, self._loop).result(SECONDS)

    async def _fetch(self, query: str, *values: object) -> list[dict[str, Any]]:
        if self._connection is None or self._connection.is_closed():  # the server may have restarted
            self._connection = await asyncpg.connect(self.url.replace("+asyncpg", ""))
        return [dict(row) for row in await self._connection.fetch(query, *values)]

    async def _end(self) -> None:
        if self._connection is not None:
            await self._connection.close()
