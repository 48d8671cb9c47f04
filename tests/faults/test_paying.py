"""Paying while the process dies: every charge is credited once, and none is lost."""

import asyncio

import pytest

from playground.telegram import FakePerson
from tests.faults.square import Square

POINTS = ("after_inbox_commit:3", "before_turn_done:3", "after_turn_done:3")
"""The other points of a payment are in the crash matrix."""


async def billed(square: Square, person: FakePerson) -> None:
    """The person has a bill of 250 Stars before them."""
    person.tops_up(1_000)
    person.says("/topup")
    await square.sees(person, "How much?")
    person.says("5")
    await square.sees(person, "Your wallet gets exactly 5.00")


def pays(person: FakePerson) -> None:
    bills = [one for one in person.home.messages.values() if one.content.invoice is not None]
    person.pays(bills[-1], stale=True)


async def balance(square: Square, person: FakePerson, amount: str) -> None:
    person.says("/wallet")
    await square.sees(person, f"Balance: {amount}")


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
async def test_a_payment_survives_a_death_at(point: str, square: Square) -> None:
    child = await square.starts(KIOSK_CRASH_AT=point)
    await billed(square, square.ann)
    pays(square.ann)
    assert await child.ended() == -9
    await square.starts()
    await square.sees(square.ann, "5.00 USD came into your wallet")
    await square.falls_quiet()
    await balance(square, square.ann, "5.00 USD")
    assert len(square.rows("SELECT * FROM payment")) == 1
    await square.audited()


@pytest.mark.slow
async def test_payments_come_by_webhook_and_side_by_side(square: Square) -> None:
    await square.starts(**square.webhook())
    await asyncio.gather(*(billed(square, person) for person in (square.ann, square.bob)))
    for person in (square.ann, square.bob):
        pays(person)
    for person in (square.ann, square.bob):
        await square.sees(person, "5.00 USD came into your wallet")
    await square.falls_quiet()
    assert all(one.state == "paid" for one in square.telegram.world.checkouts.values())
    await square.audited()


@pytest.mark.slow
async def test_a_kiosk_that_is_away_charges_nobody_and_finds_what_was_paid(square: Square) -> None:
    child = await square.starts()
    await billed(square, square.ann)
    await child.killed()
    pays(square.ann)
    square.telegram.world.checkouts[max(square.telegram.world.checkouts)].until = 0
    await square.starts()
    await balance(square, square.ann, "0.00 USD")
    assert square.ann.stars == 1_000
    pays(square.ann)
    await square.sees(square.ann, "5.00 USD came into your wallet")
    await square.audited()
