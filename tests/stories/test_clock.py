"""The clock is set, or the kiosk is off for a weekend: every wait keeps its length."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.in_process import Harness

LINK = "https://www.instagram.com/p/abc123/"
DAY = timedelta(days=1)
BOTH_WAYS = pytest.mark.parametrize("step", [DAY, -DAY], ids=["a day ahead", "a day back"])


async def orders(harness: Harness) -> None:
    """Have Ann order a hundred likes."""
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Confirm")


def services_asked(harness: Harness) -> int:
    """Return how often the panel was asked for its catalogue."""
    return sum(call.action == "services" for call in harness.panel.calls)


@BOTH_WAYS
async def test_an_order_that_waits_is_neither_lost_nor_held(harness: Harness, step: timedelta) -> None:
    harness.panel_wire.refusing = True
    await orders(harness)
    harness.clock.set_ahead(step)
    await harness.passes(60)
    harness.ann.finds_no("could not be placed")
    harness.panel_wire.refusing = False
    await harness.passes(300)
    await harness.delivers()
    await harness.ann.sees("Completed")
    await harness.audited()


@BOTH_WAYS
async def test_an_order_that_cannot_go_is_given_back_after_its_half_hour(
    harness: Harness, step: timedelta
) -> None:
    harness.panel_wire.refusing = True
    await orders(harness)
    harness.clock.set_ahead(step)
    for _ in range(29):
        await harness.passes(60)
        harness.ann.finds_no("could not be placed")
    await harness.passes(120)
    await harness.ann.sees("could not be placed")
    await harness.audited()


@BOTH_WAYS
async def test_the_operators_hear_of_it_once(harness: Harness, step: timedelta) -> None:
    await harness.olga.says("/start")
    harness.clock.set_ahead(step)
    await harness.passes(60)
    await harness.olga.sees("24:00 h")
    word = "ahead" if step > timedelta(0) else "back"
    await harness.olga.sees(f"set {word} by")
    await harness.passes(60)
    assert harness.olga.screen.count("24:00 h") == 1
    harness.clock.set_ahead(timedelta(seconds=5))
    await harness.passes(60)
    assert harness.olga.screen.count("set ahead by") == (1 if word == "ahead" else 0)


@BOTH_WAYS
async def test_periodic_work_goes_on_after_the_clock_was_set(harness: Harness, step: timedelta) -> None:
    await orders(harness)
    harness.clock.set_ahead(step)
    await harness.delivers()
    await harness.ann.sees("Completed")
    asked = services_asked(harness)
    await harness.passes(31 * 60)
    assert services_asked(harness) > asked
    await harness.audited()


async def test_a_clock_set_back_while_it_was_off(harness: Harness) -> None:
    await harness.olga.says("/start")
    harness.panel_wire.refusing = True
    await orders(harness)
    await harness.passes(60)
    harness.clock.set_ahead(-DAY)
    harness.panel_wire.refusing = False
    await harness.restarts()
    await harness.settles()
    await harness.olga.sees("set back by")
    await harness.passes(300)
    await harness.delivers()
    await harness.ann.sees("Completed")
    await harness.audited()


async def test_a_weekend_off_ends_nobodys_order(harness: Harness) -> None:
    harness.panel_wire.refusing = True
    await orders(harness)
    await harness.passes(60)
    await harness.closes()
    harness.clock.advance(60 * 3600)
    harness.panel_wire.refusing = False
    await harness.comes_back()
    harness.ann.finds_no("could not be placed")
    await harness.passes(300)
    await harness.delivers()
    await harness.ann.sees("Completed")
    await harness.audited()


@pytest.mark.parametrize(
    "step", [timedelta(hours=1), timedelta(hours=-1)], ids=["an hour ahead", "an hour back"]
)
async def test_a_receipt_that_was_asked_for_is_still_one(step: timedelta, database_file: Path) -> None:
    harness = Harness(database_file, access="shop", manual_topup="Pay to DE00 1234.", topup_amounts="5")
    await harness.opens()
    await harness.ann.says("/topup")
    await harness.ann.taps("$5")
    await harness.ann.taps("I have paid")
    harness.clock.set_ahead(step)
    await harness.settles()
    await harness.ann.says("Paid at noon, number 4711")
    await harness.ann.sees("Is this right?")
    await harness.closes()


async def test_an_invoice_that_has_expired_is_not_good_again_where_the_clock_is_set_back(
    database_file: Path,
) -> None:
    harness = Harness(database_file, access="shop", star_value="0.02", topup_amounts="5")
    await harness.opens()
    ann = harness.ann
    ann.person.tops_up(1_000)
    await ann.says("/topup")
    await ann.taps("$5 · 250 ⭐")
    [bill] = [one for one in ann.person.chat if one.content.invoice is not None]
    await harness.passes(62 * 60)
    harness.clock.set_ahead(timedelta(minutes=-50))
    await harness.settles()
    paying = ann.person.pays(bill, stale=True)
    await harness.settles()
    assert paying.state == "failed"
    await harness.closes()
