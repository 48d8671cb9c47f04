"""Paying while the process dies: every charge is credited once, and none is lost."""

import asyncio

import pytest

from playground.telegram import FakePerson
from tests.faults.process import KioskProcess

POINTS = ("after_inbox_commit:3", "before_turn_done:3", "after_turn_done:3")
"""The other points of a payment are in the crash matrix."""


async def billed(process: KioskProcess, person: FakePerson) -> None:
    """Show the person an invoice for 250 Stars."""
    person.tops_up(1_000)
    person.says("/topup")
    await process.sees(person, "How much?")
    person.says("5")
    await process.sees(person, "Your wallet gets exactly 5.00")


def pays(person: FakePerson) -> None:
    invoices = [one for one in person.home.messages.values() if one.content.invoice is not None]
    person.pays(invoices[-1], stale=True)


async def balance(process: KioskProcess, person: FakePerson, amount: str) -> None:
    person.says("/wallet")
    await process.sees(person, f"Balance: {amount}")


@pytest.mark.slow
@pytest.mark.parametrize("point", POINTS)
async def test_a_payment_survives_a_death_at(point: str, process: KioskProcess) -> None:
    child = await process.starts(KIOSK_CRASH_AT=point)
    await billed(process, process.ann)
    pays(process.ann)
    assert await child.ended() == -9
    await process.starts()
    await process.sees(process.ann, "$5.00 came into your wallet")
    await process.falls_quiet()
    await balance(process, process.ann, "$5.00")
    assert len(process.rows("SELECT * FROM payment")) == 1
    await process.audited()


@pytest.mark.slow
async def test_payments_come_by_webhook_and_side_by_side(process: KioskProcess) -> None:
    await process.starts(**process.webhook())
    await asyncio.gather(*(billed(process, person) for person in (process.ann, process.bob)))
    for person in (process.ann, process.bob):
        pays(person)
    for person in (process.ann, process.bob):
        await process.sees(person, "$5.00 came into your wallet")
    await process.falls_quiet()
    assert all(one.state == "paid" for one in process.telegram.world.checkouts.values())
    await process.audited()


@pytest.mark.slow
async def test_a_kiosk_that_is_away_charges_nobody_and_finds_what_was_paid(process: KioskProcess) -> None:
    child = await process.starts()
    await billed(process, process.ann)
    await child.killed()
    pays(process.ann)
    process.telegram.world.checkouts[max(process.telegram.world.checkouts)].until = 0
    await process.starts()
    await balance(process, process.ann, "$0.00")
    assert process.ann.stars == 1_000
    pays(process.ann)
    await process.sees(process.ann, "$5.00 came into your wallet")
    await process.audited()
