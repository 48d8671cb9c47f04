"""Paying for an order: the credit and the order are one transaction, and no guard can cost the credit."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from shop.ledger.payment import Credited
from shop.ledger.topup import STARS, Invoice, Paid
from shop.ordering.order import OrderState
from shop.ordering.paid import ORDERED_BEFORE, Wish
from storage.core.database import Database
from storage.orders.tables import orders
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, TERMS, StoresUnderTest

PRICE = TERMS.price_micro


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[StoresUnderTest]:
    """Stores of a shop, where nobody has credit."""
    stores = StoresUnderTest(database, credit_micro=0)
    await stores.open()
    yield stores
    assert await stores.broken() == set()


async def billed(
    shop: StoresUnderTest,
    token: str,
    *,
    micro: int = PRICE,
    payload: str = "bill",
    acknowledged: bool = False,
) -> Invoice:
    bill = Invoice(payload, ANN, "stars", STARS, 77, micro, "USD", NOON + 60 * MINUTE, token, acknowledged)
    await shop.payments.offer(bill, NOON)
    return bill


def payment(bill: Invoice, charge: str = "charge") -> Paid:
    return Paid("stars", charge, ANN, bill.payload, STARS, bill.amount_minor)


async def outcome(shop: StoresUnderTest) -> tuple[object, object]:
    """Return the order and the reason that Ann is told of."""
    told = await shop.message("credited", now=NOON + 60 * MINUTE)
    return told.payload.get("order_id"), told.payload.get("why")


async def has(shop: StoresUnderTest) -> int:
    return await shop.ledger.balance(shop.wallet(ANN))


async def test_the_credit_makes_the_order(shop: StoresUnderTest) -> None:
    bill = await billed(shop, await shop.offered())
    assert await shop.payments.paid(payment(bill), NOON) is Credited.NOW
    [order] = await shop.orders.list_latest(ANN, limit=9)
    assert (order.state, order.terms) == (OrderState.RESERVED, TERMS)
    assert await has(shop) == 0
    assert await outcome(shop) == (order.id, None)
    assert await shop.drafts.find(ANN) is None
    assert (await shop.message("card")).payload == {"order_id": order.id}


async def test_the_same_charge_fifty_times_is_one_credit_and_one_order(shop: StoresUnderTest) -> None:
    bill = await billed(shop, await shop.offered())
    ends = await asyncio.gather(*(shop.payments.paid(payment(bill), NOON) for _ in range(50)))
    assert ends.count(Credited.NOW) == 1
    assert await shop.states() == {OrderState.RESERVED: 1}
    assert await has(shop) == 0


async def test_two_payments_for_one_card_make_one_order(shop: StoresUnderTest) -> None:
    token = await shop.offered()
    bills = [await billed(shop, token, payload=f"bill {n}") for n in range(10)]
    await asyncio.gather(*(shop.payments.paid(payment(bill, bill.payload), NOON) for bill in bills))
    assert await shop.states() == {OrderState.RESERVED: 1}
    assert await has(shop) == 9 * PRICE
    told = [one.payload for one in await shop.messages() if one.kind == "credited"]
    assert [one["why"] for one in told if one["why"]] == [ORDERED_BEFORE] * 9
    assert len({one["order_id"] for one in told}) == 1


async def test_confirm_and_payments_at_once_make_one_order(shop: StoresUnderTest) -> None:
    for n in range(10):
        token = await shop.offered(link=f"https://www.instagram.com/p/{n}/")
        await shop.given(ANN, PRICE)
        bill = await billed(shop, token, payload=f"bill {n}")
        paying = [shop.payments.paid(payment(bill, bill.payload), NOON) for _ in range(4)]
        taps = [
            shop.orders.reserve(token=token, person_id=ANN, acknowledged=False, now=NOON) for _ in range(4)
        ]
        await asyncio.gather(*(one for both in zip(paying, taps, strict=True) for one in both))
        assert await shop.states() == {OrderState.RESERVED: n + 1}
        assert await has(shop) == (n + 1) * PRICE


async def test_the_draft_changes_while_a_payment_comes(shop: StoresUnderTest) -> None:
    """Whoever is first: the money is there, and an order is made of the card it was for or of none."""
    for n in range(10):
        token = await shop.offered(link=f"https://www.instagram.com/p/{n}/")
        bill = await billed(shop, token, payload=f"bill {n}")
        other = "https://www.instagram.com/other/"
        changing = shop.drafts.drop(ANN, NOON) if n % 2 else shop.offered(link=other)
        await asyncio.gather(shop.payments.paid(payment(bill, bill.payload), NOON), changing)
        made = (await shop.states()).get(OrderState.RESERVED, 0)
        assert await has(shop) == (n + 1 - made) * PRICE


@pytest.mark.parametrize(
    ("minutes", "micro", "why"),
    [(10, PRICE, "quote_expired"), (0, PRICE - 1, "funds_short"), (59, PRICE, "quote_expired")],
)
async def test_what_keeps_the_order_leaves_the_credit_and_the_card(
    minutes: int, micro: int, why: str, shop: StoresUnderTest
) -> None:
    token = await shop.offered()
    bill = await billed(shop, token, micro=micro)
    assert await shop.payments.paid(payment(bill), NOON + minutes * MINUTE) is Credited.NOW
    assert await shop.states() == {}
    assert await has(shop) == micro
    assert await outcome(shop) == (None, why)
    draft = await shop.drafts.find(ANN)
    assert draft is not None
    card = await shop.drafts.find_card(draft.id)
    assert card is not None
    assert card.token == token


async def test_a_card_that_was_replaced_makes_no_order(shop: StoresUnderTest) -> None:
    bill = await billed(shop, await shop.offered())
    other = await shop.offered(link="https://www.instagram.com/other/")
    await shop.payments.paid(payment(bill), NOON)
    assert (await shop.states(), await has(shop)) == ({}, PRICE)
    assert await outcome(shop) == (None, "button_old")
    made = await shop.orders.reserve(token=other, person_id=ANN, acknowledged=False, now=NOON)
    assert made.terms.link == "https://www.instagram.com/other/"


@pytest.mark.parametrize("acknowledged", [False, True])
async def test_a_running_twin_is_asked_about_unless_it_was(acknowledged: bool, shop: StoresUnderTest) -> None:
    await shop.given(ANN, PRICE)
    await shop.reserved()
    token = await shop.offered()
    bill = await billed(shop, token, acknowledged=acknowledged)
    await shop.payments.paid(payment(bill), NOON)
    assert await shop.states() == {OrderState.RESERVED: 2 if acknowledged else 1}
    assert await has(shop) == (0 if acknowledged else PRICE)
    assert (await outcome(shop))[1] == (None if acknowledged else "twin_running")


async def test_a_halt_keeps_the_order_and_not_the_credit(shop: StoresUnderTest) -> None:
    bill = await billed(shop, await shop.offered())
    await shop.ledger.stop("a test", NOON)
    assert await shop.payments.paid(payment(bill), NOON) is Credited.NOW
    assert (await shop.states(), await has(shop)) == ({}, PRICE)
    assert await outcome(shop) == (None, "money_stopped")
    await shop.ledger.go_on(NOON)


@pytest.mark.parametrize(("why", "keeps_card"), [("gone", False), ("dearer", False), ("not_admitted", True)])
async def test_the_guards_outside_the_database_keep_the_order(
    why: str, keeps_card: bool, shop: StoresUnderTest
) -> None:
    draft_of = await shop.offered()
    bill = await billed(shop, draft_of)
    shop.paid_orders.refuses = lambda person_id, terms: why if (person_id, terms) == (ANN, TERMS) else None
    await shop.payments.paid(payment(bill), NOON)
    assert (await shop.states(), await has(shop)) == ({}, PRICE)
    assert await outcome(shop) == (None, why)
    draft = await shop.drafts.find(ANN)
    assert draft is not None
    assert (await shop.drafts.find_card(draft.id) is not None) == keeps_card


async def test_a_payment_of_another_amount_makes_no_order(shop: StoresUnderTest) -> None:
    bill = await billed(shop, await shop.offered())
    assert await shop.payments.paid(replace(payment(bill), amount_minor=70), NOON) is Credited.IN_SUSPENSE
    assert (await shop.states(), await has(shop)) == ({}, 0)


async def test_nobody_is_charged_for_an_order_that_is_made(shop: StoresUnderTest) -> None:
    token = await shop.offered()
    first, second = [await billed(shop, token, payload=name) for name in ("one", "two")]
    asked = {"person_id": ANN, "currency": STARS, "amount_minor": 77, "now": NOON}
    assert await shop.payments.check(payload="two", **asked) is None  # type: ignore[arg-type]  # as named
    await shop.payments.paid(payment(first), NOON)
    assert await shop.payments.check(payload=second.payload, **asked) == "invoice_ordered"  # type: ignore[arg-type]  # facts by their names


@pytest.mark.parametrize("micro", [PRICE, PRICE - 1])
async def test_a_receipt_that_is_accepted_makes_the_order(micro: int, shop: StoresUnderTest) -> None:
    token = await shop.offered()
    asked = await shop.receipted(ANN, micro, {"text": "number 4711"}, 1, Wish(token))
    await shop.topups.decide(asked.id, OLGA, approve=True, now=NOON)
    is_enough = micro == PRICE
    assert await shop.states() == ({OrderState.RESERVED: 1} if is_enough else {})
    assert await has(shop) == (0 if is_enough else micro)
    assert (await outcome(shop))[1] == (None if is_enough else "funds_short")


async def test_a_declined_receipt_makes_nothing(shop: StoresUnderTest) -> None:
    token = await shop.offered()
    asked = await shop.receipted(ANN, PRICE, {"text": "number 4711"}, 1, Wish(token))
    await shop.topups.decide(asked.id, OLGA, approve=False, now=NOON)
    assert (await shop.states(), await has(shop)) == ({}, 0)
    assert await shop.all(orders.select()) == []
