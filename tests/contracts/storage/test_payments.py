"""Unusual payments: by strangers, and refunded by Telegram after all."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ledger.payment import Credited
from shop.ledger.topup import STARS, Invoice, Paid
from storage.ledger.checkouts import Checkouts
from storage.ledger.payments import Payments
from storage.ledger.store import Ledger
from tests.contracts.storage.stores import ANN, MINUTE, NOON, OLGA, StoresUnderTest

STRANGER = 987_654_321


async def test_a_payment_of_somebody_unknown_is_in_suspense_and_known_payers_stay_as_they_are(
    stores: StoresUnderTest,
) -> None:
    """The invoice is from another program of the same bot, or the backup is older than this person."""
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    theirs = Paid("stars", "theirs", STRANGER, "their own payload", STARS, 50)
    assert await payments.paid(theirs, NOON) is Credited.IN_SUSPENSE
    assert await payments.paid(theirs, NOON) is Credited.BEFORE
    ours = Paid("stars", "ours", ANN, "nobody knows", STARS, 5)
    assert await payments.paid(ours, NOON) is Credited.IN_SUSPENSE
    assert await Ledger(stores.database).balance(Account(AccountKind.SUSPENSE, None, STARS)) == 55_000_000
    assert await stores.broken() == set()


async def refused(stores: StoresUnderTest) -> Payments:
    """Try to give Ann's payment back; Telegram refuses, so her wallet has it again."""
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    bill = Invoice("payload", ANN, "stars", STARS, 77, 1_001_000, "USD", NOON + 60 * MINUTE)
    await payments.offer(bill, NOON)
    assert await payments.paid(Paid("stars", "charge", ANN, "payload", STARS, 77), NOON) is Credited.NOW
    [payment] = await payments.list_latest(ANN, limit=5)
    await payments.returns.not_returned(await payments.returns.begin_return(payment.id, NOON), NOON)
    assert await Ledger(stores.database).balance(stores.wallet(ANN)) == 1_001_000
    assert await stores.broken() == set()
    return payments


async def test_what_telegram_gives_back_after_it_had_refused_leaves_the_wallet(
    stores: StoresUnderTest,
) -> None:
    payments, ledger = await refused(stores), Ledger(stores.database)
    for _ in range(2):
        await payments.was_returned("stars", "charge", NOON)
        assert await ledger.balance(stores.wallet(ANN)) == 0
        assert await ledger.balance(Account(AccountKind.WRITE_OFF, None, "USD")) == 0
        assert await stores.broken() == set()


async def test_a_payment_that_is_back_only_by_its_state_is_found_by_the_audit(
    stores: StoresUnderTest,
) -> None:
    await refused(stores)
    await stores.break_by_hand("UPDATE payment SET state = 'returned'")
    assert await stores.broken() == {"return-is-booked"}


async def test_a_refused_return_can_be_tried_again_and_again(stores: StoresUnderTest) -> None:
    payments, ledger = await refused(stores), Ledger(stores.database)
    [payment] = await payments.list_latest(ANN, limit=5)
    for _ in range(12):
        await payments.returns.not_returned(await payments.returns.begin_return(payment.id, NOON), NOON)
        assert await ledger.balance(stores.wallet(ANN)) == 1_001_000
        assert await stores.broken() == set()
    begun = await payments.returns.begin_return(payment.id, NOON)
    assert await ledger.balance(stores.wallet(ANN)) == 0
    await payments.returns.returned(begun, NOON)
    await payments.was_returned("stars", "charge", NOON)
    assert await ledger.balance(stores.wallet(ANN)) == 0
    assert await stores.broken() == set()
    with pytest.raises(ShopError, match="nothing_to_return"):
        await payments.returns.begin_return(payment.id, NOON)


async def test_what_another_bot_was_paid_only_that_one_gives_back(stores: StoresUnderTest) -> None:
    payments = Payments(stores.database, operators=frozenset({OLGA}), bot_id=1)
    await payments.paid(Paid("stars", "charge", ANN, "nobody knows", STARS, 5), NOON)
    [payment] = await payments.list_latest(ANN, limit=5)
    other = Payments(stores.database, operators=frozenset({OLGA}), bot_id=2)
    with pytest.raises(ShopError, match="paid_elsewhere"):
        await other.returns.begin_return(payment.id, NOON)
    await payments.returns.begin_return(payment.id, NOON)
    assert await other.returns.list_returning() == []
    assert [one.payment.id for one in await payments.returns.list_returning()] == [payment.id]


async def test_a_yes_without_an_end_is_told_once_after_an_hour(stores: StoresUnderTest) -> None:
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    checkouts = Checkouts(stores.database, operators=frozenset({OLGA}))
    for payload in ("paid", "lost"):
        await payments.offer(
            Invoice(payload, ANN, "card", "USD", 500, 5_000_000, "USD", NOON + 60 * MINUTE), NOON
        )
        asked: dict[str, Any] = {"person_id": ANN, "currency": "USD", "amount_minor": 500}
        assert await payments.check(payload=payload, now=NOON, **asked) is None
    await payments.paid(Paid("card", "c", ANN, "paid", "USD", 500), NOON)
    assert await checkouts.tell_unended(NOON + 59 * MINUTE) == 0
    assert await checkouts.tell_unended(NOON + 61 * MINUTE) == 1
    assert await checkouts.tell_unended(NOON + 62 * MINUTE) == 0
    message = await stores.message("alert", OLGA, NOON + 62 * MINUTE)
    assert (message.payload["alert"], message.payload["person"]) == ("checkout_unended", ANN)
    assert str(message.payload["word"]).startswith("5.00 USD")


async def test_a_line_without_the_affiliates_part_is_the_bill_it_was_paid_for(
    stores: StoresUnderTest,
) -> None:
    payments = Payments(stores.database, operators=frozenset({OLGA}))
    await payments.offer(Invoice("p", ANN, "stars", STARS, 77, 1_001_000, "USD", NOON + 60 * MINUTE), NOON)
    for line, commission, paid in ((69, 7, 77), (77, 7, 77), (60, 7, 60), (77, 0, 77)):
        found = await payments.with_commission(Paid("stars", "c", ANN, "p", STARS, line), commission)
        assert found.amount_minor == paid


async def test_two_sums_told_at_the_same_moment_bring_the_larger(stores: StoresUnderTest) -> None:
    """A call-back and a regular look ask about one invoice, and its second part comes between them."""
    payments, ledger = Payments(stores.database, operators=frozenset({OLGA})), Ledger(stores.database)
    for number in range(1, 31):
        bill = Invoice(f"p{number}", ANN, "gate", "USD", 500, 5_000_000, "USD", NOON + 60 * MINUTE)
        await payments.offer(bill, NOON)
        sums = [
            Paid("gate", f"c{number}", ANN, bill.payload, "USD", came, in_parts=True) for came in (200, 500)
        ]
        await asyncio.gather(*(payments.paid(one, NOON) for one in sums))
        assert await ledger.balance(stores.wallet(ANN)) == number * 5_000_000
    assert await stores.broken() == set()


async def offers_bonus(payments: Payments, bonus_micro: int) -> None:
    """Ann is asked for 10.00, for which she gets so much more."""
    credit_micro, until = 10_000_000 + bonus_micro, NOON + 60 * MINUTE
    bill = Invoice("p", ANN, "gate", "USD", 1_000, credit_micro, "USD", until, surcharge_micro=-bonus_micro)
    await payments.offer(bill, NOON)


@pytest.mark.parametrize(
    ("told", "credited"),
    [
        ([("c", 2_000)], 21_000_000),
        ([("c", 10_000)], 101_000_000),
        ([("c", 2_000), ("c", 10_000)], 101_000_000),
        ([("c", 1_500), ("d", 1_500), ("e", 100)], 32_000_000),
    ],
    ids=["twice", "much more", "more and more", "several payments of one invoice"],
)
async def test_a_bonus_holds_for_twice_of_what_was_asked(
    stores: StoresUnderTest, told: list[tuple[str, int]], credited: int
) -> None:
    """Nobody sends a fortune at a bonus, past the largest top-up and after it has ended."""
    payments, ledger = Payments(stores.database, operators=frozenset({OLGA})), Ledger(stores.database)
    await offers_bonus(payments, 500_000)
    for charge, came in told:
        for _ in range(2):
            await payments.paid(Paid("gate", charge, ANN, "p", "USD", came, in_parts=True), NOON)
    assert await ledger.balance(stores.wallet(ANN)) == credited
    assert await stores.broken() == set()


async def test_a_bonus_that_went_back_is_there_for_the_next_payment(stores: StoresUnderTest) -> None:
    payments, ledger = Payments(stores.database, operators=frozenset({OLGA})), Ledger(stores.database)
    await offers_bonus(payments, 500_000)
    await payments.paid(Paid("gate", "c", ANN, "p", "USD", 2_000, in_parts=True), NOON)
    await payments.was_returned("gate", "c", NOON)
    await payments.paid(Paid("gate", "d", ANN, "p", "USD", 1_000, in_parts=True), NOON)
    assert await ledger.balance(stores.wallet(ANN)) == 10_500_000
    assert await stores.broken() == set()


@pytest.mark.parametrize("came", [4_990, 5_000])
async def test_a_payment_told_again_after_a_part_of_it_went_back_brings_nothing(
    stores: StoresUnderTest, came: int
) -> None:
    """Its bonus was of all of it, so of what is left a part has none: that is no reason for more of it."""
    payments, ledger = Payments(stores.database, operators=frozenset({OLGA})), Ledger(stores.database)
    await offers_bonus(payments, 1_000_000)
    paid = Paid("gate", "c", ANN, "p", "USD", 5_000, in_parts=True)
    assert await payments.paid(paid, NOON) is Credited.NOW
    assert await payments.paid(replace(paid, back_minor=3_000), NOON) is Credited.BEFORE
    left = await ledger.balance(stores.wallet(ANN))
    assert left == 52_000_000 * 2 // 5
    again = replace(paid, amount_minor=came, back_minor=3_000)
    assert await payments.paid(again, NOON) is Credited.BEFORE
    assert await ledger.balance(stores.wallet(ANN)) == left
    assert await stores.broken() == set()


async def test_a_further_part_brings_no_bonus_of_what_came_before_it(stores: StoresUnderTest) -> None:
    payments, ledger = Payments(stores.database, operators=frozenset({OLGA})), Ledger(stores.database)
    await offers_bonus(payments, 1_000_000)
    paid = Paid("gate", "c", ANN, "p", "USD", 5_000, in_parts=True)
    await payments.paid(paid, NOON)
    await payments.paid(replace(paid, back_minor=3_000), NOON)
    before = await ledger.balance(stores.wallet(ANN))
    await payments.paid(replace(paid, amount_minor=5_100, back_minor=3_000), NOON)
    assert await ledger.balance(stores.wallet(ANN)) - before == 1_100_000
    assert await stores.broken() == set()


async def test_what_came_lately_of_an_invoice_is_listed_with_all_that_came(stores: StoresUnderTest) -> None:
    payments, day = Payments(stores.database, operators=frozenset({OLGA})), 24 * 60 * MINUTE
    for payload, charge, came, at in (
        ("parts", "c1", 200, NOON),
        ("old", "c2", 500, NOON),
        ("parts", "c1", 500, NOON + 2 * day),
        ("new", "c3", 500, NOON + 3 * day),
    ):
        bill = Invoice(payload, ANN, "gate", "USD", 500, 5_000_000, "USD", NOON + 60 * MINUTE)
        if came == 200 or charge != "c1":
            await payments.offer(bill, NOON)
        await payments.paid(Paid("gate", charge, ANN, payload, "USD", came, in_parts=True), at)
    listed = await payments.list_booked("gate", NOON + day, 9)
    assert [(one.invoice.payload, one.came_minor, one.newest_at) for one in listed] == [
        ("new", 500, NOON + 3 * day),
        ("parts", 500, NOON + 2 * day),
    ]
    assert await payments.list_booked("another", NOON, 9) == []
    assert len(await payments.list_booked("gate", NOON - day, 2)) == 2
