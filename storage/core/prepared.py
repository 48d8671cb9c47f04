"""Prepared statements: built once at import, compiled once for each kind of database.

Building a statement costs 100 µs, running a built one through Core 40, the query itself 5 to 10 (on one
machine; the ratios count). So the queries of every turn and every order are prepared: on SQLite their text
goes to the driver as it is, and the columns' own types convert values. A server gets them through Core.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, BindParameter, ColumnElement, Connection, Executable, String, bindparam
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.core.columns import Moment
from storage.core.rows import insert_of

LISTENED: Final = "kiosk_listened"
"""An execution option of an engine: prepared statements, too, go through Core, whose events see them."""

_GIVEN: Final = "given_"
"""The prefix of every parameter's name: SQLAlchemy reserves the columns' own names."""

Convert = Callable[[Any], Any] | None
_DIALECT: Final[Dialect] = sqlite.dialect(paramstyle="qmark")


def given(name: str) -> BindParameter[Any]:
    """Return a parameter of this name, of the type it is compared with or written to."""
    return bindparam(_GIVEN + name, None)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return what is true if the column is one of the numbers `given` by this name; see `numbers`.

    However many they are, it is one parameter and the same statement.
    """
    return column.op("IN")(_Numbers(bindparam(_GIVEN + name, None, type_=String)))


def numbers(several: Iterable[int]) -> str:
    """Return the value of `among`'s parameter."""
    return f"[{','.join(map(str, several))}]"


class _Numbers(FunctionElement[int]):
    """The numbers that a JSON list holds, as rows."""

    type = BigInteger()
    inherit_cache = True


@compiles(_Numbers, "sqlite")
def _on_sqlite(element: _Numbers, compiler: SQLCompiler, **named: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **named)}))"  # noqa: S608 - of a parameter


@compiles(_Numbers, "postgresql")
def _on_postgresql(element: _Numbers, compiler: SQLCompiler, **named: Any) -> str:
    text = compiler.process(element.clauses, **named)
    return f"(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST({text} AS JSON)))"  # noqa: S608 - of a parameter


class Prepared:
    """A statement with named parameters, each `given` by name.

    `statement` is the statement, or a function that makes it from a dialect's `insert`, for ON CONFLICT.
    `columns` are those an INSERT gets values for, each by its own name.
    """

    def __init__(self, statement: Executable | Callable[[Any], Any], columns: Sequence[str] = ()) -> None:
        self._made = statement
        self._columns = tuple(columns)
        self._file: _OnFile | None = None
        self._core: dict[str, Any] = {}

    def all(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Return the rows, each with its columns' names as attributes."""
        file = self._on_file(connection)
        if file is None:
            return connection.execute(self._in_core(connection), self._named(values)).all()
        cursor = file.run(connection, values)
        return file.rows(cursor.fetchall())

    def first(self, connection: Connection, **values: Any) -> Any:
        """Return the first row; None if there is none."""
        file = self._on_file(connection)
        if file is None:
            return connection.execute(self._in_core(connection), self._named(values)).first()
        cursor = file.run(connection, values)
        found = cursor.fetchone()
        cursor.close()
        return None if found is None else file.row(found)

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """Return the first row's first column; None if there is no row."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """Run a statement that returns no rows; return how many rows it changed."""
        file = self._on_file(connection)
        if file is None:
            return connection.execute(self._in_core(connection), self._named(values)).rowcount
        return file.run(connection, values).rowcount

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the statement once for each of `rows`, in one call."""
        rows = list(rows)
        if not rows:
            return
        file = self._on_file(connection)
        if file is None:
            connection.execute(self._in_core(connection), [self._named(row) for row in rows])
        else:
            file.run_many(connection, rows)

    def _on_file(self, connection: Connection) -> "_OnFile | None":
        if connection.dialect.name != "sqlite" or connection.get_execution_options().get(LISTENED):
            return None
        if self._file is None:
            self._file = _OnFile(self._built(sqlite.insert))
        return self._file

    def _in_core(self, connection: Connection) -> Any:
        name = connection.dialect.name
        if name not in self._core:
            self._core[name] = self._built(insert_of(name))
        return self._core[name]

    def _built(self, insert: Any) -> Any:
        statement: Any = self._made(insert) if callable(self._made) else self._made
        if self._columns:
            statement = statement.values({name: given(name) for name in self._columns})
        return statement

    @staticmethod
    def _named(values: Mapping[str, Any]) -> dict[str, Any]:
        return {_GIVEN + name: value for name, value in values.items()}


class _OnFile:
    """The statement in the form SQLite's driver takes."""

    def __init__(self, statement: Any) -> None:
        compiled = statement.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        self.text = str(compiled)
        constants = compiled.construct_params()
        self._values: list[Any] = []
        self._places: list[tuple[int, str, Convert]] = []
        for place, name in enumerate(compiled.positiontup or ()):
            write, constant = _writer(compiled.binds.get(name)), constants.get(name)
            self._values.append(constant if write is None or constant is None else write(constant))
            self._places.append((place, name.removeprefix(_GIVEN), write))
        columns: Any = getattr(statement, "exported_columns", None) or ()
        names = [column.key or f"column_{n}" for n, column in enumerate(columns)]
        readers = [column.type.dialect_impl(_DIALECT).result_processor(_DIALECT, None) for column in columns]
        self._make: Callable[[Sequence[Any]], Any] = tuple
        if names:
            self._make = namedtuple("Row", names, rename=True)._make  # type: ignore[attr-defined]  # a class made here
        self._readers: list[tuple[int, Callable[[Any], Any]]] = [
            (n, reader) for n, reader in enumerate(readers) if reader is not None
        ]
        self._moments = {n for n, column in enumerate(columns) if isinstance(column.type, Moment)}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> sqlite3.Cursor:
        try:
            driver: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]  # see engines
            return driver.execute(self.text, self._bound(values))
        except sqlite3.Error as error:
            raise self._as_core_says(error) from error

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        try:
            driver: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]  # see engines
            driver.executemany(self.text, [self._bound(row) for row in rows])
        except sqlite3.Error as error:
            raise self._as_core_says(error) from error

    def row(self, found: Sequence[Any]) -> Any:
        if not self._readers:
            return self._make(found)
        values = list(found)
        for place, reader in self._readers:
            values[place] = reader(values[place])
        return self._make(values)

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """As `row`, column by column, which takes half as long for many."""
        if not self._readers or not found:
            return list(map(self._make, found))
        columns: list[Iterable[Any]] = list(zip(*found, strict=True))
        for place, reader in self._readers:
            read = _each_once if place in self._moments else map
            columns[place] = read(reader, columns[place])
        return list(map(self._make, zip(*columns, strict=True)))

    def _bound(self, values: Mapping[str, Any]) -> list[Any]:
        bound = self._values.copy()
        for place, name, write in self._places:
            if name in values:
                value = values[name]
                bound[place] = value if write is None else write(value)
        return bound

    def _as_core_says(self, error: sqlite3.Error) -> BaseException:
        return DBAPIError.instance(
            self.text, None, error, sqlite3.Error, hide_parameters=True, dialect=_DIALECT
        )


def _each_once(reader: Callable[[Any], Any], column: Iterable[Any]) -> Iterable[Any]:
    """The values of one column; where many rows share a moment, it is read once for them."""
    several = list(column)
    different = set(several)
    if 2 * len(different) > len(several):
        return map(reader, several)
    return map({value: reader(value) for value in different}.__getitem__, several)


def _writer(bind: Any) -> Convert:
    return None if bind is None else bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)
