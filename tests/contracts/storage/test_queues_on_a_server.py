"""On a server a queue leaves dead entries at the low end of its index, and who reads it goes over them."""

import json
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from bench.crowd import crowd
from storage.core.async_engines import for_locking
from storage.core.forms import LISTENED
from tests.contracts.storage.stores import NOON, PANEL, StoresUnderTest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

ENDED_BEFORE = 8_000
"""Orders. Those at work are so few beside them that the server would leave the indexes alone."""

ASKED = """DO $$ BEGIN FOR n IN 1..200 LOOP
UPDATE orders SET ask_at = timestamptz '2026-02-01+00' + n * interval '1 minute' WHERE id > 7990; COMMIT;
END LOOP; END $$"""
"""Ten orders are asked about for some hours."""

FEW_PAGES = 4


async def test_the_page_of_due_orders_is_short_however_often_they_were_asked_about(
    stores: StoresUnderTest,
) -> None:
    await crowd(stores.database, ENDED_BEFORE, panel=PANEL)
    await stores.break_by_hand("UPDATE orders SET ask_at = NULL WHERE id <= 7990")
    later = "UPDATE orders SET ask_at = timestamptz '2027-01-01+00' WHERE id > 7990"
    await alone(stores, "VACUUM orders", ASKED, later, "VACUUM orders")
    assert await pages_read(stores) <= FEW_PAGES


@pytest.mark.parametrize("table", ["orders", "outbox"])
async def test_a_server_tidies_a_queue_after_so_many_changes_whatever_its_size(
    table: str, stores: StoresUnderTest
) -> None:
    [row] = await stores.all(text(f"SELECT reloptions FROM pg_class WHERE oid = '{table}'::regclass"))  # noqa: S608 - our own names
    assert "autovacuum_vacuum_scale_factor=0" in row.reloptions


async def alone(stores: StoresUnderTest, *statements: str) -> None:
    """Run these outside of any transaction."""
    engine = for_locking(stores.database.url)
    async with engine.connect() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)
    await engine.dispose()


async def pages_read(stores: StoresUnderTest) -> int:
    """Return how many pages the server reads, from its memory or not, to find what is due: nothing."""
    heard: list[tuple[str, Any]] = []
    engine = stores.database.engines[1]
    engine.update_execution_options(**{LISTENED: True})

    def hear(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        heard.append((statement, values))

    event.listen(engine, "before_cursor_execute", hear)
    assert await stores.swept.to_ask(NOON) == []
    [(statement, values)] = heard
    explaining = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"

    def explained(connection: Connection) -> Any:
        return connection.exec_driver_sql(explaining, values).scalar_one()

    told = [await stores.database.read(explained) for _ in range(2)][-1]  # the first one marks what is dead
    [plan] = json.loads(told) if isinstance(told, str) else told
    return int(plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"])
