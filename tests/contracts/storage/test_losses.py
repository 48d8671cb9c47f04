"""Payments that go back after they were spent: what the spending gives back later is the shop's again."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from shop.ledger.journals import Account, AccountKind
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ordering.order import Order
from shop.ordering.place import settlement_of
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, Refusal, Rejected, StatusReport
from storage.growth.gifts import Gifts
from storage.growth.paid_in import paid_in_micro
from storage.ledger.payments import Payments
from storage.orders.endings import Endings
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

PAID = PRICE = 10_000_000
LATER = NOON + MINUTE


@pytest.fixture
def payments(stores: StoresUnderTest) -> Payments:
    """Payments in a shop, where no wallet goes below zero."""
    return Payments(stores.database, operators=frozenset({OLGA}))


async def pays(payments: Payments, charge: str = "c", now: datetime = NOON, bonus_micro: int = 0) -> None:
    """Have Ann top up."""
    credit = PAID + bonus_micro
    bill = Invoice(
        charge, ANN, "stars", STARS, 77, credit, "USD", now + 60 * MINUTE, surcharge_micro=-bonus_micro
    )
    await payments.offer(bill, now)
    await payments.paid(Paid("stars", charge, ANN, charge, STARS, 77), now)


async def has(stores: StoresUnderTest) -> int:
    return await stores.ledger.balance(stores.wallet(ANN))


async def lost(stores: StoresUnderTest) -> int:
    return -await stores.ledger.balance(Account(AccountKind.WRITE_OFF, None, "USD"))


async def says(stores: StoresUnderTest, order: Order, state: PanelState, remains: int | None = None) -> None:
    """Have the panel report on an order."""
    known, now = await stores.order(order.id), NOON + 2 * MINUTE
    report = StatusReport(state, state, charge=Decimal(1), remains=remains)
    await stores.orders.apply([follow(known, report, now)])


async def test_who_takes_back_a_payment_and_then_its_order_has_nothing(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    order = await stores.reserved(price_micro=PRICE)
    await payments.was_returned("stars", "c", LATER)
    assert (await has(stores), await lost(stores)) == (0, PAID)
    assert await stores.orders.withdraw(order.id, owner=ANN, now=LATER)
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await Gifts(stores.database).giveable(ANN, "USD") == 0
    [told] = [one for one in await stores.messages(now=LATER) if one.kind == "wallet_changed"]
    assert told.payload == {"key": f"recovery:void:{order.id}"}
    assert await stores.broken(LATER) == set()


@pytest.mark.parametrize("way", ["refused", "voided", "canceled", "ended", "taken back"])
async def test_whatever_gives_the_price_back_makes_the_loss_good(
    stores: StoresUnderTest, payments: Payments, way: str
) -> None:
    await pays(payments)
    terms: dict[str, Any] = {"price_micro": PRICE, "quantity": 1000}
    if way == "refused":
        claimed = await stores.in_flight(**terms)
        await payments.was_returned("stars", "c", LATER)
        refused = settlement_of(Rejected(Refusal.LINK, "no"), attempt=1, now=LATER)
        await stores.queue.settle(claimed, refused, LATER)
    elif way in {"voided", "taken back"}:
        order = await stores.undecided(**terms)
        await payments.was_returned("stars", "c", LATER)
        if way == "voided":
            assert await stores.resolutions.void(order.id, LATER, by=OLGA)
        else:
            assert await stores.resolutions.adopt(order.id, "7", LATER, by=OLGA)
            assert await stores.resolutions.take_back(order.id, LATER, by=OLGA, wrong="7")
    else:
        order = await stores.placed("7", **terms)
        await payments.was_returned("stars", "c", LATER)
        if way == "canceled":
            await says(stores, order, PanelState.CANCELED)
        else:
            endings = Endings(stores.database, panel=PANEL, operators=(), credit_micro=0)
            assert await endings.end(order.id, LATER, refund=True, by=OLGA)
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER) == set()


async def test_a_part_that_comes_back_makes_that_part_good_and_a_second_one_the_rest(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments, bonus_micro=500_000)
    order = await stores.placed("7", price_micro=PRICE + 500_000, quantity=1000)
    await payments.was_returned("stars", "c", LATER)
    assert await lost(stores) == PRICE + 500_000
    await says(stores, order, PanelState.PARTIAL, remains=400)
    assert (await has(stores), await lost(stores)) == (0, (PRICE + 500_000) * 6 // 10)
    wallet = stores.wallet(ANN)
    assert await stores.database.read(lambda one: paid_in_micro(one, wallet)) == 0
    await says(stores, order, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.database.read(lambda one: paid_in_micro(one, wallet)) == 0
    assert await stores.broken(LATER) == set()


async def test_what_other_money_paid_for_stays_its_persons(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await pays(payments, "honest")
    both = await stores.placed("7", price_micro=2 * PRICE, quantity=1000)
    await payments.was_returned("stars", "c", LATER)
    await says(stores, both, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (PAID, 0)
    assert await stores.broken(LATER) == set()


async def test_an_order_that_was_made_after_the_loss_gives_all_of_it_back(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    first = await stores.placed("7", price_micro=PRICE, quantity=1000)
    await payments.was_returned("stars", "c", LATER)
    await pays(payments, "again", LATER)
    later = await stores.placed("8", now=LATER, price_micro=PRICE, quantity=1000, link="https://x.y/2")
    await says(stores, later, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (PAID, PAID)
    await says(stores, first, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (PAID, 0)
    assert await stores.broken(LATER) == set()


async def test_no_more_is_taken_than_is_still_lost(stores: StoresUnderTest, payments: Payments) -> None:
    await pays(payments)
    await stores.given(ANN, PRICE)
    orders = [
        await stores.placed(f"{n}", price_micro=PRICE, quantity=1000, link=f"https://x.y/{n}") for n in (1, 2)
    ]
    await payments.was_returned("stars", "c", LATER)
    for order in orders:
        await says(stores, order, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (PRICE, 0)
    assert await stores.broken(LATER) == set()


async def test_nothing_is_taken_of_a_wallet_that_is_below_zero(
    stores: StoresUnderTest, payments: Payments
) -> None:
    order = await stores.placed("7", price_micro=2 * PRICE, quantity=1000)  # while there was credit
    await pays(payments)
    await payments.was_returned("stars", "c", LATER)
    assert (await has(stores), await lost(stores)) == (-PAID, PAID)
    now_without = replace(stores, credit_micro=0)
    await says(now_without, order, PanelState.PARTIAL, remains=400)
    assert (await has(stores), await lost(stores)) == (-PAID * 2 // 10, PAID)
    await says(now_without, order, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER) == set()
