"""Orders at work at panel accounts that are no suppliers any more: nobody can ask about them."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from storage.catalogue.tables import panel_account
from storage.orders.tables import order_at_work, orders


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """How many there are; `order_id` is the oldest."""

    count: int
    order_id: int


def left_behind(connection: Connection, here: Collection[str]) -> LeftBehind | None:
    """Return those at panel accounts other than those `here`; None if there are none.

    Without those whose refund is on hold; see storage/orders/held.py.
    """
    gone = select(panel_account.c.panel).where(panel_account.c.panel.not_in(sorted(here)))
    left = (orders.c.panel.in_(gone), order_at_work, orders.c.refund_held_at.is_(None))
    found = select(func.count(), func.min(orders.c.id)).where(*left)
    count, oldest = connection.execute(found).one()
    return LeftBehind(count, oldest) if count else None
