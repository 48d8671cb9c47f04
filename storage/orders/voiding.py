"""The end of orders that the panel does not have."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, update

from shop.ledger import journals
from shop.ordering import news
from shop.ordering.order import OrderState
from shop.ordering.reason import Reason
from storage.ledger.losses import give_back
from storage.messages.outbox import enqueue
from storage.orders.rows import order_of
from storage.orders.tables import orders


def void_orders(
    connection: Connection,
    which: ColumnElement[bool],
    reason: Reason,
    now: datetime,
    credit_micro: int | None,
) -> int:
    """End these orders, which the panel does not have, and refund them; return how many."""
    voiding = (
        update(orders)
        .where(which)
        .values(state=OrderState.VOIDED, reason=reason.write(), changed_at=now, finished_at=now)
    )
    voided = [order_of(row) for row in connection.execute(voiding.returning(orders)).all()]
    for order in voided:
        enqueue(connection, news.of_voiding(order, reason), now)  # before what is taken of it again
        give_back(connection, order, journals.voiding(order.sale), now, credit_micro)
    return len(voided)
