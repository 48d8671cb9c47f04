"""Who is told what: notices as a pure function of the outcome of an order or a payment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import AlertKind, Condition, News, conditions_in, notices_in
from shop.ledger.news import of_receipt
from shop.ledger.payment import is_for, refusal_of, taken_of
from shop.ledger.topup import STARS, Invoice, Paid
from shop.notice import is_owed_again
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


def told(owed: Sequence[News]) -> list[tuple[str, int]]:
    """Return the kind and the person of each notice."""
    return [(one.kind, one.person_id) for one in notices_in(owed)]


def test_who_withdrew_an_order_is_not_told_that_it_ended() -> None:
    assert told(news.of_voiding(ORDER, Reason(ReasonKind.WITHDRAWN))) == [("card", ANN)]
    assert told(news.of_voiding(ORDER, Reason(ReasonKind.WAITED_TOO_LONG))) == [
        ("card", ANN),
        ("finished", ANN),
    ]


def test_a_refusal_is_told_to_its_person() -> None:
    refused = Settlement(AttemptOutcome.REJECTED, OrderState.REJECTED, reason=Reason(ReasonKind.LINK, "bad"))
    assert told(news.of_settling(ORDER, refused)) == [("card", ANN), ("finished", ANN)]


def test_a_refusal_of_the_account_is_one_condition_however_many_orders_wait() -> None:
    waits = Settlement(
        AttemptOutcome.NOT_SENT,
        OrderState.RESERVED,
        reason=Reason(ReasonKind.FUNDS, "empty"),
        alert="panel_funds",
    )
    [first], [other] = (
        conditions_in(news.of_settling(order, waits)) for order in (ORDER, replace(ORDER, id=6))
    )
    assert first == other == Condition(AlertKind.PANEL_FUNDS, facts={"word": "empty"})


def test_a_lost_answer_is_a_condition_of_its_order() -> None:
    lost = Settlement(AttemptOutcome.UNKNOWN, OrderState.UNKNOWN, alert="order_unknown")
    [one] = conditions_in(news.of_settling(ORDER, lost))
    assert (one.kind, one.subject, one.facts["order_id"]) == (AlertKind.ORDER_UNKNOWN, "order:5", 5)


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


def test_a_receipt_is_credited_or_turned_down() -> None:
    kinds = [of_receipt(ANN, "manual", 4, approved=yes).kind for yes in (True, False)]
    assert kinds == ["credited", "turned_down"]


@pytest.mark.parametrize(
    "paid", [replace(PAID, person_id=2), replace(PAID, currency="USD"), replace(PAID, amount_minor=76)]
)
def test_what_is_not_to_the_letter_what_was_asked_waits_in_suspense(paid: Paid) -> None:
    assert is_for(INVOICE, PAID)
    assert not is_for(INVOICE, paid)


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
