"""Payments that go back after they were spent: what the spending gives back later is the shop's again."""

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, text

from shop.growth.gifts import GiftState
from shop.ledger.journals import Account, AccountKind, withdrawing
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ordering.order import Order, OrderState
from shop.ordering.place import settlement_of
from shop.ordering.reason import ReasonKind
from shop.ordering.status_tracking import follow
from shop.replies import NotSent, PanelState, Refusal, Rejected, StatusReport
from storage.growth.gifts import Gifts
from storage.growth.paid_in import paid_in_micro
from storage.ledger.conversions import Conversions
from storage.ledger.crediting import Crediting
from storage.ledger.payments import Payments
from storage.ledger.store import balance_of
from storage.orders.endings import Endings
from storage.orders.scheduled import ScheduledOrders
from storage.orders.unpaid import hold_unsent
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

PAID = PRICE = 10_000_000
LATER = NOON + MINUTE


@pytest.fixture
def payments(stores: StoresUnderTest) -> Payments:
    """Payments in a shop, where no wallet goes below zero."""
    return Payments(stores.database, operators=frozenset({OLGA}))


async def pays(
    payments: Payments,
    charge: str = "c",
    now: datetime = NOON,
    bonus_micro: int = 0,
    pays_for: str | None = None,
) -> None:
    """Have Ann top up, perhaps for an order."""
    credit, until = PAID + bonus_micro, now + 60 * MINUTE
    bill = Invoice(charge, ANN, "stars", STARS, 77, credit, "USD", until, surcharge_micro=-bonus_micro)
    bill = replace(bill, pays_for=pays_for)
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
    await stores.swept.apply([follow(known, report, now)])


async def starts_later(stores: StoresUnderTest, n: int = 1, **terms: Any) -> Order:
    """Have Ann order for this evening."""
    evening = int((NOON + 480 * MINUTE).timestamp())
    usual: dict[str, Any] = {"price_micro": PRICE, "link": f"https://x.y/{n}"}
    return await stores.reserved(starts=evening, **usual | terms)


async def stands(stores: StoresUnderTest, *orders: Order) -> list[OrderState]:
    return [(await stores.order(order.id)).state for order in orders]


@pytest.mark.parametrize("starts", [None, int((NOON + 480 * MINUTE).timestamp())], ids=["in line", "later"])
async def test_an_order_that_was_not_sent_is_withdrawn_when_its_payment_goes_back(
    stores: StoresUnderTest, payments: Payments, starts: int | None
) -> None:
    await pays(payments)
    order = await stores.reserved(price_micro=PRICE, starts=starts)
    for _ in range(2):
        await payments.was_returned("stars", "c", LATER)
    assert (await has(stores), await lost(stores)) == (0, 0)
    withdrawn = await stores.order(order.id)
    assert (withdrawn.state, withdrawn.reason_kind) == (OrderState.VOIDED, ReasonKind.PAYMENT_BACK)
    assert not await stores.orders.withdraw(order.id, owner=ANN, now=LATER)
    assert await stores.queue.claim(LATER) is None
    at_start = NOON + 480 * MINUTE
    assert await ScheduledOrders(stores.database, panel=PANEL).list_due(at_start) == []
    assert await Gifts(stores.database).giveable(ANN, "USD") == 0
    told = [one for one in await stores.messages(now=LATER) if one.kind in {"finished", "wallet_changed"}]
    assert [one.kind for one in told] == ["finished", "wallet_changed"]
    assert told[1].payload == {"key": f"recovery:void:{order.id}"}
    alert = await stores.message("alert", OLGA, LATER)
    assert alert.payload["word"] == f"77 ⭐, c, ✖️ 📦 {order.id}"
    assert await stores.broken(LATER) == set()


async def test_as_many_are_withdrawn_as_the_loss_takes_the_newest_first(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await pays(payments, "honest")
    first, second, third = [await starts_later(stores, n, price_micro=PRICE * 2 // 3) for n in (1, 2, 3)]
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, first, second, third) == [
        OrderState.RESERVED,
        OrderState.VOIDED,
        OrderState.VOIDED,
    ]
    assert (await has(stores), await lost(stores)) == (PRICE * 2 - PRICE * 2 // 3 - PAID, 0)
    assert await stores.broken(LATER) == set()


async def test_the_order_that_the_payment_was_made_for_goes_before_newer_ones(
    stores: StoresUnderTest, payments: Payments
) -> None:
    token = await stores.offered(price_micro=PRICE, starts=int((NOON + 480 * MINUTE).timestamp()))
    await pays(payments, pays_for=token)
    bought = await stores.orders.reserve(token=token, person_id=ANN, acknowledged=True, now=NOON)
    await pays(payments, "honest")
    other = await starts_later(stores)
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, bought, other) == [OrderState.VOIDED, OrderState.RESERVED]
    assert (await has(stores), await lost(stores)) == (0, 0)


async def test_what_the_wallet_has_or_somebody_else_ordered_withdraws_nothing(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await stores.given(ANN, PRICE)
    order = await starts_later(stores)
    bobs = await stores.reserved(BOB, price_micro=PRICE, starts=int((NOON + 480 * MINUTE).timestamp()))
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, order, bobs) == [OrderState.RESERVED, OrderState.RESERVED]
    assert (await has(stores), await lost(stores)) == (0, 0)


async def test_what_was_sent_stays_and_what_was_not_makes_the_loss_good(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await pays(payments, "honest")
    waits = await starts_later(stores, price_micro=PRICE // 2)
    claimed = await stores.in_flight(price_micro=PRICE * 3 // 2)
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, waits, claimed.order) == [OrderState.VOIDED, OrderState.SUBMITTING]
    assert (await has(stores), await lost(stores)) == (0, PRICE // 2)
    assert await stores.broken(LATER) == set()


async def test_a_part_that_goes_back_withdraws_an_order_whose_rest_is_its_persons(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    orders = [await starts_later(stores, n, price_micro=PRICE // 2) for n in (1, 2)]
    told = Paid("stars", "c", ANN, "c", STARS, 77, in_parts=True, back_minor=7)
    await payments.paid(told, LATER)
    assert await stands(stores, *orders) == [OrderState.RESERVED, OrderState.VOIDED]
    gone = PAID * 7 // 77
    assert (await has(stores), await lost(stores)) == (PRICE // 2 - gone, 0)
    assert await stores.broken(LATER) == set()


@pytest.mark.parametrize("n", range(4))
async def test_an_order_that_is_handed_over_in_that_moment_is_sent_or_withdrawn_never_both(
    stores: StoresUnderTest, payments: Payments, n: int
) -> None:
    await pays(payments)
    order = await stores.reserved(price_micro=PRICE)
    doing: list[Coroutine[Any, Any, Any]] = [
        stores.queue.claim(LATER),
        payments.was_returned("stars", "c", LATER),
    ]
    ended = await asyncio.gather(*(doing if n % 2 else doing[::-1]))
    claimed = ended[0] or ended[1]
    is_sent = await stands(stores, order) == [OrderState.SUBMITTING]
    assert is_sent is (claimed is not None)
    assert await stands(stores, order) == [OrderState.SUBMITTING if is_sent else OrderState.VOIDED]
    assert (await has(stores), await lost(stores)) == (0, PAID if is_sent else 0)
    assert await stores.broken(LATER) == set()


@pytest.mark.parametrize("n", range(3))
async def test_orders_that_are_dropped_while_payments_go_back_wait_for_each_other_in_one_order(
    stores: StoresUnderTest, payments: Payments, caplog: pytest.LogCaptureFixture, n: int
) -> None:
    """A deadlock is tried again only so often: what drops an order would then fail."""
    charges = ("c", "another")
    for charge in charges:
        await pays(payments, charge)
    orders = [await starts_later(stores, k, price_micro=PRICE // 4) for k in range(8)]
    doing: list[Coroutine[Any, Any, Any]] = [payments.was_returned("stars", one, LATER) for one in charges]
    doing += [stores.orders.withdraw(order.id, owner=ANN, now=LATER) for order in orders]
    await asyncio.gather(*doing[n:], *doing[:n])
    assert set(await stands(stores, *orders)) == {OrderState.VOIDED}
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER) == set()
    assert not caplog.records


async def test_what_is_left_of_a_list_is_withdrawn_too(stores: StoresUnderTest, payments: Payments) -> None:
    await pays(payments)
    token = await stores.listed(price_micro=PRICE // 3)
    mass_id = await stores.mass_orders.reserve(token=token, person_id=ANN, now=NOON)
    orders = (await stores.mass_orders.find_ordered(mass_id, ANN)).orders
    claimed = await stores.queue.claim(LATER)
    assert claimed is not None
    await payments.was_returned("stars", "c", LATER)
    left = [one for one in orders if one.id != claimed.order.id]
    assert set(await stands(stores, *left)) == {OrderState.VOIDED}
    await stores.queue.settle(claimed, settlement_of(UNSENT[0], attempt=claimed.n, now=LATER), LATER)
    assert await stands(stores, claimed.order) == [OrderState.VOIDED]
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER) == set()


async def test_an_order_whose_held_money_is_missing_holds_up_no_return(
    stores: StoresUnderTest, payments: Payments, caplog: pytest.LogCaptureFixture
) -> None:
    await pays(payments)
    first, newest = [await starts_later(stores, n, price_micro=PRICE // 2) for n in (1, 2)]
    held = "UPDATE account SET balance_micro = {} WHERE kind = 'held'"
    await stores.break_by_hand(held.format(0))
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, first, newest) == [OrderState.RESERVED, OrderState.RESERVED]
    assert await lost(stores) == PAID
    assert f"Order {newest.id} cannot be refunded" in caplog.text
    alert = await stores.message("alert", OLGA, LATER)
    assert alert.payload["word"] == "77 ⭐, c"


UNSENT: list[NotSent | Rejected] = [NotSent("ConnectTimeout"), Rejected(Refusal.FUNDS, "Not enough funds")]


@pytest.mark.parametrize("answer", UNSENT, ids=["away", "no funds"])
async def test_an_order_that_comes_back_from_the_panel_unsent_is_withdrawn_if_its_payment_went_back(
    stores: StoresUnderTest, payments: Payments, answer: NotSent | Rejected
) -> None:
    await pays(payments)
    claimed = await stores.in_flight(price_micro=PRICE)
    await payments.was_returned("stars", "c", LATER)
    assert await lost(stores) == PRICE
    await stores.queue.settle(claimed, settlement_of(answer, attempt=claimed.n, now=LATER), LATER)
    withdrawn = await stores.order(claimed.order.id)
    assert (withdrawn.state, withdrawn.reason_kind) == (OrderState.VOIDED, ReasonKind.PAYMENT_BACK)
    assert (await has(stores), await lost(stores)) == (0, 0)
    alerts = [one.payload["word"] for one in await stores.messages(now=LATER) if one.chat_id == OLGA]
    assert alerts == ["77 ⭐, c", f"77 ⭐, c, ✖️ 📦 {withdrawn.id}"]
    assert await stores.queue.claim(LATER + 60 * MINUTE) is None
    assert await stores.broken(LATER) == set()


async def test_an_order_of_a_kiosk_whose_clock_is_ahead_is_withdrawn_too(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    claimed = await stores.in_flight(price_micro=PRICE // 2, now=LATER + MINUTE)
    other = await stores.reserved(price_micro=PRICE // 2, now=LATER + MINUTE, link="https://x.y/2")
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, other) == [OrderState.VOIDED]
    await stores.queue.settle(claimed, settlement_of(UNSENT[0], attempt=1, now=LATER), LATER)
    assert await stands(stores, claimed.order) == [OrderState.VOIDED]
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER + MINUTE) == set()


async def test_an_order_of_a_kiosk_whose_clock_is_behind_was_made_after_the_loss(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await stores.placed("7", price_micro=PRICE)
    await payments.was_returned("stars", "c", LATER)
    await pays(payments, "again")
    after = await stores.placed("8", price_micro=PRICE, link="https://x.y/2")
    await says(stores, after, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (PAID, PAID)
    assert await stores.broken(LATER) == set()


async def test_an_older_loss_withdraws_no_order_whose_own_was_made_good(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    sent = await stores.placed("7", price_micro=PRICE, quantity=1000)
    await payments.was_returned("stars", "c", LATER)
    after, newer = LATER + MINUTE, LATER + 2 * MINUTE
    for charge in ("honest", "another"):
        await pays(payments, charge, after)
    claimed = await stores.in_flight(price_micro=PRICE, now=after, link="https://x.y/2")
    waits = await stores.reserved(price_micro=PRICE, now=after, link="https://x.y/3")
    await payments.was_returned("stars", "another", newer)
    away = settlement_of(UNSENT[0], attempt=claimed.n, now=newer)
    await stores.queue.settle(claimed, away, newer)
    assert await stands(stores, claimed.order, waits) == [OrderState.RESERVED, OrderState.VOIDED]
    assert await stores.orders.withdraw(claimed.order.id, owner=ANN, now=newer)
    assert (await has(stores), await lost(stores)) == (PAID, PAID)
    await says(stores, sent, PanelState.CANCELED)
    assert (await has(stores), await lost(stores)) == (PAID, 0)
    assert await stores.broken(newer) == set()


async def test_an_order_that_comes_back_unsent_waits_on_if_its_loss_was_made_good(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await pays(payments, "honest")
    claimed = await stores.in_flight(price_micro=PRICE)
    waits = await starts_later(stores)
    await payments.was_returned("stars", "c", LATER)
    away = settlement_of(NotSent("ConnectTimeout"), attempt=claimed.n, now=LATER)
    await stores.queue.settle(claimed, away, LATER)
    assert await stands(stores, claimed.order, waits) == [OrderState.RESERVED, OrderState.VOIDED]
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER) == set()


@pytest.mark.parametrize("n", range(2))
async def test_an_order_that_comes_back_in_the_moment_of_the_return_is_withdrawn_too(
    stores: StoresUnderTest, payments: Payments, n: int
) -> None:
    await pays(payments)
    claimed = await stores.in_flight(price_micro=PRICE)
    away = settlement_of(UNSENT[0], attempt=claimed.n, now=LATER)
    doing: list[Coroutine[Any, Any, None]] = [
        stores.queue.settle(claimed, away, LATER),
        payments.was_returned("stars", "c", LATER),
    ]
    await asyncio.gather(*(doing if n % 2 else doing[::-1]))
    assert await stands(stores, claimed.order) == [OrderState.VOIDED]
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stores.broken(LATER) == set()


async def test_an_order_that_is_dropped_in_that_moment_gives_its_money_back_once(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    order = await starts_later(stores)
    await asyncio.gather(
        stores.orders.withdraw(order.id, owner=ANN, now=LATER),
        payments.was_returned("stars", "c", LATER),
    )
    assert (await has(stores), await lost(stores)) == (0, 0)
    assert await stands(stores, order) == [OrderState.VOIDED]
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


WAITS = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("is_first", [True, False], ids=["first order", "second order"])
async def test_an_order_that_waits_for_the_return_was_made_after_it(
    stores: StoresUnderTest, payments: Payments, is_first: bool
) -> None:
    """On a server: it is confirmed on credit while the return has the wallet, and comes back later."""
    await pays(payments)
    if is_first:
        taken = withdrawing("1", stores.wallet(ANN), PAID, actor_id=OLGA, reason="a mistake")
        assert await stores.booked(taken) == [True]
    else:
        await stores.placed("7", price_micro=PRICE)
    crediting = Crediting({OLGA}, credit_micro=0, bot_id=0, paid_orders=None)
    has_the_wallet = asyncio.Event()

    def goes_back(connection: Connection) -> None:
        hold_unsent(connection, stores.wallet(ANN))
        balance_of(connection, stores.wallet(ANN), locks=True)
        has_the_wallet.set()
        while not connection.scalar(WAITS):
            pass
        crediting.was_returned(connection, "stars", "c", LATER)

    going_back = asyncio.create_task(stores.database.write(goes_back))
    async with asyncio.timeout(20):
        await has_the_wallet.wait()
        after = await stores.reserved(price_micro=PRICE, quantity=1000, link="https://x.y/2")
        await going_back
    assert await lost(stores) == PAID
    assert await stores.orders.withdraw(after.id, owner=ANN, now=LATER)
    assert (await has(stores), await lost(stores)) == (0, PAID)
    assert await stores.broken(LATER) == set()


async def converts(
    stores: StoresUnderTest,
    giver: str = "USD",
    taker: str = "EUR",
    rate: str = "0.5",
    now: datetime = NOON,
) -> None:
    """Have the shop change its currency."""
    await Conversions(stores.database).convert(giver, taker, int(Decimal(rate) * 10**9), now)


async def has_now(stores: StoresUnderTest, currency: str = "EUR") -> int:
    """Return what Ann has in this currency."""
    return await stores.ledger.balance(Account(AccountKind.WALLET, ANN, currency))


async def lost_now(stores: StoresUnderTest) -> dict[str, int]:
    """Return what is lost, by currency."""
    lost = {
        currency: -await stores.ledger.balance(Account(AccountKind.WRITE_OFF, None, currency))
        for currency in ("USD", "EUR", "GBP")
    }
    return {currency: micro for currency, micro in lost.items() if micro}


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
async def test_an_order_of_converted_money_is_withdrawn_when_its_payment_goes_back(
    stores: StoresUnderTest, payments: Payments, twice: bool
) -> None:
    await pays(payments)
    await converts(stores)
    if twice:
        await converts(stores, "EUR", "GBP", "0.8")
    currency, price = ("GBP", PRICE * 2 // 5) if twice else ("EUR", PRICE // 2)
    order = await starts_later(stores, currency=currency, price_micro=price)
    await payments.was_returned("stars", "c", LATER)
    assert await stands(stores, order) == [OrderState.VOIDED]
    assert await has_now(stores, currency) == 0
    assert await lost_now(stores) == {"USD": PAID, currency: -price}, "worth the same"
    alert = await stores.message("alert", OLGA, LATER)
    assert alert.payload["word"] == f"77 ⭐, c, ✖️ 📦 {order.id}"
    assert await stores.broken(LATER) == set()


async def test_what_comes_back_of_converted_money_makes_the_loss_good_once(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    before = await stores.placed("1", price_micro=PRICE // 2)  # half of it is spent before
    await converts(stores)
    after = await stores.placed("2", currency="EUR", price_micro=PRICE // 4, link="https://x.y/2")
    await payments.was_returned("stars", "c", LATER)
    assert await lost_now(stores) == {"USD": PAID}
    for order in (after, before):
        await says(stores, order, PanelState.CANCELED)
        assert (await has(stores), await has_now(stores)) == (0, 0)
    assert await lost_now(stores) == {"USD": PAID // 2, "EUR": -PAID // 4}
    assert await stores.broken(LATER) == set()


async def test_no_more_is_taken_of_converted_money_than_is_still_lost(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await converts(stores)
    await stores.given(ANN, PRICE)  # in USD
    await converts(stores)
    orders = [
        await stores.placed(str(n), currency="EUR", price_micro=PRICE // 3, link=f"https://x.y/{n}")
        for n in (1, 2, 3)
    ]
    await payments.was_returned("stars", "c", LATER)
    for order in orders:
        await says(stores, order, PanelState.CANCELED)
    assert (await has(stores), await has_now(stores)) == (0, PRICE // 2)
    assert await stores.broken(LATER) == set()
    for currency in ("USD", "EUR"):
        wallet = Account(AccountKind.WALLET, ANN, currency)
        assert await stores.database.read(partial(paid_in_micro, wallet=wallet)) == 0


async def test_an_order_made_after_the_loss_of_converted_money_gives_all_of_it_back(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await converts(stores)
    await stores.placed("1", currency="EUR", price_micro=PRICE // 2)
    await payments.was_returned("stars", "c", LATER)
    await pays(payments, "honest")
    await converts(stores)
    later = await stores.placed("2", currency="EUR", price_micro=PRICE // 2, link="https://x.y/2")
    await says(stores, later, PanelState.CANCELED)
    assert await has_now(stores) == PRICE // 2


async def test_a_loss_is_made_good_once_though_the_rate_back_was_another(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await converts(stores)
    in_between = await stores.placed("1", currency="EUR", price_micro=PRICE // 2)
    await converts(stores, "EUR", "USD", "1")
    await stores.given(ANN, PRICE)
    honest = await stores.placed("2", price_micro=PRICE, link="https://x.y/2")
    await payments.was_returned("stars", "c", LATER)
    for order in (in_between, honest):
        await says(stores, order, PanelState.CANCELED)
    assert await lost_now(stores) == {"USD": PAID, "EUR": -PAID // 2}
    assert (await has(stores), await has_now(stores)) == (PRICE, 0)


async def test_a_loss_that_was_made_good_is_so_at_later_rates_too(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await converts(stores)
    of_the_payment = await stores.placed("1", currency="EUR", price_micro=PRICE // 2)
    await stores.given(ANN, PRICE)
    await converts(stores)
    honest = await stores.placed("2", currency="EUR", price_micro=PRICE // 2, link="https://x.y/2")
    await payments.was_returned("stars", "c", LATER)
    await says(stores, of_the_payment, PanelState.CANCELED)
    assert await lost_now(stores) == {"USD": PAID, "EUR": -PAID // 2}
    for giver, taker, rate in (("EUR", "USD", "2"), ("USD", "EUR", "1")):
        await converts(stores, giver, taker, rate, NOON + 60 * MINUTE)
    await says(stores, honest, PanelState.CANCELED)
    assert await has_now(stores) == PRICE // 2


async def test_nobody_loses_an_order_over_what_conversions_round_off(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await stores.given(ANN, 1_000_000)
    await converts(stores, rate="0.7")
    honest = await starts_later(stores, 1, currency="EUR", price_micro=700_000)
    of_the_payment = await starts_later(stores, 2, currency="EUR", price_micro=3_000_001)
    await payments.was_returned("stars", "c", LATER)  # 4,285,716 are lost, and it was worth 4,285,715.7
    assert await stands(stores, honest, of_the_payment) == [OrderState.RESERVED, OrderState.VOIDED]


async def test_a_gift_that_waits_is_taken_back_though_the_currency_was_changed(
    stores: StoresUnderTest, payments: Payments
) -> None:
    await pays(payments)
    await converts(stores)
    bill = Invoice("euros", ANN, "stars", STARS, 77, PAID // 2, "EUR", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    await payments.paid(Paid("stars", "euros", ANN, "euros", STARS, 77), NOON)
    gifts = Gifts(stores.database)
    waits = await gifts.offer(ANN, PAID // 2, "EUR", NOON)
    await gifts.make(ANN, waits.id, NOON)
    await stores.placed("1", currency="EUR", price_micro=PRICE // 2)
    await payments.was_returned("stars", "c", LATER)
    ended = await gifts.find(waits.id)
    assert ended is not None
    assert ended.state is GiftState.RECALLED
    assert (await has(stores), await has_now(stores)) == (0, 0)
    assert await lost_now(stores) == {}
    assert await stores.broken(LATER) == set()
