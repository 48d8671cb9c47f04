"""What every customer may count on: few acts to an order, and a tap that never goes on spinning."""

import asyncio

import pytest

from playground.panel.reply import Reply
from playground.panel.rules import Form
from playground.telegram.taps import Tap
from tests.in_process import Harness

MOST_ACTS = 7
PATIENCE = 60
"""Seconds until a test that waits in vain fails; the kiosk's own clock stands still meanwhile."""


async def test_from_a_cold_start_to_a_confirmed_order_in_seven_acts(harness: Harness) -> None:
    ann = harness.ann
    acts = (
        ann.says("/start"),
        ann.says("https://instagram.com/p/Cabc"),
        ann.taps("from $0.13 · Likes"),
        ann.taps("$0.13 · Instant"),
        ann.taps("Order"),
        ann.says("1000"),
        ann.taps("Confirm"),
    )
    assert len(acts) <= MOST_ACTS
    for act in acts:
        await act
    await ann.sees("Order 1")
    [order] = harness.panel.orders.values()
    assert order.link == "https://instagram.com/p/Cabc"
    await harness.audited()


async def test_every_tap_is_acknowledged_while_the_panel_hangs(
    harness: Harness, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, bob = harness.ann, harness.bob
    await ann.says("/order 21 https://instagram.com/p/Cabc 1000")
    await ann.taps("Confirm")
    await bob.says("/order 21 https://instagram.com/p/Cxyz 1000")
    released, answer = asyncio.Event(), harness.panel.answer

    async def hanging(form: Form) -> Reply:
        await released.wait()
        return await answer(form)

    monkeypatch.setattr(harness.panel, "answer", hanging)
    taps = [bob.person.taps("Confirm"), ann.person.taps("Refresh"), ann.person.taps("Cancel order")]
    settling = asyncio.create_task(harness.settles())
    begun = harness.clock.monotonic()
    async with asyncio.timeout(PATIENCE):
        while not all(tap.answered for tap in taps):
            assert not settling.done(), _spinning(taps)
            await asyncio.sleep(0)
    assert harness.clock.monotonic() - begun < 1
    assert not settling.done(), "nothing has hung"
    released.set()
    await settling
    await harness.audited()


def _spinning(taps: list[Tap]) -> str:
    return "these go on spinning: " + ", ".join(tap.data for tap in taps if not tap.answered)
