"""Refunds that the brake holds, see shop/ordering/restraint.py."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Connection, cast, func, select

from shop.alerts import Condition
from shop.ordering.news import holding_refunds
from storage.orders.tables import order_held, orders


@dataclass(frozen=True, slots=True)
class RefundsHeld:
    """Refunds in one currency held by the brake, the earliest since `since`; `order_id` is the lowest."""

    currency: str
    count: int
    amount_micro: int
    since: datetime
    order_id: int


def refunds_held(connection: Connection, panel: str) -> list[RefundsHeld]:
    """Return the refunds held by the brake, by currency."""
    return _held(connection, orders.c.panel == panel)


def refunds_left(connection: Connection, here: Collection[str]) -> list[RefundsHeld]:
    """Return those held at panel accounts that are no suppliers any more: no report can release them."""
    return _held(connection, orders.c.panel.not_in(sorted(here)))


def _held(connection: Connection, there: ColumnElement[bool]) -> list[RefundsHeld]:
    left = cast(func.sum(orders.c.price_micro - orders.c.refunded_micro), BigInteger)
    held = (
        select(orders.c.currency, func.count(), left, func.min(orders.c.refund_held_at))
        .add_columns(func.min(orders.c.id))
        .where(there, order_held)
        .group_by(orders.c.currency)
        .order_by(orders.c.currency)
    )
    return [RefundsHeld(*row) for row in connection.execute(held).all()]


def conditions_of(held: list[RefundsHeld]) -> list[Condition]:
    """Return the condition that refunds are on hold; none if none are. The largest sum is the one named."""
    if not held:
        return []
    most = max(held, key=lambda one: one.amount_micro)
    count = sum(one.count for one in held)
    return [holding_refunds(count, most.order_id, most.amount_micro, most.currency)]
