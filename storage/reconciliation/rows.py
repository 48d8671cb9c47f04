"""Open and settle cases, inside the transaction that loses or settles the order."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, true, update

from shop.alerts import AlertKind, order_subject
from shop.ordering.order import RESERVED_FOR, Order, OrderState
from shop.ordering.place import AttemptOutcome
from shop.reconciliation.case import CaseState, Resolution
from shop.reconciliation.decide import HELD_FOR, RESENDS_FOR, SETTLE, SOON
from storage.alerts.rows import end
from storage.catalogue.tables import panel_account
from storage.core.columns import fixed
from storage.core.prepared import Prepared, given
from storage.ledger.tables import halt
from storage.orders.tables import attempt, orders
from storage.reconciliation.tables import case_unsettled, inquiry

ALIKE = 100
"""Two costs that differ by no more than this, in micro-units, cannot be told apart in a balance."""


_OPEN = and_(inquiry.c.panel == given("panel"), inquiry.c.state == CaseState.OPEN, case_unsettled)
_LOST = and_(attempt.c.order_id == inquiry.c.order_id, attempt.c.outcome == fixed(AttemptOutcome.UNKNOWN))
_NAMED = exists().where(_LOST, attempt.c.named_by.is_not(None))
# Nobody reads a balance for the case of an order that the panel knows by its reference.
_BY_BALANCE = ~exists().where(
    _LOST, attempt.c.named_by.is_not(None), attempt.c.balance_before_micro.is_(None)
)
_CLOSES = and_(
    _OPEN,
    or_(
        and_(inquiry.c.soon_at.is_(None), inquiry.c.opened_at > given("fresh_from")),
        and_(_NAMED, inquiry.c.opened_at > given("named_from")),
        inquiry.c.due_at <= given("now"),
    ),
)


def _gate(which: ColumnElement[bool]) -> Prepared:
    return Prepared(
        select(
            exists(select(halt.c.id)).label("is_halted"),
            exists().where(_CLOSES, which).label("is_closed"),
            exists().where(_OPEN, which).label("has_case"),
        )
    )


def _costs(which: ColumnElement[bool]) -> Prepared:
    found = select(orders.c.cost_micro).join(inquiry, inquiry.c.order_id == orders.c.id)
    return Prepared(found.where(_OPEN, which))


_GATE, _GATE_BY_REFERENCE = _gate(true()), _gate(_BY_BALANCE)
_COSTS, _COSTS_BY_REFERENCE = _costs(true()), _costs(_BY_BALANCE)
_IS_OPEN = Prepared(select(exists().where(_OPEN)))
_IS_OPEN_BY_REFERENCE = Prepared(select(exists().where(_OPEN, _BY_BALANCE)))
_IS_SENDING = Prepared(
    select(exists().where(orders.c.panel == given("panel"), orders.c.state == fixed(OrderState.SUBMITTING)))
)
_IGNORES = Prepared(select(panel_account.c.ignores).where(panel_account.c.panel == given("panel")))


class Gate(NamedTuple):
    """What keeps orders from the panel: nothing at all goes out if it `is_shut`.

    `told_apart` is the condition that an order may go out beside open cases; None if every order may.
    """

    is_shut: bool
    told_apart: ColumnElement[bool] | None = None


def open_case(connection: Connection, order: Order, now: datetime, *, number: str | None = None) -> None:
    """Open a case for an order whose answer was lost. Its account gets no order before the first check.

    `number`: the panel's for it, which another order of ours has or had.
    """
    case = {"order_id": order.id, "panel": order.panel, "state": CaseState.OPEN, "number": number, "told": {}}
    connection.execute(inquiry.insert().values(opened_at=now, due_at=now + SOON, **case))


def settle_case(
    connection: Connection, order_id: int, verdict: Resolution, now: datetime, *, by: int | None
) -> None:
    """Settle the case; `by` is the operator, None if evidence or time decided."""
    ending = update(inquiry).where(inquiry.c.order_id == order_id, case_unsettled)
    connection.execute(ending.values(state=CaseState.SETTLED, verdict=verdict, decided_by=by, settled_at=now))
    for kind in (AlertKind.ORDER_UNKNOWN, AlertKind.ORDER_PARKED):
        end(connection, kind, order_subject(order_id), now)


def is_open(connection: Connection, panel: str, *, by_reference: bool = False) -> bool:
    """Return True if a case is open at this panel account, of those that `gate_of` minds."""
    return bool((_IS_OPEN_BY_REFERENCE if by_reference else _IS_OPEN).scalar(connection, panel=panel))


def is_sending(connection: Connection, panel: str) -> bool:
    """Return True if an order is being submitted, so that a balance would include that one too."""
    return bool(_IS_SENDING.scalar(connection, panel=panel))


def gate_of(connection: Connection, panel: str, now: datetime, *, by_reference: bool = False) -> Gate:
    """Return what keeps orders from this account now.

    It is shut until the first check after a lost answer, whenever a check is due, and while an order may be
    resent under its reference: what is read then must be about that order alone. Beside an open case an
    order may go out if its cost differs from the case's; others wait for HELD_FOR at most, then they go, and
    the case needs stronger evidence. An order that goes `by_reference` only minds cases that a balance
    decides.
    """
    moments = {"fresh_from": now - SETTLE, "named_from": now - RESENDS_FOR, "now": now}
    gate = (_GATE_BY_REFERENCE if by_reference else _GATE).first(connection, panel=panel, **moments)
    if gate.is_halted or gate.is_closed or not gate.has_case:
        return Gate(is_shut=bool(gate.is_halted or gate.is_closed))
    rows = (_COSTS_BY_REFERENCE if by_reference else _COSTS).all(connection, panel=panel)
    costs = {row.cost_micro or 0 for row in rows} - {0}
    if not costs:
        return Gate(is_shut=False)
    cost, long = orders.c.cost_micro, now - HELD_FOR + RESERVED_FOR  # since it was to go out
    others = [func.abs(cost - one) > ALIKE for one in sorted(costs)]
    return Gate(is_shut=False, told_apart=or_(and_(cost > 0, *others), orders.c.give_up_at <= long))


def ignores(connection: Connection, panel: str, parameter: str) -> bool:
    """Return True if this account's panel was seen to ignore the references in this parameter."""
    return bool(_IGNORES.scalar(connection, panel=panel) == parameter)


def remember_told(connection: Connection, order_id: int, operator_id: int, message_id: int) -> None:
    """Store which message in this operator's chat asks for a decision."""
    own = select(inquiry.c.told).where(inquiry.c.order_id == order_id)
    told = connection.execute(own.with_for_update()).scalar()
    if told is not None:
        noting = update(inquiry).where(inquiry.c.order_id == order_id)
        connection.execute(noting.values(told={**told, str(operator_id): message_id}))
