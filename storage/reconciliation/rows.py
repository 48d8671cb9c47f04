"""Open and settle cases, inside the transaction that loses or settles the order."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update

from shop.ordering.order import Order
from shop.reconciliation.case import CaseState, Resolution
from shop.reconciliation.decide import HELD_FOR, RESENDS_FOR, SETTLE, SOON
from storage.core.prepared import Prepared, given
from storage.orders.tables import attempt, orders
from storage.reconciliation.tables import case_unsettled, inquiry

ALIKE = 100
"""Two costs that differ by no more than this, in micro-units, cannot be told apart in a balance."""


_OPEN = and_(inquiry.c.panel == given("panel"), inquiry.c.state == CaseState.OPEN, case_unsettled)
_IS_OPEN = Prepared(select(exists().where(_OPEN)))
_NAMED = exists().where(attempt.c.order_id == inquiry.c.order_id, attempt.c.named_by.is_not(None))
_IS_CLOSED = Prepared(
    select(
        exists().where(
            _OPEN,
            or_(
                and_(inquiry.c.soon_at.is_(None), inquiry.c.opened_at > given("fresh_from")),
                and_(_NAMED, inquiry.c.opened_at > given("named_from")),
                inquiry.c.due_at <= given("now"),
            ),
        )
    )
)
_COSTS_OF_OPEN = Prepared(
    select(orders.c.cost_micro).join(inquiry, inquiry.c.order_id == orders.c.id).where(_OPEN)
)


def open_case(connection: Connection, order: Order, now: datetime) -> None:
    """Open a case for an order whose answer was lost. Its account gets no order before the first check."""
    opening = inquiry.insert().values(
        order_id=order.id, panel=order.panel, state=CaseState.OPEN, opened_at=now, due_at=now + SOON, told={}
    )
    connection.execute(opening)


def settle_case(
    connection: Connection, order_id: int, verdict: Resolution, now: datetime, *, by: int | None
) -> None:
    """Settle the case; `by` is the operator, None if evidence or time decided."""
    ending = update(inquiry).where(inquiry.c.order_id == order_id, case_unsettled)
    connection.execute(ending.values(state=CaseState.SETTLED, verdict=verdict, decided_by=by, settled_at=now))


def is_open(connection: Connection, panel: str) -> bool:
    """Return True if a case is open at this panel account."""
    return bool(_IS_OPEN.scalar(connection, panel=panel))


def is_closed(connection: Connection, panel: str, now: datetime) -> bool:
    """Return True if nothing at all may be sent to this account now.

    That is so until the first check after a lost answer, whenever a check is due, and while an
    order may be resent under its reference: what is read then must be about that order alone.
    """
    moments = {"fresh_from": now - SETTLE, "named_from": now - RESENDS_FOR, "now": now}
    return bool(_IS_CLOSED.scalar(connection, panel=panel, **moments))


def is_told_apart(connection: Connection, panel: str, now: datetime) -> ColumnElement[bool] | None:
    """Return the condition that an order may go out: its cost differs from that of every open case.

    Other orders wait for HELD_FOR at most; then they go, and the case needs stronger evidence.
    """
    costs = {row.cost_micro or 0 for row in _COSTS_OF_OPEN.all(connection, panel=panel)}
    if not costs - {0}:
        return None
    cost = orders.c.cost_micro
    others = [func.abs(cost - one) > ALIKE for one in sorted(costs - {0})]
    return or_(and_(cost > 0, *others), orders.c.created_at <= now - HELD_FOR)


def remember_told(connection: Connection, order_id: int, operator_id: int, message_id: int) -> None:
    """Store which message in this operator's chat asks for a decision."""
    own = select(inquiry.c.told).where(inquiry.c.order_id == order_id)
    told = connection.execute(own.with_for_update()).scalar()
    if told is not None:
        noting = update(inquiry).where(inquiry.c.order_id == order_id)
        connection.execute(noting.values(told={**told, str(operator_id): message_id}))
