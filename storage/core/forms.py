"""A prepared statement in the form a driver takes: its text, and what converts values to rows and back."""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError

from storage.core.columns import Moment
from storage.core.compiling import GIVEN, compiled

Convert = Callable[[Any], Any] | None
_NOWHERE: Final[Mapping[Convert, list[int]]] = {}
ON_FILE: Final[Dialect] = sqlite.dialect(paramstyle="qmark")


LISTENED: Final = "kiosk_listened"
"""An execution option of an engine: prepared statements, too, go through Core, whose events see them."""


def is_listened(connection: Connection) -> bool:
    """Return True if every statement on this connection has to go through Core; see LISTENED."""
    return bool(connection.get_execution_options().get(LISTENED))


class Form(Protocol):
    """What a Prepared asks of its form; see there."""

    def all(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]: ...
    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any: ...
    def run(self, connection: Connection, values: Mapping[str, Any]) -> int: ...
    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None: ...


class Parameters:
    """The places of a statement's parameters: constants, and values given by name."""

    def __init__(self, made: Any, dialect: Dialect) -> None:
        constants = made.construct_params()
        self._values: list[Any] = []
        self._given: dict[str, dict[Convert, list[int]]] = {}
        for place, name in enumerate(made.positiontup or ()):
            write, constant = writer_of(made.binds.get(name), dialect), constants.get(name)
            self._values.append(constant if write is None or constant is None else write(constant))
            self._given.setdefault(name.removeprefix(GIVEN), {}).setdefault(write, []).append(place)

    def __len__(self) -> int:
        return len(self._values)

    def bound(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the driver's values, in order."""
        bound = self._values.copy()
        for name, value in values.items():
            for write, places in self._given.get(name, _NOWHERE).items():
                written = value if write is None else write(value)
                for place in places:
                    bound[place] = written
        return bound


class Rows:
    """Turns a driver's rows into ours, each with its columns' names as attributes."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        columns: Any = getattr(statement, "exported_columns", None) or ()
        names = [column.key or f"column_{n}" for n, column in enumerate(columns)]
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._make: Callable[[Sequence[Any]], Any] = tuple
        if names:
            self._make = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]  # a class made here
        self._readers: list[tuple[int, Callable[[Any], Any]]] = [
            (n, reader) for n, reader in enumerate(readers) if reader is not None
        ]
        self._moments = {n for n, column in enumerate(columns) if isinstance(column.type, Moment)}

    def one(self, found: Sequence[Any]) -> Any:
        """Return this row as ours."""
        if not self._readers:
            return self._make(found)
        values = list(found)
        for place, reader in self._readers:
            values[place] = reader(values[place])
        return self._make(values)

    def all(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """As `one`, column by column, which takes half as long for many."""
        if not self._readers or not found:
            return list(map(self._make, found))
        columns: list[Iterable[Any]] = list(zip(*found, strict=True))
        for place, reader in self._readers:
            read = _each_once if place in self._moments else map
            columns[place] = read(reader, columns[place])
        return list(map(self._make, zip(*columns, strict=True)))


def _each_once(reader: Callable[[Any], Any], column: Iterable[Any]) -> Iterable[Any]:
    """The values of one column; where many rows share a moment, it is read once for them."""
    several = list(column)
    different = set(several)
    if 2 * len(different) > len(several):
        return map(reader, several)
    return map({value: reader(value) for value in different}.__getitem__, several)


class FileForm:
    """The statement as SQLite's driver takes it."""

    def __init__(self, statement: Any) -> None:
        made = compiled(statement, ON_FILE)
        self.text = str(made)
        self.parameters = Parameters(made, ON_FILE)
        self._rows = Rows(statement, ON_FILE)

    def all(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Any]:
        """See Prepared.all."""
        return self._rows.all(self._cursor(connection, values).fetchall())

    def first(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        """See Prepared.first."""
        cursor = self._cursor(connection, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else self._rows.one(found)

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """See Prepared.run."""
        return int(self._cursor(connection, values).rowcount)

    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """See Prepared.many."""
        several = [self.parameters.bound(row) for row in rows]
        if is_listened(connection):
            connection.exec_driver_sql(self.text, list(map(tuple, several)))
            return
        try:
            _driver(connection).executemany(self.text, several)
        except sqlite3.Error as error:
            raise self._as_core_says(error) from error

    def _cursor(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        bound = self.parameters.bound(values)
        if is_listened(connection):
            return connection.exec_driver_sql(self.text, tuple(bound))
        try:
            return _driver(connection).execute(self.text, bound)
        except sqlite3.Error as error:
            raise self._as_core_says(error) from error

    def _as_core_says(self, error: sqlite3.Error) -> BaseException:
        return DBAPIError.instance(
            self.text, None, error, sqlite3.Error, hide_parameters=True, dialect=ON_FILE
        )


def _driver(connection: Connection) -> sqlite3.Connection:
    return connection.connection.dbapi_connection  # type: ignore[return-value]  # see engines


def writer_of(bind: Any, dialect: Dialect) -> Convert:
    """Return what makes the driver's value of this parameter's; None if it is the same."""
    return None if bind is None else bind.type.dialect_impl(dialect).bind_processor(dialect)
