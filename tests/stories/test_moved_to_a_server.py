"""A kiosk moves from its SQLite file to a PostgreSQL server, and goes on with its orders there."""

import pytest

from app.moving import migrate
from storage.audit import audit
from tests.contracts.storage.postgres import PostgresServer
from tests.in_process import Harness

pytestmark = pytest.mark.slow
LINK = "https://www.instagram.com/p/moved/"


async def test_orders_go_on_where_the_shop_has_moved_to(
    harness: Harness, postgres_server: PostgresServer
) -> None:
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")
    await harness.bob.says(f"/order 1 {LINK}bob/ 100")
    await harness.closes()

    postgres_server.create("new_home")
    here, there = f"sqlite+aiosqlite:///{harness.database}", postgres_server.url("new_home")
    said: list[str] = []
    assert await migrate(here, there, harness.clock, said.append), said

    harness.settings["database_url"] = there
    await harness.comes_back()
    await harness.bob.taps("Confirm")
    assert len(harness.panel.orders) == 2
    for order in harness.panel.orders.values():
        harness.panel.set_state(order.id, "Completed")
    await harness.passes(120)
    for player in (harness.ann, harness.bob):
        await player.sees("Completed")
    findings = await audit(harness.kiosk.stores.database, harness.clock.now())
    assert [one for one in findings if not one.ok] == []
