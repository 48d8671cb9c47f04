"""What must always be true of inquiries, and of the orders they are about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, func, select

from storage.counting import Invariant, count, differ
from storage.inquiry_tables import inquiry
from storage.money_tables import halt
from storage.tables import orders

OPEN_FOR = timedelta(minutes=15)
"""An inquiry settles in five minutes, or asks the operators; while it is open no order is handed over."""


def of_inquiries(now: datetime) -> Iterator[Invariant]:
    """An unknown order is always being looked into, and every verdict is what became of its order."""
    unsettled = select(inquiry.c.order_id).where(inquiry.c.state != "settled")
    yield Invariant(
        "unknown-has-inquiry",
        "exactly the unconfirmed orders are being looked into",
        _orders(differ(orders.c.state == "unknown", orders.c.id.in_(unsettled))),
    )
    # While money stands still nothing can be decided.
    stuck = select(inquiry.c.order_id).where(inquiry.c.state == "open", inquiry.c.opened_at < now - OPEN_FOR)
    yield Invariant(
        "inquiry-is-fresh",
        "no inquiry goes on for more than fifteen minutes without asking the operators",
        count(stuck.where(~exists(select(halt.c.id)))),
        stops=False,  # after a long pause one is old before it is looked at
    )
    ended = case((orders.c.panel_order_id.is_not(None), "adopted"), (orders.c.state == "voided", "voided"))
    yield Invariant(
        "verdict-is-kept",
        "what an inquiry decided is what became of its order",
        count(
            select(inquiry.c.order_id)
            .join(orders, orders.c.id == inquiry.c.order_id)
            .where(inquiry.c.state == "settled", func.coalesce(ended, "") != inquiry.c.verdict)
        ),
    )


def given_up() -> ColumnElement[bool]:
    """Orders whose answer was lost for good: nobody ever got to hear it."""
    return orders.c.id.in_(select(inquiry.c.order_id).where(inquiry.c.verdict == "voided"))


def _orders(where: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(orders).where(where)
