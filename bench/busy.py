"""Some minutes of a kiosk in a book of many orders: what people do, what the panel says, what runs by itself.

The whole kiosk in this process, as the stories have it, with no socket: the person with the longest history
and another one browse, look at orders and place some; the sweep, the outbox and the jobs of each minute run.
"""

import contextlib
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import make_url, update

from bench.books import NOW
from storage.core.async_engines import for_migrating
from storage.core.engines import is_sqlite
from storage.orders.tables import orders
from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/busy"
LONG = timedelta(days=365)


@contextlib.asynccontextmanager
async def kiosk_on(url: str) -> AsyncIterator[Harness]:
    """Start a kiosk on a copy of a book, and end it; of the orders in it, none is due at the panel."""
    await _put_off(url)
    harness = Harness(Path("unused.db"), database_url=url)
    harness.clock.advance((NOW - harness.clock.now()).total_seconds())
    await harness.opens()
    try:
        yield harness
    finally:
        await harness.closes()


async def _put_off(url: str) -> None:
    """Have no order due for long, and a server's table tidied, as a server does after so many changes.

    On connections that have the time: it is a tenth of all orders, and no kiosk writes so many at once.
    """
    changing = for_migrating(make_url(url))
    async with changing.begin() as connection:
        later = update(orders).where(orders.c.ask_at.is_not(None)).values(ask_at=NOW + LONG)
        await connection.execute(later)
    if not is_sqlite(make_url(url)):
        async with changing.connect() as connection:
            alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
            await alone.exec_driver_sql("VACUUM orders")
    await changing.dispose()


async def some_minutes(harness: Harness, number: int) -> None:
    """Do it all once; `number` tells one time from another. The same is done each time."""
    for player in (harness.ann, harness.bob):
        await _orders(player, f"{LINK}{player.id}n{number}/")
    await harness.passes(60)
    await _looks(harness.ann)
    await harness.passes(60)
    for order in harness.panel.orders.values():
        harness.panel.set_state(order.id, "Completed")
    await harness.passes(60)
    await _looks(harness.bob)


async def _orders(player: Player, link: str) -> None:
    await player.says("/start")
    await player.says("/order")
    await player.taps("Instagram")
    await player.taps("Back")
    await player.says("followers")
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")
    await player.sees("Order")


async def _looks(player: Player) -> None:
    await player.says("/wallet")
    await player.says("/orders")
    await player.taps("Next")
    await player.taps("Next")
    await player.taps("Previous")
    await player.says("/orders")
    await player.says(f"/status {await _newest(player)}")
    await player.taps("Refresh")


async def _newest(player: Player) -> int:
    [order] = await player.harness.kiosk.stores.orders.list_latest(player.id, limit=1)
    return order.id
