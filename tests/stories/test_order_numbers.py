"""The number of an order tells when it was made, never how many a shop has sold."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from shop.ordering.order import Order
from shop.ordering.order_numbers import EPOCH
from tests.in_process import Harness, Player

DAY = 24 * 3600


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """A kiosk that numbers its orders as a shop does. Yesterday two were counted: 1 and 2."""
    harness = Harness(database_file)
    await harness.opens()
    for number in (1, 2):
        await ordered(harness.ann, f"old{number}")
    await harness.delivers()
    await harness.closes()
    harness.clock.advance(DAY)
    harness.counted = False
    await harness.comes_back()
    await harness.rounds()
    yield harness
    await harness.closes()


async def ordered(player: Player, post: str) -> None:
    """Place one more order, for this post."""
    await player.says(f"/order 1 https://instagram.com/p/{post} 100")
    await player.taps("Confirm")


async def newest_of(harness: Harness, player: Player) -> Order:
    """Return a person's newest order."""
    [order] = await harness.kiosk.stores.orders.list_latest(player.id, limit=1)
    return order


def second_of(moment: datetime) -> int:
    return int((moment - EPOCH).total_seconds())


async def test_a_number_is_its_moments_however_many_were_sold_before(shop: Harness) -> None:
    for sold_between in (0, 20):
        for number in range(sold_between):
            await ordered(shop.bob, f"bob{number}")
        shop.clock.advance(DAY)
        await shop.rounds()
        await ordered(shop.ann, f"after{sold_between}")
        order = await newest_of(shop, shop.ann)
        assert order.id == second_of(order.created_at)


async def test_an_old_number_goes_on_working_beside_a_new_one(shop: Harness) -> None:
    ann = shop.ann
    await ordered(ann, "new")
    number = (await newest_of(shop, ann)).id
    assert number > 2
    await ann.says("/orders")
    await ann.sees(f"{number} · ", "2 · Completed", "1 · Completed")
    for known, post in ((1, "old1"), (2, "old2"), (number, "new")):
        await ann.says(f"/status {known}")
        await ann.sees(f"Order {known}", post)
        [result] = (await ann.queries(str(known))).results
        assert str(known) in result.title
    await shop.bob.says(f"/status {number}")
    await shop.bob.sees(f"You have no order {number}")


async def test_orders_of_one_second_and_of_a_clock_set_back_have_their_own_numbers(shop: Harness) -> None:
    await ordered(shop.ann, "first")
    await ordered(shop.ann, "second")
    await shop.closes()
    shop.clock.set_ahead(timedelta(hours=-1))
    await shop.comes_back()
    await shop.rounds()
    await ordered(shop.ann, "third")
    third, second, first, *old = await shop.kiosk.stores.orders.list_latest(shop.ann.id, limit=9)
    assert (third.id, second.id) == (second.id + 1, first.id + 1)
    assert [order.id for order in old] == [2, 1]


async def test_a_labels_number_link_and_quantity_fit_a_phone(shop: Harness) -> None:
    await ordered(shop.ann, "C1abcdefghijklm")
    await shop.ann.says("/orders")
    number = str((await newest_of(shop, shop.ann)).id)
    rows = shop.ann.person.chat[-1].keyboard
    [label] = [button.label for row in rows for button in row if number in button.label]
    assert "100" in label
    assert "…" in label
    assert len(label) <= 30
