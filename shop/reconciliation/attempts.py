"""What our own attempts say of the panel account: what they may have cost, and what came back for them."""

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
    """One attempt, and what matters of its order. `state` and what follows are the order's."""

    outcome: AttemptOutcome
    started_at: datetime
    finished_at: datetime | None
    order_id: int
    state: OrderState
    panel_order_id: str | None
    cost_micro: int | None
    terms: dict[str, Any]


def spent_between(attempts: Sequence[Attempt], earlier: Reading, later: Reading, *, has_more: bool) -> Spent:
    """What our orders may have cost between two readings.

    `attempts` are the newest, newest first; `has_more` where there may be older ones that were not read.
    """
    least, most, figures, unbounded = 0, 0, 0, False
    until: datetime | None = None
    for one in attempts:
        if one.outcome in NEVER_CHARGED or one.started_at > later.at:
            continue
        if one.finished_at is not None and one.finished_at < earlier.asked_at:
            continue
        cost, ended_at = one.cost_micro or 0, one.finished_at
        by_runs = "runs" in one.terms.get("fields", {})  # some panels charge each run when it begins
        certain = one.outcome is AttemptOutcome.ACCEPTED and one.started_at >= earlier.at and not by_runs
        if certain and ended_at is not None and ended_at <= later.asked_at:
            least += cost
            until = max(until or ended_at, ended_at)
        most, figures = most + cost, figures + 1
        unbounded = unbounded or not cost
    all_inside = has_more and attempts[-1].started_at >= earlier.asked_at
    return Spent(least, None if unbounded or all_inside else most, figures, until)


def given_back(order: Order, since: datetime, until: datetime | None) -> int | None:
    """What the panel gave back for an order, as panels reckon it; None where the figures do not tell.

    They do not where it had ended at another time, and only some more came back in this one.
    """
    cost, quantity, remains = order.terms.cost_micro, order.terms.quantity, order.remains
    if not cost or order.finished_at is None or order.finished_at < since:
        return None
    if until is not None and order.finished_at >= until:
        return None
    if order.state is OrderState.CANCELED:
        return cost
    return cost * remains // quantity if quantity and remains is not None else None
