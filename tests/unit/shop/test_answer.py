"""Until when an order is looked into, by what is known of its case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.ordering.order import Order, OrderState
from shop.reconciliation.answer import GATHERED_FOR, AnswerDue, answer_due
from shop.reconciliation.case import Case, CaseState
from tests.unit.shop.test_news import TERMS

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LOST = Order(1, 7, "main", TERMS, OrderState.UNKNOWN, NOON, NOON)
CASE = Case(LOST, CaseState.OPEN, opened_at=NOON, due_at=NOON, attempted_at=NOON)


@pytest.mark.parametrize("state", [state for state in OrderState if state is not OrderState.UNKNOWN])
def test_no_other_order_is_looked_into(state: OrderState) -> None:
    assert answer_due(replace(LOST, state=state), CASE, HOUR, NOON) is None


@pytest.mark.parametrize("case", [CASE, None, replace(CASE, state=CaseState.SETTLED)])
def test_while_nobody_was_asked_the_operators_time_counts_too(case: Case | None) -> None:
    assert answer_due(LOST, case, HOUR, NOON) == AnswerDue(NOON + GATHERED_FOR + HOUR, is_asked=False)


def test_a_case_that_waits_for_long_never_names_a_moment_that_is_over() -> None:
    later = NOON + timedelta(days=3)
    assert answer_due(LOST, CASE, HOUR, later) == AnswerDue(later + HOUR, is_asked=False)
    asked = replace(CASE, state=CaseState.HUMAN, due_at=NOON)
    assert answer_due(LOST, asked, HOUR, later) == AnswerDue(later, is_asked=True)


def test_what_was_promised_before_the_operators_are_asked_is_never_less_than_they_get() -> None:
    asked_at = NOON + GATHERED_FOR
    asked = replace(CASE, state=CaseState.HUMAN, due_at=asked_at + HOUR)
    before, after = answer_due(LOST, CASE, HOUR, NOON), answer_due(LOST, asked, HOUR, asked_at)
    assert before is not None
    assert after is not None
    assert after.by <= before.by
