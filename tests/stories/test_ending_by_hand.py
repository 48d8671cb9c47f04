"""Orders without news from the panel: the operator is told, and ends them; money goes back once."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from playground.telegram.people import NoSuchButton
from shop.ordering.order import OrderState
from storage.ledger.tables import journal
from tests.in_process import OLGA, Harness
from tests.stories.test_prices import given, paid

LINK = "https://instagram.com/p/abc"
DAY = 24 * 3600
PRICE = 900_000


@pytest.fixture
async def shop(database_file: Path) -> AsyncIterator[Harness]:
    """An open shop in which Ann has one order at work."""
    harness = Harness(database_file, access="shop")
    await harness.opens()
    for player in (harness.olga, harness.ann):
        await player.says("/start")
    await given(harness, harness.ann)
    await harness.ann.says(f"/order 1 {LINK} 1000")
    await harness.ann.taps("Confirm")
    harness.panel.set_state("23501", "In progress", remains=1000)
    await harness.rounds()
    yield harness
    await harness.closes()


async def test_an_order_without_news_for_a_day_is_named_once_a_day(shop: Harness) -> None:
    shop.panel.orders.clear()  # the panel has forgotten the order
    for _ in range(3):
        await shop.passes(DAY / 4)
        await shop.kiosk.main.work.watch()
    await shop.settles()
    shop.olga.finds_no("For a day the panel has reported nothing")
    for _ in range(3):
        await shop.passes(DAY / 8)
        await shop.kiosk.main.work.watch()
    await shop.settles()
    await shop.olga.sees(
        "The panel gives no status for order 1",
        "For a day the panel has reported nothing that I understand about these orders: 1",
        "/review 1 end refund",
    )


async def test_an_order_at_work_for_a_month_is_named(shop: Harness) -> None:
    for _ in range(31):
        await shop.passes(DAY)
    await shop.kiosk.main.work.watch()
    await shop.settles()
    await shop.olga.sees("have been at work for a month: 1.")
    shop.olga.finds_no("For a day the panel has reported nothing")


async def test_the_operator_ends_it_and_a_late_canceled_gives_nothing_back_twice(shop: Harness) -> None:
    await shop.olga.says("/review 1 end refund")
    await shop.olga.sees("Are you sure?", "$0.90 goes back to the customer")
    assert await paid(shop, shop.ann) == PRICE
    await shop.olga.taps("Yes, end it")
    assert await paid(shop, shop.ann) == 0
    await shop.ann.sees("The shop has ended order 1", "$0.90 is back in your wallet")
    shop.panel.set_state("23501", "Canceled")
    await shop.passes(DAY)
    await shop.ann.says("/status 1")
    await shop.ann.taps("Refresh")
    assert await paid(shop, shop.ann) == 0
    await shop.audited()

    def unit(connection: Connection) -> list[tuple[object, ...]]:
        found = select(journal.c.key, journal.c.actor_id).where(journal.c.kind == "refund")
        return [tuple(row) for row in connection.execute(found).all()]

    assert await shop.kiosk.stores.database.read(unit) == [(f"refund:1:{PRICE}", OLGA)]


async def test_kept_is_completed_and_stays_so(shop: Harness) -> None:
    await shop.olga.says("/review 1 end keep")
    await shop.olga.sees("nothing goes back to the customer")
    await shop.olga.taps("Yes, end it")
    await shop.ann.sees("The shop has closed order 1")
    shop.panel.set_state("23501", "Canceled")
    await shop.passes(DAY)
    order = await shop.kiosk.stores.orders.find(1, owner=None)
    assert order is not None
    assert (order.state, order.ended_by) == (OrderState.COMPLETED, OLGA)
    assert await paid(shop, shop.ann) == PRICE
    await shop.audited()


async def test_ending_twice_moves_money_once(shop: Harness) -> None:
    await shop.olga.says("/review 1 end refund")
    shop.olga.person.taps("Yes, end it")
    shop.olga.person.taps("Yes, end it")
    await shop.settles()
    assert await paid(shop, shop.ann) == 0
    await shop.olga.says("/review 1 end refund")
    await shop.olga.sees("cannot be ended this way")
    await shop.audited()


async def test_the_turn_done_again_after_a_crash_moves_money_once(shop: Harness) -> None:
    await shop.olga.says("/review 1 end refund")
    await shop.olga.taps("Yes, end it")
    await shop.restarts()
    await shop.forgets_last_turn()
    await shop.settles()
    assert await paid(shop, shop.ann) == 0
    await shop.audited()


async def test_after_a_part_came_back_only_the_rest_does(shop: Harness) -> None:
    shop.panel.set_state("23501", "Partial", remains=400)
    await shop.rounds()
    assert await paid(shop, shop.ann) == PRICE * 6 / 10
    await shop.olga.says("/review 1 end refund")
    await shop.olga.sees("$0.54 goes back")
    await shop.olga.taps("Yes, end it")
    assert await paid(shop, shop.ann) == 0
    await shop.audited()


@pytest.mark.parametrize("words", ["1 end", "1 end all", "1 end refund now", "end refund"])
async def test_anything_else_says_how(shop: Harness, words: str) -> None:
    await shop.olga.says(f"/review {words}")
    await shop.olga.sees("/review 12 end refund")


@pytest.mark.parametrize("words", ["99 end refund", "x end keep"])
async def test_an_order_that_is_not_there(shop: Harness, words: str) -> None:
    await shop.olga.says(f"/review {words}")
    await shop.olga.sees("There is no order")


async def test_only_an_operator_ends(shop: Harness) -> None:
    await shop.ann.says("/review 1 end refund")
    await shop.ann.sees("Only the shop's operator")
    with pytest.raises(NoSuchButton):
        await shop.ann.taps("Yes, end it")


async def test_an_order_that_waits_cannot_be_ended_so(shop: Harness) -> None:
    shop.panel_wire.refusing = True
    await shop.ann.says(f"/order 1 {LINK}2 1000")
    await shop.ann.taps("Confirm")
    await shop.olga.says("/review 2 end refund")
    await shop.olga.sees("Order 2 cannot be ended this way")
