"""Refill and cancel when the panel is away, says nothing, or its answer breaks off."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from playground.telegram.people import NoSuchButton
from shop.ordering.refills_and_cancels import UNHEARD_BELIEVED
from shop.ordering.request import Request, RequestKind
from tests.in_process import Harness, Player

DAY = 86_400.0


async def ordered(player: Player, number: int = 1) -> None:
    """Place one more order, for a link of its own."""
    await player.says(f"/order 1 https://instagram.com/p/n{number} 100")
    await player.taps("Confirm")


async def finished(harness: Harness) -> None:
    """Give Ann an order that is done."""
    await ordered(harness.ann)
    await harness.delivers()
    await harness.ann.sees("Order 1 · Completed")


async def newest(harness: Harness, kind: str) -> Request:
    order = await harness.kiosk.stores.orders.find(1, owner=None)
    assert order is not None
    request = order.request(RequestKind(kind))
    assert request is not None
    return request


def calls(harness: Harness, action: str) -> int:
    return sum(call.action == action for call in harness.panel.calls)


async def test_a_refill_nobody_could_ask_for_is_asked_for_when_the_panel_is_back(harness: Harness) -> None:
    await finished(harness)
    harness.panel_wire.refusing = True
    await harness.ann.taps("Refill")
    await harness.ann.sees("Refill: being requested")
    for _ in range(5):
        await harness.passes(60)
    harness.panel_wire.refusing = False
    for _ in range(5):
        await harness.passes(60)
    await harness.ann.sees("Refill: requested")
    assert calls(harness, "refill") == 1
    await harness.audited()


async def test_after_half_an_hour_without_the_panel_the_button_comes_back(harness: Harness) -> None:
    await finished(harness)
    harness.panel_wire.refusing = True
    await harness.ann.taps("Refill")
    for _ in range(40):
        await harness.passes(60)
    harness.panel_wire.refusing = False
    await harness.ann.sees("Refill: no answer yet. Please tap Refill again")
    await harness.ann.taps("Refill")
    await harness.ann.sees("Refill: requested")
    assert calls(harness, "refill") == 1
    await harness.audited()


async def test_a_cancel_nobody_could_ask_for_is_asked_for_later(harness: Harness) -> None:
    await ordered(harness.ann)
    harness.panel_wire.refusing = True
    await harness.ann.taps("Cancel order")
    await harness.ann.taps("Stop it")
    await harness.ann.sees("Stopping: being requested")
    harness.panel_wire.refusing = False
    await harness.passes(60)
    assert calls(harness, "cancel") == 1
    await harness.ann.sees("Stopping: ")


async def test_a_panel_that_asks_to_wait_is_asked_again(harness: Harness) -> None:
    await finished(harness)
    harness.panel.arm("throttle_429", action="refill")
    await harness.ann.taps("Refill")
    await harness.ann.sees("Refill: being requested")
    for _ in range(10):
        await harness.passes(60)
    await harness.ann.sees("Refill: requested")


async def test_a_refill_without_an_id_lets_go_after_a_day(harness: Harness) -> None:
    await finished(harness)
    await harness.ann.taps("Refill")
    await harness.ann.sees("Refill: requested")
    await harness.passes(DAY / 2)
    with pytest.raises(NoSuchButton):
        await harness.ann.taps("Refill")
    await harness.passes(DAY / 2 + 60)
    await harness.ann.sees("Refill: no answer yet. Please tap Refill again")
    await harness.ann.taps("Refill")
    assert calls(harness, "refill") == 2
    await harness.audited()


async def test_a_refill_that_shows_in_the_orders_status_is_done(harness: Harness) -> None:
    await finished(harness)
    await harness.ann.taps("Refill")
    [order] = harness.panel.orders.values()
    for word in ("In progress", "Completed"):
        harness.panel.set_state(order.id, word)
        await harness.passes(3700)
    await harness.passes(DAY)
    await harness.ann.sees("Refill: done", "The refill of order 1 is done")


async def test_a_refill_at_work_is_not_let_go(harness: Harness) -> None:
    await finished(harness)
    await harness.ann.taps("Refill")
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "In progress")
    await harness.passes(3700)
    await harness.passes(2 * DAY)
    assert (await newest(harness, "refill")).under_way


async def test_a_cancel_the_panel_is_silent_about_lets_go_after_a_day(harness: Harness) -> None:
    await ordered(harness.ann)
    [order] = harness.panel.orders.values()
    harness.panel.set_state(order.id, "In progress")  # which stays
    harness.panel.arm("reset_before", action="cancel")
    await harness.ann.taps("Cancel order")
    await harness.ann.taps("Stop it")
    await harness.ann.sees("Stopping: requested, not yet confirmed")
    await harness.passes(DAY + 60)
    await harness.ann.sees("Stopping: no answer yet. Please tap Cancel order again")
    await harness.ann.taps("Cancel order")
    await harness.ann.taps("Stop it")
    assert calls(harness, "cancel") == 2
    await harness.audited()


async def test_a_wish_cut_off_by_a_crash_shows_on_its_card_and_lets_go(harness: Harness) -> None:
    await finished(harness)
    harness.ann.person.taps("Refill")
    await harness.kiosk.messaging.polling.poll_once(0)
    await harness.kiosk.messaging.turns.drain()
    await harness.kiosk.messaging.outbox_worker.drain()
    await harness.kiosk.stores.requests.claim(harness.clock.now())
    await harness.restarts()
    await harness.settles()
    await harness.ann.sees("Refill: requested, not yet confirmed")
    await harness.passes(DAY + 60)
    await harness.ann.taps("Refill")
    await harness.ann.sees("Refill: requested")


async def test_a_card_of_an_order_that_is_over_does_not_say_that_it_goes_on(harness: Harness) -> None:
    ann, package = harness.ann, harness.panel.catalogue.of_type("Package")
    await ann.says(f"/order {package.id} https://www.instagram.com/ann/")
    await ann.taps("Confirm")
    await ann.taps("Cancel order")
    await ann.taps("Stop it")
    await ann.sees("Stopping: not possible, so the order goes on")
    await harness.delivers()
    await ann.says("/status 1")
    await ann.sees("Completed", "Stopping: was not possible")
    ann.finds_no("goes on")


class TestRefillsOfWhichThePanelSaysNothing:
    """Numbered refills that a panel leaves out of its answers, or of which it says what nobody knows.

    The customer read "requested" for good and could not ask again.
    """

    @pytest.fixture
    async def harness(self, database_file: Path) -> AsyncIterator[Harness]:
        """A kiosk at a panel that numbers refills, with two of Ann's under way."""
        harness = Harness(database_file, dialect="mainstream")
        await harness.opens()
        for number in (1, 2):
            await ordered(harness.ann, number)
        await harness.delivers()
        for number in (1, 2):
            await harness.ann.says(f"/status {number}")
            await harness.ann.taps("Refill")
        yield harness
        await harness.audited()
        await harness.closes()

    async def asks(self, harness: Harness) -> None:
        """Let a minute pass, and the panel be asked about refills alone."""
        harness.clock.advance(61)
        await harness.kiosk.suppliers[0].work.follow_refills()

    @pytest.mark.parametrize("answer", ["[]", "{}", '[{"refill": 2, "status": "Pending"}]'])
    async def test_it_lets_go_after_a_day(self, harness: Harness, answer: str) -> None:
        harness.panel.says["refill_status"] = answer
        for _ in range(UNHEARD_BELIEVED):
            await self.asks(harness)
        assert (await newest(harness, "refill")).under_way, "not before a day is over"
        await harness.passes(DAY)
        await harness.passes(60)
        await harness.ann.says("/status 1")
        await harness.ann.sees("Refill: no answer yet. Please tap Refill again")

    async def test_so_does_one_with_a_state_that_nobody_knows(self, harness: Harness) -> None:
        harness.panel.says["refill_status"] = (
            '[{"refill": 1, "status": "Zzz"}, {"refill": 2, "status": "Pending"}]'
        )
        await harness.passes(DAY)
        for _ in range(UNHEARD_BELIEVED):
            await self.asks(harness)
        await harness.ann.says("/status 1")
        await harness.ann.sees("Refill: no answer yet. Please tap Refill again")
        await harness.ann.says("/status 2")
        await harness.ann.sees("Refill: requested")

    async def test_one_that_is_reported_on_again_goes_on(self, harness: Harness) -> None:
        harness.panel.says["refill_status"] = "[]"
        await harness.passes(DAY)
        for _ in range(UNHEARD_BELIEVED // 2):
            await self.asks(harness)
        del harness.panel.says["refill_status"]
        await harness.passes(60)
        assert not (await newest(harness, "refill")).under_way
        await harness.ann.says("/status 1")
        await harness.ann.sees("Refill: done")
