"""End an order by hand, if the panel never says how it ended: in one transaction with its money."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select, update

from shop.acts import Act, Did
from shop.ledger import journals
from shop.ordering import news
from shop.ordering.order import AT_WORK, Order, OrderState
from storage.core.database import Database
from storage.core.units import writes
from storage.desk.acts import note_act
from storage.growth.coupons import give_discount_back
from storage.ledger.losses import give_back
from storage.ledger.store import refuse_if_halted
from storage.messages.outbox import enqueue
from storage.orders.following import end_cancel_request
from storage.orders.rows import order_of
from storage.orders.tables import orders

REFUNDABLE = AT_WORK | {OrderState.COMPLETED, OrderState.PARTIAL}


class Endings:
    """Ends orders for an operator."""

    def __init__(
        self, database: Database, *, panel: str, operators: Collection[int], credit_micro: int | None = None
    ) -> None:
        self._database = database
        self._panel = panel
        self._operators = operators
        self._credit_micro = credit_micro

    @writes
    def end(self, connection: Connection, order_id: int, now: datetime, *, refund: bool, by: int) -> bool:
        """Cancel the order with a full refund, or complete it without; False if it has ended already.

        The refund is booked under the order's own refund key, so a later report refunds
        nothing twice; and the panel is no longer asked.
        Raises ShopError("money_stopped").
        """
        state = OrderState.CANCELED if refund else OrderState.COMPLETED
        refuse_if_halted(connection)
        row = connection.execute(select(orders).where(orders.c.id == order_id)).first()
        if row is None or not can_end(OrderState(row.state), refund=refund):
            return False
        order = order_of(row)
        level = order.terms.price_micro if refund else order.refunded_micro
        ended = (
            update(orders)
            .where(orders.c.id == order_id, orders.c.state == order.state, orders.c.ended_by.is_(None))
            .where(orders.c.refunded_micro == order.refunded_micro)
            .values(
                state=state,
                refunded_micro=level,
                ended_by=by,
                ask_at=None,
                refund_held_at=None,
                changed_at=now,
                finished_at=now,
            )
        )
        if connection.execute(ended).rowcount != 1:
            return False
        back = journals.refunding(order.sale, refunded_micro=order.refunded_micro, level_micro=level)
        give_back(connection, order, [replace(one, actor_id=by) for one in back], now, self._credit_micro)
        give_discount_back(connection, replace(order, state=state), now)
        end_cancel_request(connection, order_id, state, now)
        enqueue(connection, news.of_ending(order, state, "by hand"), now)
        note_act(connection, _act(order, by, level - order.refunded_micro if refund else None), now)
        return True


def _act(order: Order, by: int, back_micro: int | None) -> Act:
    """Return the end for the log; `back_micro` is what went back, None if it was kept."""
    return Act(
        by,
        Did.ORDER_KEPT if back_micro is None else Did.ORDER_REFUNDED,
        person_id=order.person_id,
        order_id=order.id,
        subject=f"end:{order.id}",
        amount_micro=back_micro,
        currency=None if back_micro is None else order.terms.currency,
    )


def can_end(state: OrderState, *, refund: bool) -> bool:
    """Return True if an order in this state can be ended with, or without, a refund."""
    return state in (REFUNDABLE if refund else AT_WORK)
