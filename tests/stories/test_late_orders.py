"""Orders that take much longer than usual: the customer reads that it is known, the operator checks them."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from jobs import late_orders
from tests.in_process import Harness, Player

LATE = "This takes longer than usual. The shop has been told and looks into it."
ALERT = "more than three times as long"
MEASURED = 5


async def orders(player: Player, number: int, times: int = 1) -> None:
    for place in range(times):
        await player.says(f"/order 1 https://www.instagram.com/p/late{number}x{place}/ 100")
        await player.taps("Confirm")


@pytest.fixture
async def measured(harness: Harness) -> AsyncIterator[Harness]:
    """A shop whose service 1 took ten minutes five times; from now on orders hang at the panel."""
    await harness.olga.says("/start")
    await orders(harness.bob, 0, MEASURED)
    numbers = list(harness.panel.orders)
    for number in numbers:
        harness.panel.set_state(number, "In progress", remains=50)
    await harness.passes(600)
    for number in numbers:
        harness.panel.set_state(number, "Completed", remains=0)
    await harness.passes(60)
    measure = harness.kiosk.storefront.measured.of("1")
    assert measure is not None
    assert measure.orders == MEASURED
    yield harness
    await harness.audited()


async def hangs(harness: Harness, minutes: int) -> None:
    """Let time pass while the newest orders hang."""
    for number in list(harness.panel.orders)[MEASURED:]:
        if harness.panel.orders[number].running:
            harness.panel.set_state(number, "In progress", remains=60)
    for _ in range(minutes // 10):
        await harness.passes(600)


def alerts(harness: Harness) -> list[str]:
    return [message.text for message in harness.olga.person.chat if ALERT in message.text]


async def test_both_are_told_once_and_no_more_when_it_ends(measured: Harness) -> None:
    ann, olga = measured.ann, measured.olga
    await orders(ann, 1)
    card = ann.person.last
    await hangs(measured, 30)
    assert LATE not in card.text
    assert "Usually done within" in card.text
    await hangs(measured, 10)
    assert LATE in card.text
    assert "Usually done within" not in card.text
    await hangs(measured, 60)
    [alert] = alerts(measured)
    assert ": 6." in alert
    await olga.says("/review")
    await olga.sees("1 order takes much longer than usual: 6", "/review 6 end refund")
    measured.panel.set_state(list(measured.panel.orders)[-1], "Completed", remains=0)
    await measured.passes(600)
    assert "Completed" in card.text
    assert LATE not in card.text
    await olga.says("/review")
    await olga.sees("There is nothing to decide")
    assert alerts(measured) == []
    assert sum("No order is late any more." in one.text for one in olga.person.chat) == 1


async def test_a_heap_is_one_alert(measured: Harness) -> None:
    await orders(measured.ann, 1, 12)
    await orders(measured.bob, 2, 12)
    await hangs(measured, 60)
    [alert] = alerts(measured)
    assert "… +4" in alert
    await measured.olga.says("/review")
    await measured.olga.sees("24 orders take much longer than usual: 6, 7,", "… +4")


async def test_nobody_is_told_while_the_panel_is_away_and_of_none_that_was_done_meanwhile(
    measured: Harness,
) -> None:
    await orders(measured.ann, 1)
    card = measured.ann.person.last
    await hangs(measured, 10)
    measured.panel.arm("html_502_before", action="status", times=1000)
    await hangs(measured, 300)
    assert alerts(measured) == []
    assert LATE not in card.text
    measured.panel.set_state(list(measured.panel.orders)[-1], "Completed", remains=0)
    measured.panel.disarm()
    await measured.passes(600)
    assert "Completed" in card.text
    assert alerts(measured) == []


async def test_it_is_told_once_over_restarts(measured: Harness) -> None:
    await orders(measured.ann, 1)
    card = measured.ann.person.last
    await hangs(measured, 60)
    await measured.restarts()
    await hangs(measured, 60)
    assert len(alerts(measured)) == 1
    assert LATE in card.text


async def test_a_clock_that_is_set_ahead_makes_no_order_late(measured: Harness) -> None:
    await orders(measured.ann, 1)
    await hangs(measured, 10)
    measured.clock.set_ahead(timedelta(hours=5))
    await measured.settles()
    await measured.rounds()
    assert alerts(measured) == []


async def test_a_long_book_is_looked_through_some_at_a_time(
    measured: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(late_orders, "AT_ONCE", 3)
    monkeypatch.setattr(late_orders, "PAGES", 2)
    await orders(measured.ann, 1, 8)
    await hangs(measured, 40)
    assert await measured.kiosk.stores.late.list_late(limit=20) != ([], 0)
    await hangs(measured, 60)
    assert await measured.kiosk.stores.late.list_late(limit=20) == (list(range(6, 14)), 8)
    assert len(alerts(measured)) == 1
    anew = sum("This goes on" in one.text for one in measured.olga.person.chat)
    assert 1 <= anew <= 3, "more late orders are worse news: the card comes anew"
    await orders(measured.bob, 2)
    await hangs(measured, 100)
    assert (await measured.kiosk.stores.late.list_late(limit=20))[1] == 9
