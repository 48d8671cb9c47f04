"""Paying while the process dies: every charge is credited once, and none is lost."""

import asyncio

import pytest

from playground.telegram import FakePerson
from tests.faults.process import KioskProcess, links

POINTS = ("after_inbox_commit:3", "before_turn_done:3", "after_turn_done:3")
"""The other points of a payment are in the crash matrix."""


ORDER_POINTS = (*POINTS, "before_credit", "after_credit", "after_attempt_commit")
"""At the last one the order may be at the panel, so it is never sent again."""

SHORT = {"CREDIT_LIMIT": "0.001"}
"""So little that every order has to be paid for."""


async def billed(process: KioskProcess, person: FakePerson) -> None:
    """Show the person an invoice for 250 Stars."""
    person.tops_up(1_000)
    person.says("/topup")
    await process.sees(person, "How much?")
    person.says("5")
    await process.sees(person, "Your wallet gets exactly $5.00")


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
    assert [one.state for one in process.telegram.world.checkouts.values()] == ["paid", "paid"]
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


@pytest.mark.slow
@pytest.mark.parametrize("point", ORDER_POINTS)
async def test_an_order_paid_for_by_one_act_survives_a_death_at(point: str, process: KioskProcess) -> None:
    """One payment, one order, sent once at most; and its person is told."""
    ann, link = process.ann, next(links)
    child = await process.starts(KIOSK_CRASH_AT=point, **SHORT)
    ann.tops_up(1_000)
    service = process.panel.catalogue.of_type("Default")
    ann.says(f"/order {service.id} {link} 1000")
    await process.sees(ann, "You need")
    [pay] = [b.label for row in ann.last.keyboard or () for b in row if "Stars and order" in b.label]
    ann.taps(pay)
    await process.sees(ann, "the order is confirmed by itself")
    pays(ann)
    assert await child.ended() == -9
    await process.starts(**SHORT)
    await process.sees(ann, f"Order {await process.number()} is on its way")
    await process.falls_quiet()
    [order] = process.rows("SELECT * FROM orders")
    there = process.panel.orders_for(link)
    if point == "after_attempt_commit":
        assert (order["state"], len(there)) == ("unknown", 0)
    else:
        assert len(there) == 1
        assert order["panel_order_id"] == there[0].id
    assert len(process.rows("SELECT * FROM payment")) == 1
    assert len(process.rows("SELECT * FROM journal WHERE kind = 'reserve'")) == 1
    await process.audited()
