"""Many refunds at once, or one that the charge denies, wait until the panel has said so for a while."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shop.ordering.order import OrderState
from tests.in_process import Harness
from tests.stories.test_prices import given, paid

MINUTE = 60
PRICE = 900_000


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop; Ann has money in her wallet."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.olga, harness.ann):
        await player.says("/start")
    await given(harness, harness.ann)
    yield harness
    await harness.closes()


async def ordered(harness: Harness, count: int, *, first: int = 0) -> list[str]:
    """Give Ann so many orders at work; return their ids at the panel."""
    for number in range(first, first + count):
        await harness.ann.says(f"/order 1 https://instagram.com/p/n{number} 1000")
        await harness.ann.taps("Confirm")
    ids = list(harness.panel.orders)[-count:]
    for one in ids:
        harness.panel.set_state(one, "In progress", remains=1000)
    await harness.rounds()
    return ids


async def held(harness: Harness) -> int:
    """Return how many orders wait for their refund."""
    return (await harness.kiosk.stores.swept.refunds(harness.clock.now())).held


def all_say(harness: Harness, ids: list[str], word: str) -> None:
    for one in ids:
        harness.panel.set_state(one, word)


async def test_a_maintenance_page_gives_nothing_back(shop: Harness) -> None:
    ids = await ordered(shop, 6)
    all_say(shop, ids, "Canceled")
    for _ in range(10):
        await shop.passes(MINUTE)
    assert await paid(shop, shop.ann) == 6 * PRICE
    assert shop.olga.screen.count("They wait; I keep asking") == 1
    await shop.olga.sees("6 so far, up to $5.40")
    await shop.restarts()
    await shop.rounds()
    assert await paid(shop, shop.ann) == 6 * PRICE
    all_say(shop, ids, "Completed")
    for _ in range(25):
        await shop.passes(MINUTE)
    assert await paid(shop, shop.ann) == 6 * PRICE
    assert await held(shop) == 0
    await shop.ann.sees("6 orders are done")
    await shop.audited()


async def test_what_the_panel_goes_on_saying_is_given_back(shop: Harness) -> None:
    ids = await ordered(shop, 6)
    all_say(shop, ids, "Canceled")
    await shop.passes(MINUTE)
    await shop.restarts()
    await shop.passes(19 * MINUTE)
    assert await paid(shop, shop.ann) == 6 * PRICE
    await shop.passes(2 * MINUTE)
    assert await paid(shop, shop.ann) == 0
    assert await held(shop) == 0
    await shop.audited()


async def test_refresh_is_no_way_around_the_brake(shop: Harness) -> None:
    ids = await ordered(shop, 6)
    all_say(shop, ids[:5], "Canceled")
    await shop.passes(MINUTE)
    all_say(shop, ids[5:], "Canceled")
    await shop.ann.says("/status 6")
    await shop.ann.taps("Refresh")
    assert await paid(shop, shop.ann) == 6 * PRICE


async def test_refresh_before_any_sweep_is_no_way_around_it_either(shop: Harness) -> None:
    all_say(shop, await ordered(shop, 8), "Canceled")
    for number in range(1, 9):
        await shop.ann.says(f"/status {number}")
        await shop.ann.taps("Refresh")
    assert await paid(shop, shop.ann) == 5 * PRICE
    await shop.olga.sees("They wait; I keep asking")


async def test_what_ended_at_different_times_is_not_given_back_one_by_one(shop: Harness) -> None:
    ids = []
    for number in range(12):
        ids += await ordered(shop, 1, first=number)
        all_say(shop, ids[-1:], "Completed")
        await shop.passes(2 * MINUTE)
    await shop.passes(35 * MINUTE)
    all_say(shop, ids, "Canceled")
    for _ in range(18):  # each is checked again an hour after its end, so no two together
        await shop.passes(MINUTE)
    assert await held(shop) > 3
    all_say(shop, ids, "Completed")
    for _ in range(60):
        await shop.passes(MINUTE)
    assert await paid(shop, shop.ann) == 9 * PRICE
    assert await held(shop) == 0
    await shop.audited()


async def test_a_panel_that_calls_each_new_order_canceled_is_doubted_at_the_fourth(shop: Harness) -> None:
    for number in range(10):
        await shop.ann.says(f"/order 1 https://instagram.com/p/n{number} 1000")
        await shop.ann.taps("Confirm")
        all_say(shop, list(shop.panel.orders)[-1:], "Canceled")
        await shop.passes(MINUTE)
    assert await paid(shop, shop.ann) == 7 * PRICE
    await shop.passes(2 * 60 * MINUTE)
    assert await paid(shop, shop.ann) == 0, "what it goes on saying is believed"
    await shop.audited()


@pytest.mark.parametrize("count", [1, 3])
async def test_a_small_shop_gives_its_few_orders_back_at_once(shop: Harness, count: int) -> None:
    all_say(shop, await ordered(shop, count), "Canceled")
    await shop.passes(MINUTE)
    assert await paid(shop, shop.ann) == 0
    shop.olga.finds_no("They wait")
    await shop.audited()


async def test_a_canceled_order_that_is_charged_in_full_is_doubted(shop: Harness) -> None:
    shop.panel.gross_charge = True
    [number] = await ordered(shop, 1)
    shop.panel.set_state(number, "Canceled")
    await shop.passes(MINUTE)
    assert await paid(shop, shop.ann) == PRICE
    await shop.olga.sees("for one that it still charges for: 1 so far, up to $0.90, order 1 among them")
    await shop.passes(21 * MINUTE)
    assert await paid(shop, shop.ann) == 0
    await shop.audited()


async def test_an_end_that_is_taken_back_is_told_with_its_amount(shop: Harness) -> None:
    [number] = await ordered(shop, 1)
    shop.panel.set_state(number, "Canceled")
    await shop.passes(MINUTE)
    shop.panel.set_state(number, "In progress", remains=500)
    await shop.passes(61 * MINUTE)
    await shop.olga.sees("$0.90 was given back for order 1, and now the panel calls it “In progress”")
    assert await paid(shop, shop.ann) == 0
    await shop.audited()


async def test_a_completed_order_that_is_canceled_after_all_is_told_with_its_amount(shop: Harness) -> None:
    [number] = await ordered(shop, 1)
    shop.panel.set_state(number, "Completed")
    await shop.passes(MINUTE)
    shop.panel.set_state(number, "Canceled")
    await shop.passes(61 * MINUTE)
    await shop.olga.sees("had called order 1 completed, and now calls it “Canceled”. $0.90 went back")
    assert await paid(shop, shop.ann) == 0
    await shop.audited()


async def test_what_comes_back_in_the_third_month_reaches_the_customer(shop: Harness) -> None:
    [number] = await ordered(shop, 1)
    shop.panel.set_state(number, "Completed")
    await shop.passes(MINUTE)
    for _ in range(8):
        await shop.passes(11 * 24 * 60 * MINUTE)
    shop.panel.set_state(number, "Partial", remains=500)
    await shop.passes(24 * 60 * MINUTE)
    assert await paid(shop, shop.ann) == PRICE / 2
    assert await shop.state_of(1) is OrderState.PARTIAL
    await shop.audited()
