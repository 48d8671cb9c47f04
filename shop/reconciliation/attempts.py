"""Estimate from our own attempts what the panel account spent and got back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shop.ordering.order import Order, OrderState
from shop.ordering.place import AttemptOutcome
from shop.reconciliation.readings import Reading, Spent

NEVER_CHARGED = frozenset({AttemptOutcome.NOT_SENT, AttemptOutcome.REJECTED})


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt and the facts of its order. `state` and the fields after it are the order's."""

    outcome: AttemptOutcome
    started_at: datetime
    finished_at: datetime | None
    order_id: int
    state: OrderState
    panel_order_id: str | None
    cost_micro: int | None
    terms: dict[str, Any]
    by_reference: bool = False


def spent_between(attempts: Sequence[Attempt], earlier: Reading, later: Reading, *, has_more: bool) -> Spent:
    """Return the range our orders may have cost between two readings.

    `attempts` are the latest, newest first; `has_more` says that older ones may exist that were not read.
    """
    minimum, maximum, figures, unbounded = 0, 0, 0, False
    until: datetime | None = None
    for attempt in attempts:
        if attempt.outcome in NEVER_CHARGED or attempt.started_at > later.at:
            continue
        if attempt.finished_at is not None and attempt.finished_at < earlier.asked_at:
            continue
        cost, ended_at = attempt.cost_micro or 0, attempt.finished_at
        by_runs = "runs" in attempt.terms.get("fields", {})  # some panels charge each run when it begins
        certain = (
            attempt.outcome is AttemptOutcome.ACCEPTED and attempt.started_at >= earlier.at and not by_runs
        )
        if certain and ended_at is not None and ended_at <= later.asked_at:
            minimum += cost
            until = max(until or ended_at, ended_at)
        maximum, figures = maximum + cost, figures + 1
        unbounded = unbounded or not cost
    all_inside = has_more and attempts[-1].started_at >= earlier.asked_at
    return Spent(minimum, None if unbounded or all_inside else maximum, figures, until)


def given_back(order: Order, since: datetime, until: datetime | None) -> int | None:
    """Return the panel's refund for an order by its figures; None if they do not tell.

    They do not if the order ended outside the period and only a later refund fell into it.
    """
    cost, quantity, remains = order.terms.cost_micro, order.terms.quantity, order.remains
    if not cost or order.finished_at is None or order.finished_at < since:
        return None
    if until is not None and order.finished_at >= until:
        return None
    if order.state is OrderState.CANCELED:
        return cost
    return cost * remains // quantity if quantity and remains is not None else None
