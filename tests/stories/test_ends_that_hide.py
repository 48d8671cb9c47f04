"""Ends that are easily misread: a drip-feed's remainder, and unbooked money that came back."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from shop.ordering.order import OrderState
from tests.in_process import Harness
from tests.stories.test_prices import given, paid
from tests.stories.test_refund_brake import MINUTE, all_say, held, ordered
from tests.stories.test_unknown_orders import changed

LINK = "https://instagram.com/p/lost"
LOST = 7
"""Bob's order, after six of Ann's."""


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop at a prompt panel; Ann and Bob have money in their wallets."""
    harness = Harness(database_file, access="shop", panel_probe="no")
    await harness.opens()
    await harness.olga.says("/start")
    for player in (harness.ann, harness.bob):
        await player.says("/start")
        await given(harness, player)
    yield harness
    await harness.audited()
    await harness.closes()


@pytest.mark.parametrize("remains", [100, 4, 500])
@pytest.mark.parametrize("heard", ["by a sweep", "by Refresh"])
async def test_what_remains_of_one_run_is_never_taken_for_the_whole(
    shop: Harness, heard: str, remains: int
) -> None:
    for words in ("/order 1", LINK, "100"):
        await shop.ann.says(words)
    await shop.ann.taps("Spread over time")
    for words in ("5", "30"):
        await shop.ann.says(words)
    await shop.ann.sees("5 runs of 100")
    await shop.ann.taps("Confirm")
    [number] = shop.panel.orders
    shop.panel.gross_charge = True
    shop.panel.set_state(number, "In progress", remains=500)
    await shop.rounds()
    shop.panel.set_state(number, "Partial", remains=remains)
    if heard == "by a sweep":
        await shop.passes(MINUTE)
    else:
        await shop.ann.says("/status 1")
        await shop.ann.taps("Refresh")
    assert await paid(shop, shop.ann) == 450_000
    await shop.olga.sees("Order 1 ended early, but the panel does not say how much is missing")


async def loses(shop: Harness) -> None:
    """Lose the answer to Bob's order, though the panel has the order."""
    shop.panel.arm("reset_after")
    await shop.bob.says(f"/order 1 {LINK} 1000")
    await shop.bob.taps("Confirm")
    for _ in range(9 * 6):
        await shop.passes(10)
    assert len(shop.panel.orders_for(LINK)) == 1


async def is_asked_about(shop: Harness) -> None:
    """Assert that the order was not given up: the operator decides."""
    assert await shop.state_of(LOST) is OrderState.UNKNOWN
    assert "please decide" in shop.olga.screen


async def is_prompt(shop: Harness) -> None:
    changed(shop, "UPDATE panel_account SET prompt_run = ?", 12)
    await shop.kiosk.catalogue.read_balance()


async def test_a_refund_that_is_held_back_hides_no_lost_order(shop: Harness) -> None:
    ids = await ordered(shop, LOST - 1)
    await is_prompt(shop)
    shop.panel.refund_late, shop.panel.gross_charge = 8, True
    all_say(shop, ids[:1], "Canceled")
    await shop.rounds()
    assert await held(shop) == 1
    await loses(shop)
    await is_asked_about(shop)
    await shop.olga.sees("Other orders were refunded meanwhile")


@pytest.mark.parametrize("how", ["refund", "keep"])
async def test_what_comes_back_for_an_order_ended_by_hand_hides_no_lost_order(
    shop: Harness, how: str
) -> None:
    ids = await ordered(shop, LOST - 1)
    await shop.olga.says(f"/review 1 end {how}")
    await shop.olga.taps("Yes, end it")
    await shop.passes(5 * MINUTE)
    await is_prompt(shop)
    shop.panel.refund_late = 8
    all_say(shop, ids[:1], "Canceled")
    await loses(shop)
    await is_asked_about(shop)


async def test_an_order_ended_by_hand_is_not_taken_for_one_the_panel_gave_back(shop: Harness) -> None:
    """Nothing came back for it, so the missing money is the lost order's cost; it was ended meanwhile."""
    await ordered(shop, LOST - 1)
    await is_prompt(shop)
    shop.panel.arm("reset_after")
    await shop.bob.says(f"/order 1 {LINK} 1000")
    await shop.bob.taps("Confirm")
    await shop.olga.says("/review 1 end refund")
    await shop.olga.taps("Yes, end it")
    for _ in range(9 * 6):
        await shop.passes(10)
    order = await shop.kiosk.stores.cases.find(LOST)
    assert order is not None
    assert order.why == "no_number", "the money says that the panel has it, only its number is not known"
