"""Until when an order is looked into whose answer was lost."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.ordering.order import Order, OrderState
from shop.reconciliation.case import Case, CaseState

GATHERED_FOR = timedelta(minutes=15)
"""Evidence is gathered for no longer before the operators are asked: at most RESENDS repeats, or the checks
of AT_LEAST and APART, and LOOKS_IN_VAIN of them without an answer; see shop/reconciliation/decide.py."""


@dataclass(frozen=True, slots=True)
class AnswerDue:
    """Until when an order is looked into: `by` at the latest. `is_asked`: an operator is to decide it."""

    by: datetime
    is_asked: bool


def answer_due(order: Order, case: Case | None, patience: timedelta, now: datetime) -> AnswerDue | None:
    """Return until when this order is looked into, never a moment before `now`; None if it is not.

    `patience`: how long operators may take to decide. While evidence is gathered, nobody knows whether
    they will have to, so their time counts.
    """
    if order.state is not OrderState.UNKNOWN:
        return None
    if case is not None and case.state is CaseState.HUMAN:
        return AnswerDue(max(case.due_at, now), is_asked=True)
    since = order.changed_at if case is None else case.opened_at
    return AnswerDue(max(since + GATHERED_FOR, now) + patience, is_asked=False)
