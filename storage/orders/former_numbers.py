"""Numbers that the panel gives a second time, as after it was restored from a backup.

An ended order lets go of such a number, or it would follow what the panel reports of the newer order, with
refunds. An order under way keeps its number: somebody must decide about that order first.
See docs/decisions/0109-numbers-given-again.md.
"""

from datetime import datetime

from sqlalchemy import Connection, case, func, literal, select, update

from shop import notice
from shop.ordering.order import OrderState
from storage.core.columns import Moment
from storage.messages.outbox import enqueue
from storage.orders.following import drop_requests
from storage.orders.tables import order_ended, orders
from storage.reconciliation.tables import case_unsettled, inquiry

_new = orders.alias("new")


def let_go(connection: Connection, number: str, new_id: int, now: datetime) -> None:
    """Have the ended order of this number at the panel of order `new_id` keep it as its former one.

    The panel is asked no more about that order, nor for its refill: the number is not its own any longer.
    Its card shows what can still be done.
    """
    panel = select(_new.c.panel).where(_new.c.id == new_id).scalar_subquery()
    holder = update(orders).where(
        orders.c.panel == panel, orders.c.panel_order_id == number, orders.c.id != new_id, order_ended
    )
    lost = {"panel_order_id": None, "former_number": number, "ask_at": None, "refund_held_at": None}
    for row in connection.execute(holder.values(lost).returning(orders.c.id, orders.c.person_id)).all():
        drop_requests(connection, row.id, now)
        enqueue(connection, [notice.card(row.id, row.person_id)], now)


def hand_back(connection: Connection, new_id: int, now: datetime, *, but: str | None = None) -> None:
    """Undo `let_go` of the number that the panel gave the unknown order `new_id`, which is not that one.

    Nothing is undone of the number `but`, nor of one that another order has by now. The panel is asked
    about the old order again, unless an operator ended it.
    """
    cases = inquiry.join(_new, _new.c.id == inquiry.c.order_id)
    unknown = (inquiry.c.order_id == new_id, case_unsettled, _new.c.state == OrderState.UNKNOWN)
    given = select(_new.c.panel, inquiry.c.number).select_from(cases).where(*unknown)
    row = connection.execute(given.where(inquiry.c.number.is_not(None))).first()
    if row is None or row.number == but:
        return
    here = orders.c.panel == row.panel
    has_it = connection.execute(select(orders.c.id).where(here, orders.c.panel_order_id == row.number))
    newest = select(func.max(orders.c.id)).where(here, orders.c.former_number == row.number)
    holder = connection.execute(newest).scalar()
    if has_it.first() is not None or holder is None:
        return
    asked = case((orders.c.ended_by.is_(None), literal(now, Moment)))
    again = {"panel_order_id": row.number, "former_number": None, "ask_at": asked}
    returned = update(orders).where(orders.c.id == holder).values(again).returning(orders.c.person_id)
    for owner in connection.execute(returned).scalars().all():
        enqueue(connection, [notice.card(holder, owner)], now)
