"""Who is told what: notices as a pure function of the outcome of an order or a payment."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import AlertKind, Condition, Facts, News, conditions_in, notices_in
from shop.ledger.news import of_receipt
from shop.ledger.payment import is_for, refusal_of, taken_of
from shop.ledger.topup import STARS, Invoice, Paid
from shop.notice import card, finished, is_owed_again, money_back, order_alerts, refill_news
from shop.ordering import news
from shop.ordering.change import Change
from shop.ordering.order import Order, OrderState
from shop.ordering.place import AttemptOutcome, Settlement
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.terms import Terms
from shop.pricing.costing import Unsent

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
        ({"is_ordered": True, "now": INVOICE.expires_at}, "invoice_ordered"),
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


@pytest.mark.parametrize(
    ("changes", "now", "celebrated"),
    [
        ({}, NOON + news.AWAKE, True),
        ({}, NOON + news.AWAKE + timedelta(seconds=1), False),
        ({"ended_by": PIA}, NOON, False),
    ],
)
def test_an_end_is_celebrated_while_whoever_ordered_is_up(
    changes: dict[str, int], now: datetime, celebrated: bool
) -> None:
    order = replace(ORDER, **changes)  # type: ignore[arg-type]  # a table's rest
    assert news.is_celebrated(order, OrderState.COMPLETED, now) is celebrated
    assert not news.is_celebrated(order, OrderState.PARTIAL, now)


def test_news_of_an_attempt_name_its_order_and_the_panels_words() -> None:
    lost = Settlement(
        AttemptOutcome.UNKNOWN,
        OrderState.UNKNOWN,
        reason=Reason(ReasonKind.WORDS, "x" * 300),
        alert="order_unknown",
    )
    assert news.of_settling(ORDER, lost) == [
        card(5, ANN),
        Condition(AlertKind.ORDER_UNKNOWN, "order:5", {"order_id": 5, "word": "x" * 200}),
    ]
    refused = Settlement(AttemptOutcome.REJECTED, OrderState.REJECTED)
    assert news.of_settling(ORDER, refused) == [card(5, ANN), finished(5, ANN, "rejected", "once")]


def test_an_order_that_has_to_wait_tells_why_the_panel_takes_none() -> None:
    assert news.of_putting_off(ORDER, "timed out", None) == [card(5, ANN)]
    assert news.of_putting_off(ORDER, "x" * 300, "panel_shut") == [
        card(5, ANN),
        Condition(AlertKind.PANEL_SHUT, facts={"word": "x" * 200}),
    ]


def test_an_order_in_flight_at_a_stop_is_one_whose_answer_is_lost() -> None:
    assert news.of_losing(ORDER, "stopped") == [
        card(5, ANN),
        Condition(AlertKind.ORDER_UNKNOWN, "order:5", {"order_id": 5, "word": "stopped"}),
    ]


@pytest.mark.parametrize(
    ("why", "kind"), [(Unsent.DEARER, AlertKind.ORDER_DEARER), (Unsent.GONE, AlertKind.ORDER_GONE)]
)
def test_orders_given_back_unsent_are_one_case_for_each_service(why: Unsent, kind: AlertKind) -> None:
    facts: Facts = {"order_id": 5, "word": "77 Followers"}
    assert news.of_withholding(ORDER, why) == Condition(kind, "service:77", facts)


@pytest.mark.parametrize(
    ("why", "kind"), [(Unsent.DEARER, AlertKind.ORDER_DEARER), (Unsent.GONE, AlertKind.ORDER_GONE)]
)
def test_what_cannot_be_sent_to_another_service_is_the_fault_of_that_one(
    why: Unsent, kind: AlertKind
) -> None:
    routed = replace(ORDER, sent_service="2000003", sent_number="3")
    facts: Facts = {"order_id": 5, "word": "2000003"}
    assert news.of_withholding(routed, why) == Condition(kind, "service:2000003", facts)


def test_an_end_by_hand_is_told_under_its_own_key() -> None:
    assert news.of_ending(ORDER, OrderState.CANCELED, "k") == [
        card(5, ANN),
        finished(5, ANN, "canceled", "k"),
    ]
    withdrawn = news.of_voiding(ORDER, Reason(ReasonKind.WAITED_TOO_LONG))
    assert withdrawn == [card(5, ANN), finished(5, ANN, "voided", "once")]


def test_a_refills_end_names_the_request_and_its_order() -> None:
    asked = Request(3, 5, RequestKind.REFILL, RequestState.REQUESTED, NOON, NOON)
    assert news.of_request(ORDER, asked, RequestState.DONE) == [
        card(5, ANN),
        refill_news(5, ANN, 3, RequestState.DONE),
    ]


def test_a_report_is_told_with_what_it_says() -> None:
    ended = replace(
        ORDER, state=OrderState.PARTIAL, refunded_micro=300, changed_at=NOON + timedelta(seconds=1.5)
    )
    assert news.of_change(Change(ORDER, ended), OPERATORS) == [
        card(5, ANN),
        finished(5, ANN, "partial", "2026-03-01T12:00:01+00:00"),
    ]
    more = replace(ended, refunded_micro=500)
    assert news.of_change(Change(ended, more), OPERATORS) == [card(5, ANN), money_back(5, ANN, 500)]
    assert news.of_change(Change(ORDER, replace(ORDER, checked_at=NOON)), OPERATORS) == []


def test_an_odd_report_is_a_case_of_its_order_or_an_alert_to_everybody() -> None:
    odd = replace(ORDER, panel_word="x" * 300)
    assert news.of_change(Change(ORDER, odd, alert="status_failed"), OPERATORS) == [
        Condition(AlertKind.STATUS_FAILED, "order:5", {"order_id": 5, "word": "x" * 200})
    ]
    assert news.of_change(Change(ORDER, odd, alert="status_word"), OPERATORS) == []
    back = replace(ORDER, panel_word="odd", refunded_micro=300)
    told_ = news.of_change(Change(ORDER, back, alert="an_event"), [PIA])
    assert told_[2:] == order_alerts([PIA], 5, "an_event", word="odd", amount_micro=300, currency="USD")


@pytest.mark.parametrize("stopped", [True, False])
def test_a_service_that_the_panel_overcharges_is_a_case_and_its_stop_another(stopped: bool) -> None:
    order = replace(ORDER, charge="1.20", terms=replace(TERMS, cost_micro=800_000))
    case = Condition(
        AlertKind.ORDER_OVERCHARGED, "service:77", {"order_id": 5, "word": "77: 1.20 / 0.80 / 0.90 USD"}
    )
    stop = Condition(AlertKind.SERVICE_STOPPED, "service:77", {"order_id": 5, "word": "77"})
    assert news.of_overcharging(order, stopped=stopped) == ([case, stop] if stopped else [case])


@pytest.mark.parametrize("stopped", [True, False])
def test_the_service_that_was_charged_is_the_one_that_delivered(stopped: bool) -> None:
    terms = replace(TERMS, cost_micro=800_000)
    order = replace(ORDER, charge="1.20", terms=terms, sent_service="2000003", sent_number="3")
    owed = news.of_overcharging(order, stopped=stopped)
    told = {one.kind: (one.subject, one.facts["word"]) for one in owed}
    case = {AlertKind.ORDER_OVERCHARGED: ("service:2000003", "2000003: 1.20 / 0.80 / 0.90 USD")}
    stop = {AlertKind.SERVICE_STOPPED: ("service:2000003", "2000003")}
    assert told == (case | stop if stopped else case)


def test_late_orders_are_one_alert_that_rings_and_a_card_for_each_person() -> None:
    assert news.of_being_late([], [5], 1) == []
    assert news.of_being_late([(5, ANN), (6, 2)], [4, 5, 6], 3) == [
        card(5, ANN),
        card(6, 2),
        Condition(AlertKind.ORDERS_LATE, facts={"word": "4, 5, 6", "order_id": 4}, rings=True),
    ]


@pytest.mark.parametrize(
    ("count", "of_all", "words"),
    [
        (2, None, "1, 2"),
        (20, None, ", ".join(map(str, range(1, 21)))),
        (21, None, ", ".join(map(str, range(1, 21))) + " … +1"),
        (20, 30, ", ".join(map(str, range(1, 21))) + " … +10"),
    ],
)
def test_a_heap_of_orders_is_named_by_its_first_twenty(count: int, of_all: int | None, words: str) -> None:
    assert news.named(range(1, count + 1), of_all) == words


def test_refunds_on_hold_are_told_with_their_sum() -> None:
    assert news.holding_refunds(3, 5, 900, "USD") == Condition(
        AlertKind.REFUNDS_HELD,
        facts={"word": 3, "order_id": 5, "amount_micro": 900, "currency": "USD"},
    )
