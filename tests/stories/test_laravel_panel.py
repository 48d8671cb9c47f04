"""The whole life of orders at a Laravel panel: one order per call, HTTP errors, 60 calls a minute."""

from collections.abc import AsyncIterator
from decimal import Decimal
from pathlib import Path

import pytest

from shop.ordering.order import OrderState
from tests.in_process import Harness, Player

LINK = "https://www.instagram.com/p/laravel/"


@pytest.fixture
async def laravel(database_file: Path) -> AsyncIterator[Harness]:
    harness = Harness(database_file, dialect="laravel")
    await harness.opens()
    await harness.olga.says("/start")
    yield harness
    await harness.audited()
    await harness.closes()


async def orders(player: Player, link: str = LINK) -> None:
    await player.says(f"/order 1 {link} 100")
    await player.taps("Confirm")


async def states(harness: Harness) -> dict[str, int]:
    return await harness.kiosk.stores.orders.count_by_state()


async def test_an_order_lives_from_its_card_to_its_end(laravel: Harness) -> None:
    ann = laravel.ann
    assert laravel.kiosk.main.panel.profile_name == "mainstream"
    await orders(ann)
    await ann.sees("Order 1 · Pending")
    await laravel.passes(1)
    ann.finds_no("100 %")  # remains is 0 until it has begun
    ann.finds_no("100 of 100 delivered")
    await laravel.passes(2)
    await ann.sees("Processing")
    ann.finds_no("100 %")
    await laravel.passes(10)
    await ann.sees("In progress", " delivered")
    await laravel.passes(60)
    await ann.sees("Completed", "100 %")
    await ann.taps("Refill")
    await ann.sees("Refill: requested, not yet confirmed")


async def test_comments_say_how_many_they_are(laravel: Harness) -> None:
    ann = laravel.ann
    service = laravel.panel.catalogue.of_type("Custom Comments")
    await ann.says(f"/order {service.id} {LINK}")
    await ann.says("\n".join(f"comment {letter}" for letter in "abcdefghijkl"))
    await ann.taps("Confirm")
    await ann.sees("Order 1 · Pending")
    [order] = laravel.panel.orders_for(LINK)
    assert order.quantity == 12


async def test_a_cancel_is_asked_for_by_one_number(laravel: Harness) -> None:
    ann = laravel.ann
    service = next(one for one in laravel.panel.catalogue if one.cancel and one.type == "Default")
    await ann.says(f"/order {service.id} {LINK} {service.min}")
    await ann.taps("Confirm")
    await ann.taps("Cancel order")
    await ann.taps("Stop it")
    await ann.sees("Stopping: requested")
    await laravel.passes(60)
    await ann.sees("Canceled")


@pytest.mark.parametrize("dialect", ["laravel", "laravel-lists"])
async def test_many_orders_are_followed_although_the_panel_stops_answering(
    database_file: Path, dialect: str
) -> None:
    harness = Harness(database_file, dialect=dialect)  # type: ignore[arg-type]  # one of the dialects
    await harness.opens()
    for number in range(80):
        if number % 25 == 24:
            await harness.passes(60)
        await orders(harness.ann, f"{LINK}{number}")
    while (await states(harness)).get(OrderState.RESERVED):
        await harness.passes(30)
    for _ in range(6):
        await harness.passes(62)
    assert await states(harness) == {OrderState.COMPLETED: 80}
    many = [call for call in harness.panel.calls if call.action == "status" and "orders" in call.form]
    assert len(many) == 1, "the refusal is remembered for an hour"
    await harness.passes(3600)
    placed = [order.link for order in harness.panel.orders.values()]
    assert sorted(placed) == sorted(f"{LINK}{number}" for number in range(80))
    await harness.closes()


async def test_a_wrong_key_costs_no_attempt(laravel: Harness) -> None:
    ann, olga = laravel.ann, laravel.olga
    laravel.panel.key = "another"
    await orders(ann)
    await ann.sees("Order 1 · Waiting", "nothing has been sent yet")
    assert laravel.panel.adds_received == 0
    await olga.sees("accepts no orders from us: auth: Invalid API Key")
    await laravel.kiosk.catalogue.read_balance()
    await olga.says("/panel")
    olga.finds_no("Orders go through")
    laravel.panel.key = laravel.kiosk.settings.key
    await laravel.passes(60)
    await laravel.passes(60)
    await ann.sees("Order 1 · ")
    assert laravel.panel.adds_received == 1


@pytest.mark.parametrize("money", [True, False])
async def test_what_this_panel_refuses_is_told(laravel: Harness, money: bool) -> None:
    if money:
        laravel.panel.deposit(-laravel.panel.balance)
        await orders(laravel.ann)
        await laravel.ann.sees("Order 1 · Waiting", "Orders cannot be sent right now")
        await laravel.olga.sees("our balance is too low")
        laravel.panel.deposit(Decimal(100))
        await laravel.passes(61)
        await laravel.ann.sees("Order 1 · ")
        assert len(laravel.panel.orders) == 1
        return
    laravel.panel.catalogue.remove(1)
    await orders(laravel.ann)
    await laravel.ann.sees("Rejected")


async def test_what_breaks_inside_is_looked_into(laravel: Harness) -> None:
    laravel.panel.arm("html_502_after")
    await orders(laravel.ann)
    await laravel.ann.sees("Order 1 · Being checked")
