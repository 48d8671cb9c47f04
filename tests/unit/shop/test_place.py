"""What the panel's answer means for an order."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import AlertKind, kind_of
from shop.ordering.order import OrderState
from shop.ordering.place import RETRY_AFTER, AttemptOutcome, of_broken_book, settlement_of
from shop.ordering.reason import Reason, ReasonKind
from shop.replies import Accepted, AddOutcome, NotSent, Refusal, Rejected, Unknown

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_accepted_is_pending_with_its_id() -> None:
    settlement = settlement_of(Accepted("23501"), attempt=1, now=NOW)
    assert (settlement.outcome, settlement.state, settlement.panel_order_id) == (
        AttemptOutcome.ACCEPTED,
        OrderState.PENDING,
        "23501",
    )


OF_THE_ACCOUNT = [Refusal.AUTH, Refusal.FUNDS, Refusal.BLOCKED]


@pytest.mark.parametrize("why", [why for why in Refusal if why not in OF_THE_ACCOUNT])
def test_a_refusal_of_the_order_ends_it(why: Refusal) -> None:
    settlement = settlement_of(Rejected(why, "No."), attempt=1, now=NOW)
    assert (settlement.outcome, settlement.state, settlement.reason) == (
        AttemptOutcome.REJECTED,
        OrderState.REJECTED,
        Reason(ReasonKind(why), "No."),
    )
    assert settlement.alert is None


@pytest.mark.parametrize("why", OF_THE_ACCOUNT)
def test_a_refusal_of_the_account_is_the_operators_and_the_order_waits(why: Refusal) -> None:
    settlement = settlement_of(Rejected(why, "No."), attempt=1, now=NOW)
    assert (settlement.outcome, settlement.state, settlement.reason) == (
        AttemptOutcome.NOT_SENT,
        OrderState.RESERVED,
        Reason(ReasonKind(why), "No."),
    )
    assert settlement.not_before == NOW + timedelta(seconds=60)
    assert settlement.alert == f"panel_{why}"


def test_a_lost_answer_is_unknown_and_never_due_again() -> None:
    settlement = settlement_of(Unknown("timed out"), attempt=1, now=NOW)
    assert (settlement.outcome, settlement.state) == (AttemptOutcome.UNKNOWN, OrderState.UNKNOWN)
    assert settlement.not_before is None
    assert settlement.alert == "order_unknown"


@pytest.mark.parametrize("attempt", range(1, 9))
def test_what_was_not_sent_is_due_again_later_and_later(attempt: int) -> None:
    settlement = settlement_of(NotSent("refused"), attempt=attempt, now=NOW)
    assert settlement.state is OrderState.RESERVED
    wait = RETRY_AFTER[min(attempt, len(RETRY_AFTER)) - 1]
    assert settlement.not_before == NOW + timedelta(seconds=wait)


def test_the_panels_own_wait_is_kept() -> None:
    settlement = settlement_of(NotSent("429", retry_after=900), attempt=1, now=NOW)
    assert settlement.not_before == NOW + timedelta(seconds=900)


@pytest.mark.parametrize(
    ("retry_after", "kind"),
    [(None, ReasonKind.NOT_SENT), (0.0, ReasonKind.THROTTLED), (2.0, ReasonKind.THROTTLED)],
)
def test_what_was_not_sent_says_why_and_waits_its_turn_at_least(
    retry_after: float | None, kind: ReasonKind
) -> None:
    outcome = NotSent("busy", retry_after, http_status=429, excerpt="slow down")
    settlement = settlement_of(outcome, attempt=1, now=NOW)
    assert settlement.reason == Reason(kind, "busy")
    assert settlement.not_before == NOW + timedelta(seconds=RETRY_AFTER[0])
    assert settlement.outcome is AttemptOutcome.NOT_SENT
    assert settlement.alert is None


@pytest.mark.parametrize(
    "outcome",
    [
        Accepted("1", http_status=202, excerpt="said"),
        Rejected(Refusal.LINK, "No.", http_status=202, excerpt="said"),
        Rejected(Refusal.FUNDS, "No.", http_status=202, excerpt="said"),
        NotSent("busy", http_status=202, excerpt="said"),
        Unknown("lost", http_status=202, excerpt="said"),
    ],
)
def test_what_the_panel_said_is_kept_for_whoever_looks_into_it(outcome: AddOutcome) -> None:
    settlement = settlement_of(outcome, attempt=1, now=NOW)
    assert (settlement.http_status, settlement.excerpt) == (202, "said")


def test_a_lost_answer_keeps_its_words_and_those_that_nobody_knows() -> None:
    settlement = settlement_of(Unknown("timed out", strange="weird words"), attempt=1, now=NOW)
    assert (settlement.reason, settlement.strange) == (Reason(ReasonKind.WORDS, "timed out"), "weird words")


@pytest.mark.parametrize(
    ("attempt", "why", "pauses"),
    [
        (1, Refusal.FUNDS, 1),
        (2, Refusal.FUNDS, 2),
        (5, Refusal.FUNDS, 5),
        (6, Refusal.FUNDS, 5),
        (6, Refusal.AUTH, 1),
    ],
)
def test_an_order_too_dear_for_the_balance_lets_smaller_ones_pass(
    attempt: int, why: Refusal, pauses: int
) -> None:
    settlement = settlement_of(Rejected(why, "No."), attempt=attempt, now=NOW)
    assert settlement.not_before == NOW + timedelta(seconds=60 * pauses)


@pytest.mark.parametrize(("number", "answer"), [("23501", "the panel's number is 23501"), (None, "refused")])
def test_books_out_of_order_park_the_order_and_ring(number: str | None, answer: str) -> None:
    said = Accepted(number) if number else Rejected(Refusal.LINK, "No.")
    parked = of_broken_book(settlement_of(said, attempt=1, now=NOW))
    assert (parked.outcome, parked.state) == (AttemptOutcome.UNKNOWN, OrderState.UNKNOWN)
    assert parked.panel_order_id is None
    assert parked.reason == Reason(ReasonKind.WORDS, f"the books are not in order ({answer})")
    assert kind_of(parked.alert or "") is AlertKind.ORDER_PARKED
