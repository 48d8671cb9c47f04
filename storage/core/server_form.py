"""A prepared statement in the form PostgreSQL's driver takes, on the unit's own connection and transaction.

What Core does for each statement takes longer than the driver and the server together. The text, the
conversions and the errors are Core's own; see docs/decisions/0025-a-server-gets-them-straight.md.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlalchemy.util import await_only

from storage.core.compiling import compiled
from storage.core.forms import Parameters, Rows, is_listened

T = TypeVar("T")
Known = dict[object, Any]
"""What the server has prepared on one connection, by form."""

_STATEMENTS = "kiosk_statements"
"""Where a driver's connection keeps what the server has prepared on it."""

_NUMBER = re.compile(r"\$(\d+)")


class ServerForm:
    """One statement, or several that the server runs as one; the last one's rows are its rows."""

    def __init__(self, connection: Connection, *statements: Any) -> None:
        dialect = connection.dialect
        made = [compiled(one, dialect) for one in statements]
        self._parameters = [Parameters(one, dialect) for one in made]
        self._text = _as_one([str(one) for one in made], list(map(len, self._parameters)))
        self._rows = Rows(statements[-1], dialect)

    def all(self, connection: Connection, *values: Mapping[str, Any]) -> Sequence[Any]:
        """See Prepared.all; `values` are those of each statement."""
        return self._rows.all(self._asked(connection, values)[0])

    def first(self, connection: Connection, *values: Mapping[str, Any]) -> Any:
        """See Prepared.first; `values` are those of each statement."""
        found = self._asked(connection, values)[0]
        return self._rows.one(found[0]) if found else None

    def run(self, connection: Connection, *values: Mapping[str, Any]) -> int:
        """See Prepared.run; `values` are those of each statement."""
        if is_listened(connection):
            return connection.exec_driver_sql(self._text, tuple(self._bound(values))).rowcount
        _, said = self._asked(connection, values)
        count = said.rpartition(" ")[2]
        return int(count) if count.isdecimal() else -1

    def many(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """See Prepared.many."""
        several = [self._bound([row]) for row in rows]
        if is_listened(connection):
            connection.exec_driver_sql(self._text, list(map(tuple, several)))
            return
        _on_driver(connection, self._text, lambda adapter, known: self._run_many(adapter, known, several))

    def _asked(self, connection: Connection, values: Sequence[Mapping[str, Any]]) -> tuple[list[Any], str]:
        bound = self._bound(values)
        if is_listened(connection):
            return list(connection.exec_driver_sql(self._text, tuple(bound)).all()), ""
        return _on_driver(connection, self._text, lambda adapter, known: self._fetch(adapter, known, bound))

    def _bound(self, values: Sequence[Mapping[str, Any]]) -> list[Any]:
        if len(values) == 1:
            return self._parameters[0].bound(values[0])
        of_each = zip(self._parameters, values, strict=True)
        return [value for parameters, given in of_each for value in parameters.bound(given)]

    async def _fetch(self, adapter: Any, known: Known, bound: list[Any]) -> tuple[list[Any], str]:
        statement = await self._statement(adapter, known)
        return await statement.fetch(*bound), statement.get_statusmsg()

    async def _run_many(self, adapter: Any, known: Known, several: list[list[Any]]) -> None:
        statement = await self._statement(adapter, known)
        await statement.executemany(several)

    async def _statement(self, adapter: Any, known: Known) -> Any:
        if adapter._transaction is None:  # Core, too, begins with the first statement
            await adapter._start_transaction()
        statement = known.get(self)
        if statement is None:
            statement = known[self] = await adapter._connection.prepare(self._text)
        return statement


def begin_now(connection: Connection) -> None:
    """Begin the transaction on the server; Core would begin it with the first statement."""
    _on_driver(connection, "BEGIN", lambda adapter, _: adapter._start_transaction())


def _on_driver(connection: Connection, text: str, ask: Callable[[Any, Known], Awaitable[T]]) -> T:
    """Return what the driver answers; raise what Core would, and leave the connection as Core would."""
    pooled = connection.connection
    adapter: Any = pooled.dbapi_connection
    try:
        return await_only(ask(adapter, pooled.info.setdefault(_STATEMENTS, {})))
    except BaseException as error:  # noqa: BLE001 - Core raises it, whatever it is
        failure, of_dbapi = _translated(adapter, error), connection.dialect.loaded_dbapi
        if isinstance(failure, of_dbapi.InvalidCachedStatementError):  # the tables are not what they were
            pooled.info.pop(_STATEMENTS)
        text_of_failure = text if isinstance(failure, of_dbapi.Error) else None
        connection._handle_dbapi_exception(failure, text_of_failure, None, None, None)


def _translated(adapter: Any, error: BaseException) -> BaseException:
    """Return the driver's error as Core's own way to the driver would raise it."""
    if not isinstance(error, Exception):
        return error
    try:
        adapter._handle_exception(error)
    except Exception as translated:  # noqa: BLE001 - raised by our caller, who knows the statement
        return translated
    return error


def _as_one(texts: Sequence[str], parameters: Sequence[int]) -> str:
    """Return one statement: all but the last are written beside it, each with numbers of its own."""
    moved, before = [], 0
    for text, count in zip(texts, parameters, strict=True):
        moved.append(_NUMBER.sub(lambda found, by=before: f"${int(found[1]) + by}", text))  # type: ignore[misc]  # by is an int
        before += count
    *beside, last = moved
    if not beside:
        return last
    named = ", ".join(f"beside_{n} AS ({text})" for n, text in enumerate(beside))
    return (
        f"WITH {named}, {last.removeprefix('WITH ')}" if last.startswith("WITH ") else f"WITH {named} {last}"
    )
