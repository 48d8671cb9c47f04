"""Somebody sets the clock, or the kiosk is off for a weekend: every wait lasts as long as it would have."""

from datetime import timedelta

import pytest

from tests.street import Street

LINK = "https://www.instagram.com/p/abc123/"
DAY = timedelta(days=1)
BOTH_WAYS = pytest.mark.parametrize("step", [DAY, -DAY], ids=["a day ahead", "a day back"])


async def orders(street: Street) -> None:
    """Ann orders a hundred likes."""
    await street.ann.says(f"/order 1 {LINK} 100")
    await street.ann.taps("Confirm")


def services_asked(street: Street) -> int:
    """How often the panel was asked for its catalogue."""
    return sum(call.action == "services" for call in street.panel.calls)


@BOTH_WAYS
async def test_an_order_that_waits_is_neither_lost_nor_held(street: Street, step: timedelta) -> None:
    street.panel_wire.refusing = True
    await orders(street)
    street.clock.set_ahead(step)
    await street.passes(60)
    street.ann.finds_no("could not be placed")
    street.panel_wire.refusing = False
    await street.passes(300)
    await street.delivers()
    await street.ann.sees("Completed")
    await street.audited()


@BOTH_WAYS
async def test_an_order_that_cannot_go_is_given_back_after_its_half_hour(
    street: Street, step: timedelta
) -> None:
    street.panel_wire.refusing = True
    await orders(street)
    street.clock.set_ahead(step)
    for _ in range(29):
        await street.passes(60)
        street.ann.finds_no("could not be placed")
    await street.passes(120)
    await street.ann.sees("could not be placed")
    await street.audited()


@BOTH_WAYS
async def test_the_operators_hear_of_it_once(street: Street, step: timedelta) -> None:
    await street.olga.says("/start")
    street.clock.set_ahead(step)
    await street.passes(60)
    await street.olga.sees("24:00 h")
    word = "ahead" if step > timedelta(0) else "back"
    await street.olga.sees(f"set {word} by")
    await street.passes(60)
    assert street.olga.screen.count("24:00 h") == 1
    street.clock.set_ahead(timedelta(seconds=5))
    await street.passes(60)
    assert street.olga.screen.count("set ahead by") == (1 if word == "ahead" else 0)


@BOTH_WAYS
async def test_rounds_go_on(street: Street, step: timedelta) -> None:
    await orders(street)
    street.clock.set_ahead(step)
    await street.delivers()
    await street.ann.sees("Completed")
    asked = services_asked(street)
    await street.passes(31 * 60)
    assert services_asked(street) > asked
    await street.audited()


async def test_a_clock_set_back_while_it_was_off(street: Street) -> None:
    await street.olga.says("/start")
    street.panel_wire.refusing = True
    await orders(street)
    await street.passes(60)
    street.clock.set_ahead(-DAY)
    street.panel_wire.refusing = False
    await street.restarts()
    await street.settles()
    await street.olga.sees("set back by")
    await street.passes(300)
    await street.delivers()
    await street.ann.sees("Completed")
    await street.audited()


async def test_a_weekend_off_ends_nobodys_order(street: Street) -> None:
    street.panel_wire.refusing = True
    await orders(street)
    await street.passes(60)
    await street.closes()
    street.clock.advance(60 * 3600)
    street.panel_wire.refusing = False
    await street.comes_back()
    street.ann.finds_no("could not be placed")
    await street.passes(300)
    await street.delivers()
    await street.ann.sees("Completed")
    await street.audited()
