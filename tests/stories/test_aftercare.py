"""Refill and cancel when the panel is away, says nothing, or is only half heard."""

import pytest

from playground.telegram.people import NoSuchButton
from shop.ordering.order import Request
from tests.street import Player, Street

DAY = 86_400.0


async def ordered(player: Player, number: int = 1) -> None:
    """One more order, for a link of its own."""
    await player.says(f"/order 1 https://instagram.com/p/n{number} 100")
    await player.taps("Confirm")


async def finished(street: Street) -> None:
    """Ann has an order that is done."""
    await ordered(street.ann)
    await street.delivers()
    await street.ann.sees("Order 1 · Completed")


async def newest(street: Street, kind: str) -> Request:
    order = await street.kiosk.stores.orders.find(1, owner=None)
    assert order is not None
    request = order.request(kind)
    assert request is not None
    return request


def calls(street: Street, action: str) -> int:
    return sum(call.action == action for call in street.panel.calls)


async def test_a_refill_nobody_could_ask_for_is_asked_for_when_the_panel_is_back(street: Street) -> None:
    await finished(street)
    street.panel_wire.refusing = True
    await street.ann.taps("Refill")
    await street.ann.sees("Refill: asking the panel")
    for _ in range(5):
        await street.passes(60)
    street.panel_wire.refusing = False
    for _ in range(5):
        await street.passes(60)
    await street.ann.sees("Refill: requested")
    assert calls(street, "refill") == 1
    await street.audited()


async def test_after_half_an_hour_without_the_panel_the_button_comes_back(street: Street) -> None:
    await finished(street)
    street.panel_wire.refusing = True
    await street.ann.taps("Refill")
    for _ in range(40):
        await street.passes(60)
    street.panel_wire.refusing = False
    await street.ann.sees("Refill: refused (the panel did not answer; ask again)")
    await street.ann.taps("Refill")
    await street.ann.sees("Refill: requested")
    assert calls(street, "refill") == 1
    await street.audited()


async def test_a_cancel_nobody_could_ask_for_is_asked_for_later(street: Street) -> None:
    await ordered(street.ann)
    street.panel_wire.refusing = True
    await street.ann.taps("Cancel order")
    await street.ann.taps("Stop it")
    await street.ann.sees("Cancellation: asking the panel")
    street.panel_wire.refusing = False
    await street.passes(60)
    assert calls(street, "cancel") == 1
    await street.ann.sees("Cancellation: ")


async def test_a_panel_that_asks_to_wait_is_asked_again(street: Street) -> None:
    await finished(street)
    street.panel.arm("throttle_429", action="refill")
    await street.ann.taps("Refill")
    await street.ann.sees("Refill: asking the panel")
    for _ in range(10):
        await street.passes(60)
    await street.ann.sees("Refill: requested")


async def test_a_refill_without_an_id_lets_go_after_a_day(street: Street) -> None:
    await finished(street)
    await street.ann.taps("Refill")
    await street.ann.sees("Refill: requested")
    await street.passes(DAY / 2)
    with pytest.raises(NoSuchButton):
        await street.ann.taps("Refill")
    await street.passes(DAY / 2 + 60)
    await street.ann.sees("Refill: refused (no news from the panel; ask again)")
    await street.ann.taps("Refill")
    assert calls(street, "refill") == 2
    await street.audited()


async def test_a_refill_that_shows_in_the_orders_status_is_done(street: Street) -> None:
    await finished(street)
    await street.ann.taps("Refill")
    [order] = street.panel.orders.values()
    for word in ("In progress", "Completed"):
        street.panel.set_state(order.id, word)
        await street.passes(3700)
    await street.passes(DAY)
    await street.ann.sees("Refill: done", "The refill of order 1 is done")


async def test_a_refill_at_work_is_not_let_go(street: Street) -> None:
    await finished(street)
    await street.ann.taps("Refill")
    [order] = street.panel.orders.values()
    street.panel.set_state(order.id, "In progress")
    await street.passes(3700)
    await street.passes(2 * DAY)
    assert (await newest(street, "refill")).under_way


async def test_a_cancel_the_panel_is_silent_about_lets_go_after_a_day(street: Street) -> None:
    await ordered(street.ann)
    [order] = street.panel.orders.values()
    street.panel.set_state(order.id, "In progress")  # where it stays
    street.panel.arm("reset_before", action="cancel")
    await street.ann.taps("Cancel order")
    await street.ann.taps("Stop it")
    await street.ann.sees("did not say clearly whether it took it")
    await street.passes(DAY + 60)
    await street.ann.sees("Cancellation: refused (no news from the panel; ask again)")
    await street.ann.taps("Cancel order")
    await street.ann.taps("Stop it")
    assert calls(street, "cancel") == 2
    await street.audited()


async def test_a_wish_cut_off_by_a_crash_shows_on_its_card_and_lets_go(street: Street) -> None:
    await finished(street)
    street.ann.person.taps("Refill")
    await street.kiosk.mailroom.polling.poll_once(0)
    await street.kiosk.mailroom.turns.drain()
    await street.kiosk.mailroom.outbox_worker.drain()
    await street.kiosk.stores.requests.claim(street.clock.now())
    await street.restarts()
    await street.settles()
    await street.ann.sees("Refill: asked for, but the panel did not say clearly whether it took it")
    await street.passes(DAY + 60)
    await street.ann.taps("Refill")
    await street.ann.sees("Refill: requested")
