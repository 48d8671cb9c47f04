"""SQLite compiles each prepared statement once, whatever values it then gets.

Where a parameter is compared with a column of some partial index's condition, it compiles again for each
value. That takes up to ten times as long as the statement itself, and no test of its answers would see it.
"""

import pkgutil
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import URL, select

import storage
from storage.core.engines import KEPT_COMPILED, file_for_reading
from storage.core.forms import FileForm
from storage.core.prepared import Prepared, given
from storage.orders.tables import orders

PROGRAMS = ("storage.migrations.", "storage.backup.__main__")
FEWEST = 100
"""Statements there are at least; fewer would say that this test does not find them."""


@pytest.fixture(params=["sqlite3", "pysqlite3"])
def connection(request: pytest.FixtureRequest, database_file: Path) -> Iterator[Any]:
    """The tables, with what upkeep tells the planner, on Python's SQLite and the newer one."""
    driver = pytest.importorskip(request.param, reason="there are no wheels of pysqlite3 for this machine")
    opened = driver.connect(database_file, isolation_level=None, cached_statements=KEPT_COMPILED)
    with closing(opened) as made:
        made.executescript("PRAGMA analysis_limit = 1000; PRAGMA optimize = 0x10002")
        yield made


def test_no_statement_is_compiled_again_for_another_value(connection: Any) -> None:
    texts = [form for form in _forms() if _is_known(connection, form)]

    again = [form.text for form in texts if _is_compiled_again(connection, form.text, len(form.parameters))]

    assert FEWEST < len(texts) < KEPT_COMPILED
    assert not again, "compare with what `fixed` writes, or prepare a statement for each value"


def test_a_statement_with_a_state_that_is_given_would_be_found(connection: Any) -> None:
    by_state = Prepared(select(orders.c.id).where(orders.c.state == given("state")))

    form = FileForm(by_state.statement("sqlite"))
    assert _is_compiled_again(connection, form.text, len(form.parameters))


def test_a_page_that_core_asks_for_is_compiled_once(connection: Any, database_file: Path) -> None:
    engine = file_for_reading(URL.create("sqlite", database=str(database_file)), 1)
    page = select(orders.c.id).where(orders.c.id < 9).order_by(orders.c.id).limit(8).offset(16)
    made = page.compile(dialect=engine.dialect)

    assert not _is_compiled_again(connection, str(made), len(made.params))
    with engine.connect() as reading:
        assert reading.execute(page).all() == []
    engine.dispose()


def _forms() -> Iterator[FileForm]:
    """Return every statement that some module of the storage prepares, as SQLite gets it."""
    for found in pkgutil.walk_packages(storage.__path__, "storage."):
        if not found.name.startswith(PROGRAMS):
            for statement in _prepared(vars(import_module(found.name)).values()):
                yield FileForm(statement.statement("sqlite"))


def _prepared(values: Iterable[object]) -> Iterator[Prepared]:
    for value in values:
        if isinstance(value, Prepared):
            yield value
        elif isinstance(value, dict):
            yield from _prepared(value.values())
        elif isinstance(value, tuple):
            yield from _prepared(value)


def _is_known(connection: Any, form: FileForm) -> bool:
    """Return False if the statement needs what only a server has."""
    try:
        connection.execute(f"EXPLAIN {form.text}", [1] * len(form.parameters))
    except Exception as error:  # noqa: BLE001 - the other driver has its own
        assert "no such function" in str(error)  # noqa: PT017 - any other is this test's fault
        return False
    return True


def _is_compiled_again(connection: Any, text: str, parameters: int) -> bool:
    """Run it three times, each with another value; that a table refuses them does not matter here."""
    asked: list[int] = []

    def allow(*_: object) -> int:
        asked.append(1)
        return sqlite3.SQLITE_OK

    connection.set_authorizer(allow)  # SQLite asks as it compiles
    for value in (1, 2, 3):
        asked.clear()
        connection.execute("BEGIN")
        with suppress(Exception):
            connection.execute(text, [value] * parameters).fetchall()
        connection.execute("ROLLBACK")
    return bool(asked)
