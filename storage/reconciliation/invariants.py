"""What must always be true of cases and their orders."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import case, exists, func, or_, select

from shop.ordering.order import OrderState
from shop.reconciliation.case import CaseState, Resolution
from storage.counting import Invariant, Scope, count
from storage.ledger.tables import halt
from storage.orders.tables import order_has_former_number, order_taken_back, order_undecided, orders
from storage.reconciliation.tables import case_unsettled, inquiry

OPEN_FOR = timedelta(minutes=15)
"""A case settles in five minutes, or asks the operators; while it is open no order is submitted."""


def of_cases(now: datetime, scope: Scope) -> Iterator[Invariant]:
    """Every unknown order has an unsettled case, and every resolution matches what became of its order."""
    own = inquiry.c.order_id == orders.c.id
    unknown = select(orders.c.id).where(order_undecided, orders.c.state == OrderState.UNKNOWN)
    overlooked = unknown.where(~exists().where(own, case_unsettled))
    strange = (
        select(orders.c.id).join(inquiry, own).where(case_unsettled, orders.c.state != OrderState.UNKNOWN)
    )
    yield Invariant(
        "unknown-has-inquiry",
        "exactly the unconfirmed orders are being looked into",
        select(func.count()).select_from(overlooked.union_all(strange).subquery()),
    )
    # While payments are paused nothing can be decided.
    stuck = select(inquiry.c.order_id).where(
        case_unsettled, inquiry.c.state == CaseState.OPEN, inquiry.c.opened_at < now - OPEN_FOR
    )
    yield Invariant(
        "inquiry-is-fresh",
        "no inquiry goes on for more than fifteen minutes without asking the operators",
        count(stuck.where(~exists(select(halt.c.id)))),
        stops=False,  # after a long pause a case is old before its first check
    )
    lost = or_(order_taken_back, order_has_former_number)
    ended = case(
        (or_(orders.c.panel_order_id.is_not(None), lost), Resolution.ADOPTED.value),
        (orders.c.state == OrderState.VOIDED, Resolution.VOIDED.value),
    )
    yield Invariant(
        "verdict-is-kept",
        "what an inquiry decided is what became of its order",
        count(
            select(inquiry.c.order_id)
            .join(orders, orders.c.id == inquiry.c.order_id)
            .where(inquiry.c.state == CaseState.SETTLED, func.coalesce(ended, "") != inquiry.c.verdict)
            .where(scope.orders(inquiry.c.order_id))
        ),
    )
