"""The SQLite file that is moved: read in one snapshot, never written."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from storage.core.trouble import DatabaseTrouble, trouble_of
from storage.moving.values import NotHeld, converted

ROWS = 10_000
"""Rows in one batch, and in one transaction of the server."""

Page = tuple[list[tuple[Any, ...]], str]
"""Rows as the server takes them, and the key of the last, as JSON."""


class FileRows:
    """The rows of a file that no kiosk has open. Every method may run in another thread, one at a time."""

    def __init__(self, path: str) -> None:
        """Open the file. Raises DatabaseTrouble."""
        self.path = Path(path).resolve()
        try:
            # Read-only also means that the last to close it does not tidy its log away.
            self._connection = sqlite3.connect(
                f"{self.path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
            )
            self._connection.execute("BEGIN")
            self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # of now
        except sqlite3.Error as error:
            raise trouble_of(error) from error

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def mark(self) -> str:
        """Return what changes whenever somebody writes to the file: size and time of it and of its log."""
        log = self.path.with_name(f"{self.path.name}-wal")
        stats = [one.stat() for one in (self.path, log) if one.exists()]
        return json.dumps([[one.st_size, one.st_mtime_ns] for one in stats if one.st_size])

    def count(self, table: Table) -> int:
        """Return how many rows a table has."""
        return int(self.ask(f"SELECT count(*) FROM {table.name}")[0][0])  # noqa: S608 - a name of ours

    def last_number(self, table: Table) -> int:
        """Return the last id that the file itself gave in this table; 0 if none. Its row may be gone."""
        given = self.ask("SELECT seq FROM sqlite_sequence WHERE name = ?", table.name)
        return int(given[0][0]) if given else 0

    def ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the answer's rows. Raises DatabaseTrouble."""
        try:
            return self._connection.execute(question, values).fetchall()
        except sqlite3.Error as error:
            raise trouble_of(error) from error

    def pages(self, table: Table, after: str | None) -> Iterator[Page]:
        """Yield the rows in the order of their primary key, from behind this key. Raises DatabaseTrouble."""
        keys = [column.name for column in table.primary_key.columns]
        known = json.loads(after) if after is not None else []
        behind = f"WHERE ({', '.join(keys)}) > ({', '.join('?' for _ in keys)}) " if known else ""
        columns = ", ".join(f'"{column.name}"' for column in table.columns)
        question = f"SELECT {columns} FROM {table.name} {behind}ORDER BY {', '.join(keys)}"  # noqa: S608 - names of ours
        places = [list(table.columns.keys()).index(key) for key in keys]
        try:
            rows = self._connection.execute(question, known)
            while page := rows.fetchmany(ROWS):
                last = json.dumps([page[-1][place] for place in places])
                yield converted(table, page), last
        except sqlite3.Error as error:
            raise trouble_of(error) from error
        except NotHeld as trouble:
            raise DatabaseTrouble(str(trouble)) from None
