"""What people do costs a file as many steps in a large book as in a small one.

The person with the longest history has three times as many orders and payments in the large one. SQLite
counts its own steps, which no other program changes; `bench.growth` measures the same minutes in time, in
larger books and on a server, too.
"""

import contextlib
import sqlite3
from typing import Any

import pytest
from sqlalchemy import Connection, event

from bench.books import SQLITE, book
from bench.busy import kiosk_on, some_minutes
from storage.core.database import Database
from storage.core.forms import LISTENED

pytestmark = pytest.mark.slow

FEW, MANY = 13_000, 45_000
AT_ONCE = 10
"""Steps between two looks at the count."""

UNNOTICED = 400
"""Steps. What takes fewer may grow, as a page grows until it is full."""

READS = ("SELECT", "WITH")


class Steps:
    """The most steps that each query took, by its statement."""

    def __init__(self) -> None:
        self.most: dict[str, int] = {}
        self._counting = False

    def listen(self, database: Database) -> None:
        """Count all that this database is asked from now on."""
        for engine in database.engines:
            engine.update_execution_options(**{LISTENED: True})
            event.listen(engine, "before_cursor_execute", self._hear)

    def _hear(
        self, connection: Connection, _cursor: object, statement: str, values: Any, *_more: object
    ) -> None:
        if self._counting or not statement.startswith(READS):
            return
        self._counting = True
        try:
            steps = _steps(connection, statement, values)
        finally:
            self._counting = False
        self.most[statement] = max(steps, self.most.get(statement, 0))


def _steps(connection: Connection, statement: str, values: Any) -> int:
    driver: Any = connection.connection.dbapi_connection
    looks = 0

    def look() -> None:
        nonlocal looks
        looks += 1

    driver.set_progress_handler(look, AT_ONCE)
    with contextlib.suppress(sqlite3.Error):  # refused by a guard: it says so again to its caller
        driver.execute(statement, values).fetchall()
    driver.set_progress_handler(None, AT_ONCE)
    return looks * AT_ONCE


async def _asked(orders: int) -> dict[str, int]:
    async with book(SQLITE, orders) as url, kiosk_on(url) as kiosk:
        steps = Steps()
        steps.listen(kiosk.kiosk.stores.database)
        await some_minutes(kiosk, 0)
    return steps.most


async def test_no_query_of_a_turn_grows_with_what_somebody_did_before() -> None:
    few, many = await _asked(FEW), await _asked(MANY)
    both = few.keys() & many.keys()
    assert len(both) > 100, "this was no kiosk at work"
    grown = {one: (few[one], many[one]) for one in both if many[one] > max(1.3 * few[one], UNNOTICED)}
    assert not grown, "\n\n".join(f"{steps}: {' '.join(one.split())}" for one, steps in grown.items())
