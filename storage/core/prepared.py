"""Prepared statements: built once at import, compiled once for each kind of database.

Building a statement costs 100 µs, running a built one through Core 40, the query itself 5 to 10 (on one
machine; the ratios count). So the queries of every turn and every order are prepared: their text goes to the
driver as it is, and the columns' own types convert values.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Executable,
    Integer,
    String,
    bindparam,
    literal,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.core.compiling import GIVEN
from storage.core.forms import FileForm, Form, is_listened
from storage.core.rows import insert_of
from storage.core.server_form import ServerForm


def given(name: str) -> BindParameter[Any]:
    """Return a parameter of this name, of the type it is compared with or written to."""
    return bindparam(GIVEN + name, None)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Return what is true if the column is one of the numbers `given` by this name; see `numbers`.

    However many they are, it is one parameter and the same statement.
    """
    return _Among(column, bindparam(GIVEN + name, None, type_=String))


def one_of(column: ColumnElement[Any], several: Iterable[int]) -> ColumnElement[bool]:
    """Return what is true if the column is one of these numbers, in a statement that is not prepared.

    Raises TypeError for a column of texts: a server would refuse to compare them, a file would find none.
    """
    if not isinstance(column.type, Integer):
        raise TypeError(f"{column} has no numbers: see `padded`")
    return _Among(column, literal(numbers(several), String))


def padded(several: Iterable[str]) -> list[str]:
    """Return texts for `in_`, the last of them so often that they are 1, 2, 4, 8 and so on.

    Each other number of them is another statement, of which a connection would keep hundreds.
    """
    texts = list(several)
    missing = (1 << (len(texts) - 1).bit_length()) - len(texts) if texts else 0
    return texts + texts[-1:] * missing


def numbers(several: Iterable[int]) -> str:
    """Return the value of `among`'s parameter."""
    return f"[{','.join(map(str, several))}]"


class _Among(FunctionElement[bool]):
    """A column, and the parameter with a JSON list of numbers.

    It has no type: SQLite would compare a Boolean with 1, and then use no index.
    """

    inherit_cache = True


@compiles(_Among, "sqlite")
def _on_sqlite(element: _Among, compiler: SQLCompiler, **named: Any) -> str:
    column, several = (compiler.process(one, **named) for one in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({several}))"  # noqa: S608 - of a parameter


@compiles(_Among, "postgresql")
def _on_postgresql(element: _Among, compiler: SQLCompiler, **named: Any) -> str:
    """As an array, which is looked up by an index; to join rows a server may read a table whole."""
    column, several = (compiler.process(one, **named) for one in element.clauses)
    return f"{column} = ANY (CAST(translate(CAST({several} AS VARCHAR), '[]', '{{}}') AS BIGINT[]))"


class Prepared:
    """A statement with named parameters, each `given` by name.

    `statement` is the statement, or a function that makes it from a dialect's `insert`, for ON CONFLICT.
    `columns` are those an INSERT gets values for, each by its own name.
    """

    def __init__(self, statement: Executable | Callable[[Any], Any], columns: Sequence[str] = ()) -> None:
        self._made = statement
        self._columns = tuple(columns)
        self._forms: dict[str, Form] = {}

    def all(self, connection: Connection, **values: Any) -> Sequence[Any]:
        """Return the rows, each with its columns' names as attributes."""
        return self._form(connection).all(connection, values)

    def first(self, connection: Connection, **values: Any) -> Any:
        """Return the first row; None if there is none."""
        return self._form(connection).first(connection, values)

    def scalar(self, connection: Connection, **values: Any) -> Any:
        """Return the first row's first column; None if there is no row."""
        row = self.first(connection, **values)
        return None if row is None else row[0]

    def run(self, connection: Connection, **values: Any) -> int:
        """Run a statement that returns no rows; return how many rows it changed."""
        return self._form(connection).run(connection, values)

    def many(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Run the statement once for each of `rows`, in one call."""
        rows = list(rows)
        if rows:
            self._form(connection).many(connection, rows)

    def statement(self, dialect: str) -> Any:
        """Return the statement for the dialect of this name, not compiled yet."""
        statement: Any = self._made(insert_of(dialect)) if callable(self._made) else self._made
        if self._columns:
            statement = statement.values({name: given(name) for name in self._columns})
        return statement

    def _form(self, connection: Connection) -> Form:
        name = connection.dialect.name
        form = self._forms.get(name)
        if form is None:
            statement = self.statement(name)
            form = FileForm(statement) if name == "sqlite" else ServerForm(connection, statement)
            self._forms[name] = form
        return form


def together(connection: Connection, statements: Sequence[tuple[Prepared, Mapping[str, Any]]]) -> Any:
    """Run these with their values, to a server in one go; return the last one's first row, None without one.

    There each sees the database as it was before all of them. So none may need what another one writes, and
    no two may change the same row. A file runs one after the other.
    """
    if connection.dialect.name == "sqlite" or is_listened(connection):
        *before, (last, values) = statements
        for statement, its_values in before:
            statement.run(connection, **its_values)
        return last.first(connection, **values)
    parts = tuple(statement for statement, _ in statements)
    form = _TOGETHER.get(parts)
    if form is None:
        form = _TOGETHER[parts] = ServerForm(connection, *(one.statement("postgresql") for one in parts))
    return form.first(connection, *(values for _, values in statements))


_TOGETHER: dict[tuple[Prepared, ...], ServerForm] = {}
"""What was run together, compiled: few combinations occur."""
