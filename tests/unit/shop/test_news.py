"""Who is told what: notices as a pure function of the outcome of an order or a payment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.ledger.news import of_receipt
from shop.ledger.payment import is_what_was_asked, refusal_of, taken_of
from shop.ledger.topup import STARS, Invoice, Paid
from shop.notice import Notice, is_owed_again
from shop.ordering import news
from shop.ordering.change import Change
from shop.ordering.order import Order, OrderState, Request, RequestKind, RequestState, Terms
from shop.ordering.place import AttemptOutcome, Settlement
from shop.ordering.reason import Reason, ReasonKind

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ANN, OLGA, PIA = 1, 8, 9
OPERATORS = (PIA, OLGA)
TERMS = Terms("77", "Followers", "https://x.y/ann", 1000, {}, 900_000, "USD", asks_quantity=True)
ORDER = Order(5, ANN, "main", TERMS, OrderState.RESERVED, NOON, NOON)
INVOICE = Invoice("p", ANN, "stars", STARS, 77, 1_001_000, "USD", NOON + timedelta(hours=1))
PAID = Paid("stars", "c-1", ANN, "p", STARS, 77)


def told(notices: list[Notice]) -> list[tuple[str, int]]:
    """Return the kind and the person of each."""
    return [(one.kind, one.person_id) for one in notices]


def test_who_withdrew_an_order_is_not_told_that_it_ended() -> None:
    assert told(news.of_voiding(ORDER, Reason(ReasonKind.WITHDRAWN))) == [("card", ANN)]
    assert told(news.of_voiding(ORDER, Reason(ReasonKind.WAITED_TOO_LONG))) == [
        ("card", ANN),
        ("finished", ANN),
    ]


def test_a_refusal_is_told_to_its_person_and_its_alert_to_each_operator() -> None:
    refused = Settlement(
        AttemptOutcome.REJECTED,
        OrderState.REJECTED,
        reason=Reason(ReasonKind.LINK, "bad"),
        alert="order_refused",
    )
    notices = news.of_settling(ORDER, refused, OPERATORS, NOON)
    assert told(notices) == [("card", ANN), ("finished", ANN), ("alert", OLGA), ("alert", PIA)]
    assert notices[2].payload["word"] == "bad"


def test_an_alert_about_the_account_comes_once_a_day_however_many_orders_wait() -> None:
    waits = Settlement(
        AttemptOutcome.NOT_SENT,
        OrderState.RESERVED,
        reason=Reason(ReasonKind.FUNDS, "empty"),
        alert="panel_funds",
    )
    first = news.of_settling(ORDER, waits, OPERATORS, NOON)[1:]
    other = news.of_settling(replace(ORDER, id=6), waits, OPERATORS, NOON + timedelta(hours=3))[1:]
    later = news.of_settling(replace(ORDER, id=6), waits, OPERATORS, NOON + timedelta(days=1))[1:]
    keys = [{one.dedupe_key for one in notices} for notices in (first, other, later)]
    assert keys[0] == keys[1]
    assert keys[0].isdisjoint(keys[2])


@pytest.mark.parametrize(
    ("kind", "state", "rings"),
    [
        (RequestKind.REFILL, RequestState.DONE, True),
        (RequestKind.REFILL, RequestState.REJECTED, True),
        (RequestKind.REFILL, RequestState.REFUSED, False),
        (RequestKind.CANCEL, RequestState.DONE, False),
    ],
)
def test_only_the_end_of_a_refill_makes_the_phone_ring(
    kind: RequestKind, state: RequestState, *, rings: bool
) -> None:
    asked = Request(3, ORDER.id, kind, RequestState.SENDING, NOON, NOON)
    kinds = [one.kind for one in news.of_request(ORDER, asked, state)]
    assert kinds == (["card", "refill"] if rings else ["card"])


def test_money_that_comes_back_after_the_end_has_a_message_of_its_own() -> None:
    ended = replace(ORDER, state=OrderState.PARTIAL, refunded_micro=100)
    more = replace(ended, refunded_micro=300)
    assert told(news.of_change(Change(ORDER, ended), OPERATORS)) == [("card", ANN), ("finished", ANN)]
    assert told(news.of_change(Change(ended, more), OPERATORS)) == [("card", ANN), ("money_back", ANN)]


def test_refunds_that_wait_are_told_once_an_hour_with_their_sum() -> None:
    held = [Change(ORDER, replace(ORDER, refund_held_at=NOON))] * 2
    [olga, pia] = news.of_holding_refunds(held, OPERATORS)
    assert (olga.payload["word"], olga.payload["amount_micro"]) == (2, 1_800_000)
    assert (olga.person_id, pia.person_id) == (OLGA, PIA)
    assert news.of_holding_refunds([], OPERATORS) == []


def test_a_receipt_is_credited_or_turned_down() -> None:
    kinds = [of_receipt(ANN, "manual", 4, approved=yes).kind for yes in (True, False)]
    assert kinds == ["credited", "turned_down"]


@pytest.mark.parametrize(
    "paid", [replace(PAID, person_id=2), replace(PAID, currency="USD"), replace(PAID, amount_minor=76)]
)
def test_what_is_not_to_the_letter_what_was_asked_waits_in_suspense(paid: Paid) -> None:
    assert is_what_was_asked(INVOICE, PAID)
    assert not is_what_was_asked(INVOICE, paid)


@pytest.mark.parametrize(
    ("facts", "key"),
    [
        ({}, None),
        ({"person_id": 2}, "invoice_unknown"),
        ({"amount_minor": 1}, "invoice_unknown"),
        ({"is_paid": True, "is_halted": True}, "invoice_paid"),
        ({"now": INVOICE.expires_at}, "invoice_expired"),
        ({"is_halted": True}, "money_stopped"),
    ],
)
def test_the_first_reason_against_a_payment_is_the_one_that_is_told(
    facts: dict[str, object], key: str | None
) -> None:
    usual = {"person_id": ANN, "currency": STARS, "amount_minor": 77, "now": NOON}
    asked = {**usual, "is_paid": False, "is_halted": False, **facts}
    assert refusal_of(INVOICE, **asked) == key  # type: ignore[arg-type]  # facts by their names
    assert refusal_of(None, **asked) == "invoice_unknown"  # type: ignore[arg-type]  # as above


def test_a_wallet_that_owes_already_gives_nothing_back() -> None:
    assert [taken_of(balance, 100) for balance in (-5, 0, 40, 500)] == [0, 0, 40, 100]


def test_whoever_is_back_is_owed_cards_and_money_but_no_old_alert() -> None:
    week = timedelta(days=7)
    assert is_owed_again("card", {}, NOON - 9 * week, NOON)
    assert is_owed_again("credited", {}, NOON - 9 * week, NOON)
    assert is_owed_again("alert", {}, NOON - week + timedelta(seconds=1), NOON)
    assert not is_owed_again("alert", {}, NOON - week, NOON)
    assert not is_owed_again("finished", {"state": "completed"}, NOON, NOON)
