"""Attempts to hand an order to the panel: begun before the call, closed once with what came of it."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from shop.ordering.order import Order
from shop.ordering.place import AttemptOutcome, Claimed, Settlement
from shop.reconciliation.readings import Reading
from storage.core.prepared import Prepared, given
from storage.orders.tables import attempt

_TRIED = Prepared(select(func.count()).where(attempt.c.order_id == given("order")))
_ADD_ATTEMPT = Prepared(
    attempt.insert().returning(attempt.c.id),
    columns=(
        *("order_id", "n", "outcome", "started_at", "balance_before_micro", "balance_before_decimals"),
        *("balance_before_at", "named_by"),
    ),
)
_CLOSE = Prepared(
    update(attempt)
    .where(attempt.c.id == given("attempt"), attempt.c.outcome == AttemptOutcome.OPEN)
    .values({name: given(name) for name in ("outcome", "finished_at", "http_status", "excerpt")})
)


def begin_attempt(
    connection: Connection,
    order: Order,
    before: Reading | None,
    now: datetime,
    *,
    read_at: datetime | None,
    named_by: str,
) -> Claimed:
    """Store the open attempt of a taken order, and return it.

    `before` is the balance before it, None if it was not read; `read_at` is when, if that was for an earlier
    order.
    """
    n = count_attempts(connection, order.id) + 1
    attempt_id = _ADD_ATTEMPT.scalar(
        connection,
        order_id=order.id,
        n=n,
        outcome=AttemptOutcome.OPEN,
        started_at=now,
        balance_before_micro=before.micro if before else None,
        balance_before_decimals=before.decimals if before else None,
        balance_before_at=read_at,
        named_by=named_by or None,
    )
    return Claimed(order, attempt_id, n)


def count_attempts(connection: Connection, order_id: int) -> int:
    """Return how many attempts the order has had."""
    return int(_TRIED.scalar(connection, order=order_id))


def close_attempt(connection: Connection, attempt_id: int, settlement: Settlement, now: datetime) -> bool:
    """Store how the attempt ended; return False if it was closed before."""
    return _CLOSE.run(connection, attempt=attempt_id, **evidence_of(settlement, now)) == 1


def evidence_of(settlement: Settlement, now: datetime) -> dict[str, object]:
    """Return the columns that the attempt keeps for ever."""
    return {
        "outcome": settlement.outcome,
        "finished_at": now,
        "http_status": settlement.http_status,
        "excerpt": settlement.excerpt,
    }
