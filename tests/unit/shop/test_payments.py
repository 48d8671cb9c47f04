"""Payments: what they bring, what goes back, and who is told of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import AlertKind, Condition
from shop.ledger import news
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, Posting
from shop.ledger.payment import (
    NOTHING,
    Booked,
    Payment,
    PaymentState,
    Return,
    Share,
    credit_of,
    new_share,
    surcharge_of,
)
from shop.ledger.star_balance import NANO, unexplained_stars
from shop.ledger.topup import (
    STARS,
    Credit,
    Invoice,
    Paid,
    coin_micro,
    crediting,
    keeping,
    key_of_return,
    may_be_a_receipt,
    more_of,
    paid_words,
    returning,
    suspending,
    taking_back,
    words_apart,
)
from shop.notice import Notice
from shop.ordering.paid import Placed

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, OLGA, PIA = 1, 8, 9
WALLET = Account(AccountKind.WALLET, ANN, "USD")
SUSPENSE = Account(AccountKind.SUSPENSE, None, "USD")
CARD = Account("clearing:card", None, "USD")
FEES = Account(AccountKind.SURCHARGE, None, "USD")
BONUSES = Account(AccountKind.BONUS, None, "USD")
LOSSES = Account(AccountKind.WRITE_OFF, None, "USD")
PAYMENT = Payment(
    3, "card", "c-1", ANN, "EUR", 1_000, 900, "USD", PaymentState.CREDITED, 4, NOW, surcharge_micro=90
)
PAID = Paid("card", "c-1", ANN, "p", "EUR", 500)


def moved(giver: Account, taker: Account, micro: int) -> tuple[Posting, Posting]:
    """Return what such a movement posts."""
    return Posting(giver, -micro), Posting(taker, micro)


# --- the books ------------------------------------------------------------------------------------------


def test_a_payment_of_unknown_purpose_waits_in_suspense_in_its_own_currency() -> None:
    outside, suspense = Account("clearing:card", None, "EUR"), Account(AccountKind.SUSPENSE, None, "EUR")
    assert suspending(PAID) == JournalEntry(
        "suspense:card:c-1", JournalKind.SUSPENSE, moved(outside, suspense, 5_000_000)
    )


def test_a_payment_with_a_fee_credits_the_wallet_and_the_shop_has_the_fee() -> None:
    assert list(crediting("c-1", Credit("card", WALLET, 100, 7))) == [
        JournalEntry("topup:card:c-1", JournalKind.TOPUP, moved(CARD, WALLET, 100)),
        JournalEntry("surcharge:card:c-1", JournalKind.SURCHARGE, moved(CARD, FEES, 7)),
    ]


def test_a_bonus_is_a_part_of_the_credit_that_the_shop_gives() -> None:
    assert list(crediting("c-1", Credit("card", WALLET, 100, -7))) == [
        JournalEntry("topup:card:c-1", JournalKind.TOPUP, moved(CARD, WALLET, 93)),
        JournalEntry("surcharge:card:c-1", JournalKind.BONUS, moved(BONUSES, WALLET, 7)),
    ]


def test_what_the_provider_keeps_is_the_shops_expense() -> None:
    expenses = Account(AccountKind.FEES, None, "USD")
    assert keeping("c-1", Credit("card", WALLET, 100), 3) == JournalEntry(
        "fee:card:c-1", JournalKind.FEE, moved(expenses, CARD, 3)
    )


@pytest.mark.parametrize(
    ("taken", "postings"),
    [
        (100, (Posting(CARD, 100), Posting(WALLET, -100))),
        (60, (Posting(CARD, 100), Posting(WALLET, -60), Posting(LOSSES, -40))),
        (0, (Posting(CARD, 100), Posting(LOSSES, -100))),
    ],
)
def test_a_return_takes_what_the_wallet_has_and_the_shop_bears_the_rest(
    taken: int, postings: tuple[Posting, ...]
) -> None:
    assert list(returning("k", Credit("card", WALLET, 100), taken_micro=taken)) == [
        JournalEntry("k", JournalKind.RETURN, postings)
    ]


@pytest.mark.parametrize(("surcharge", "own"), [(7, FEES), (-7, BONUSES)])
def test_a_fee_or_bonus_goes_back_with_its_payment_and_comes_again_with_it(
    surcharge: int, own: Account
) -> None:
    credit = Credit("card", WALLET, 100, surcharge)
    _, gone = returning("k", credit, taken_micro=100)
    assert gone == JournalEntry("k:surcharge", JournalKind.RETURN, moved(own, CARD, surcharge))
    again, come = taking_back("k", credit)
    assert again == JournalEntry("reversal:k", JournalKind.REVERSAL, moved(CARD, WALLET, 100))
    assert come == JournalEntry("reversal:k:surcharge", JournalKind.REVERSAL, moved(own, CARD, -surcharge))


@pytest.mark.parametrize(("n", "key"), [(1, "cardrefund:c-1"), (2, "cardrefund:c-1:2")])
def test_each_try_to_return_has_its_own_key(n: int, key: str) -> None:
    assert key_of_return("card", "c-1", n) == key
    assert Return(PAYMENT, n, Share(1_000, 900, 90)).key == key


# --- a payment and its parts ------------------------------------------------------------------------------


def test_a_payment_is_in_the_wallet_or_in_suspense_or_the_memberships() -> None:
    assert PAYMENT.account == WALLET
    assert PAYMENT.state_before is PaymentState.CREDITED
    unknown = replace(PAYMENT, invoice_id=None)
    assert unknown.account == SUSPENSE
    assert unknown.state_before is PaymentState.SUSPENSE
    member = replace(PAYMENT, is_membership=True)
    assert member.account == Account(AccountKind.MEMBERSHIP, None, "USD")


def test_a_part_of_a_payment_brought_its_part_of_the_credit_and_of_the_fee() -> None:
    share = PAYMENT.share(333)
    assert share == Share(333, 299, 29)
    assert PAYMENT.credit_of(share) == Credit("card", WALLET, 299, 29)
    assert PAYMENT.credit == Credit("card", WALLET, 900, 90)


def test_the_last_part_is_exactly_what_is_left() -> None:
    begun = PAYMENT.gone(PAYMENT.share(333))
    assert begun.back == Share(333, 299, 29)
    assert begun.left == Share(667, 601, 61)
    assert begun.share(667) == begun.left
    assert begun.gone(begun.left).left == Share(0, 0, 0)


def test_no_part_changes_its_sign_after_a_refused_try() -> None:
    odd = replace(PAYMENT, back=Share(1, 2, 1))
    assert odd.share(1) == Share(1, 0, 0)
    bonus = replace(PAYMENT, surcharge_micro=-90, back=Share(1, 0, -1))
    assert bonus.share(1) == Share(1, 1, 0)


def test_a_return_is_whole_if_all_goes_back_at_once() -> None:
    assert Return(PAYMENT, 1, Share(1_000, 900, 90)).is_whole
    assert not Return(PAYMENT, 1, Share(999, 899, 89)).is_whole


def test_what_came_of_an_invoice_brings_its_share_and_never_more() -> None:
    asked = Invoice("p", ANN, "card", "EUR", 1_000, 901, "USD", NOW, surcharge_micro=99)
    assert (credit_of(asked, 1_000), surcharge_of(asked, 1_000)) == (901, 99)
    assert (credit_of(asked, 333), surcharge_of(asked, 333)) == (300, 33)
    odd = replace(asked, surcharge_micro=98)
    assert (credit_of(odd, 333), surcharge_of(odd, 333)) == (300, 32)


def test_what_is_new_of_an_invoice_with_a_fee_is_its_credit_and_its_fee() -> None:
    asked = Invoice("p", ANN, "card", "EUR", 1_000, 901, "USD", NOW, surcharge_micro=99)
    assert new_share(asked, 1_000, [], NOTHING) == Share(1_000, 901, 99)
    assert new_share(asked, 333, [], NOTHING) == Share(333, 300, 33)


def test_a_booking_is_back_once_anything_went_back() -> None:
    asked = Invoice("p", ANN, "card", "EUR", 1_000, 901, "USD", NOW)
    assert not Booked(asked, 5, 0, NOW).is_back
    assert Booked(asked, 5, 1, NOW).is_back


# --- receipts and amounts -------------------------------------------------------------------------------


def test_the_further_pictures_of_a_receipt() -> None:
    assert more_of({"kind": "photo", "more": ({"text": "2"}, {"text": "3"})}) == [
        {"text": "2"},
        {"text": "3"},
    ]
    assert more_of({"kind": "photo"}) == more_of(None) == []


@pytest.mark.parametrize(
    ("picture", "lengths"),
    [
        ({"photo": "one"}, []),
        ({"photo": "one", "text": "x" * 400}, []),
        ({"photo": "one", "text": "x" * 401}, [401]),
        ({"document": "one", "text": "x" * 1_801}, [1_800, 1]),
        ({"text": "x" * 3_000}, []),
        ({"text": "x" * 4_096}, [1_800, 1_800, 496]),
    ],
)
def test_words_that_a_card_may_have_no_room_for_are_read_apart(
    picture: dict[str, str], lengths: list[int]
) -> None:
    parts = words_apart(picture)
    assert [len(one) for one in parts] == lengths
    assert "".join(parts) == (picture["text"] if parts else "")


@pytest.mark.parametrize("text", ["123456", "paid!!", " TX 991 "])
def test_words_long_enough_can_be_a_receipt(text: str) -> None:
    assert may_be_a_receipt(text)


@pytest.mark.parametrize(
    "text", ["12345", "ok", "where do I pay?", "在哪里付款吗我不知道？", "كيف أدفع؟", "?" * 9]
)
def test_a_question_or_a_short_word_is_no_receipt(text: str) -> None:
    assert not may_be_a_receipt(text)


@pytest.mark.parametrize(
    ("currency", "micro"), [(STARS, 1_000_000), ("JPY", 1_000_000), ("USD", 10_000), ("KWD", 1_000)]
)
def test_a_currencys_smallest_coin(currency: str, micro: int) -> None:
    assert coin_micro(currency) == micro


@pytest.mark.parametrize(
    ("currency", "minor", "words"),
    [
        (STARS, 77, "77 ⭐"),
        ("USD", 500, "5.00 USD"),
        ("JPY", 500, "500 JPY"),
        ("IRR", 50_050, "500.50 IRR"),
        ("KWD", 1_500, "1.50 KWD"),
    ],
)
def test_an_amount_reads_as_its_payer_saw_it(currency: str, minor: int, words: str) -> None:
    assert paid_words(currency, minor) == words


# --- the bot's Stars --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("over_nano", "pending", "unsure", "stars"),
    [
        (7 * NANO, 0, 0, 7),
        (-7 * NANO, 0, 0, -7),
        (7 * NANO, 7 * NANO, 0, 0),
        (8 * NANO, 7 * NANO, 0, 8),
        (-7 * NANO, 7 * NANO, 0, -7),
        (7 * NANO, 0, 7 * NANO, 0),
        (-7 * NANO, 0, 7 * NANO, 0),
        (-8 * NANO, 0, 7 * NANO, -8),
        (7 * NANO, 4 * NANO, 3 * NANO, 0),
        (2 * NANO - 1, 0, 0, 1),
        (1 - 2 * NANO, 0, 0, -1),
        (NANO - 1, 0, 0, 0),
        (1, 0, 0, 0),
        (0, 0, 0, 0),
        (1 - NANO, 0, 0, 0),
    ],
)
def test_stars_that_nothing_explains_are_counted_whole(
    over_nano: int, pending: int, unsure: int, stars: int
) -> None:
    found = unexplained_stars(100 * NANO + over_nano, 100 * NANO, pending_nano=pending, unsure_nano=unsure)
    assert found == stars


# --- who is told ----------------------------------------------------------------------------------------


def test_a_credit_is_told_with_the_order_it_was_for() -> None:
    plain = Notice("credited", ANN, "credited:card:c-1", {"way": "card", "charge_id": "c-1"})
    assert news.of_credit(ANN, "card", "c-1", None) == plain
    assert news.of_credit(ANN, "card", "c-1", Placed(5)) == replace(
        plain, payload={**plain.payload, "order_id": 5, "why": None}
    )
    assert news.of_credit(ANN, "card", "c-1", Placed(None, "price_changed")) == replace(
        plain, payload={**plain.payload, "order_id": None, "why": "price_changed"}
    )


def test_a_receipt_approved_is_a_credit_under_its_own_number_and_one_declined_is_told() -> None:
    approved = news.of_receipt(ANN, "manual", 12, approved=True, placed=Placed(5))
    assert approved == news.of_credit(ANN, "manual", "12", Placed(5))
    declined = news.of_receipt(ANN, "manual", 12, approved=False)
    assert declined == Notice("turned_down", ANN, "turned_down:12", {"topup_id": 12})


def alarm(operator: int, about: str, key: str, word: str) -> Notice:
    """Return the alert about a payment of Ann's."""
    payload = {"about": about, "alert": key, "word": word, "person": ANN}
    return Notice("alert", operator, f"alert:{operator}:{about}:{key}", payload)  # type: ignore[arg-type]  # all of its values are plain


def test_every_operator_hears_of_an_odd_payment_with_its_amount_and_number() -> None:
    assert news.of_payment([PIA, OLGA], "paid_twice", "c-1", PAID) == [
        alarm(OLGA, "c-1", "paid_twice", "5.00 EUR, c-1"),
        alarm(PIA, "c-1", "paid_twice", "5.00 EUR, c-1"),
    ]
    [long] = news.of_payment([PIA], "paid_twice", "c-1", replace(PAID, charge_id="x" * 300))
    assert long.payload["word"] == "5.00 EUR, " + "x" * 190


def test_each_part_that_went_back_by_itself_is_an_alert_of_its_own() -> None:
    first = Return(PAYMENT, 1, Share(250, 225, 22))
    assert news.of_payment_back([PIA], "paid_back", first) == [
        alarm(PIA, "c-1", "paid_back", "2.50 EUR, c-1")
    ]
    second = replace(first, n=2)
    assert news.of_payment_back([PIA], "paid_back", second) == [
        alarm(PIA, "c-1:2", "paid_back", "2.50 EUR, c-1")
    ]


@pytest.mark.parametrize(
    ("key", "paid"),
    [
        ("payment_returned", replace(PAYMENT, way="stars")),
        ("payment_reversed", replace(PAYMENT, way="yookassa")),
        ("membership_returned", replace(PAYMENT, way="stars", is_membership=True)),
        ("unknown_returned", replace(PAYMENT, way="stars", invoice_id=None)),
        ("unknown_returned", replace(PAYMENT, way="yookassa", invoice_id=None)),
    ],
)
def test_what_went_back_says_where_it_came_out_of(key: str, paid: Payment) -> None:
    assert news.key_of_back(paid) == key


def test_a_payer_hears_what_went_back_and_what_the_wallet_had_of_it() -> None:
    about = {"way": "card", "charge_id": "c-1"}
    whole = Return(PAYMENT, 1, Share(1_000, 900, 90))
    assert news.of_return(whole) == Notice(
        "returned", ANN, "returned:card:c-1", {**about, "taken_micro": 900}
    )
    assert news.of_return(whole, 0).payload == {**about, "taken_micro": 0}
    part = Return(PAYMENT, 2, Share(250, 225, 22))
    assert news.of_return(part) == Notice(
        "returned", ANN, "returned:card:c-1:2", {**about, "taken_micro": 225, "amount_minor": 250}
    )


def test_a_checkout_without_its_payment_is_told_with_when_it_was_agreed() -> None:
    agreed = NOW - timedelta(minutes=5)
    [told] = news.of_unended_checkout([PIA], 4, ANN, ("EUR", 500), agreed)
    assert told.dedupe_key == "alert:9:checkout:4:2026-03-01T11:55:00+00:00"
    assert told.payload == {
        "about": "checkout",
        "alert": "checkout_unended",
        "word": "5.00 EUR, 2026-03-01 11:55 UTC",
        "person": ANN,
    }


@pytest.mark.parametrize(("currency", "word"), [("USD", "1.50 USD"), (None, "1.50")])
def test_money_that_no_order_explains_rings(currency: str | None, word: str) -> None:
    assert news.of_unexplained(1_500_000, currency) == Condition(
        AlertKind.MONEY_UNEXPLAINED,
        facts={"word": word, "amount_micro": 1_500_000, "currency": currency or ""},
        rings=True,
    )
