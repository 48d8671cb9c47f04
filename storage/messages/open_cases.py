"""Decisions that wait for an operator. They are rows, so they survive lost messages about them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, exists, func, select, update

from shop import notice
from shop.alert_cases import CARD as ALERT_CARD
from shop.notice import NoticeState
from shop.notice import receipt_whole as whole
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.desk.tables import door_card, standing, standing_asking
from storage.ledger.tables import topup, topup_waiting
from storage.messages.outbox import enqueue
from storage.messages.tables import outbox, outbox_undelivered
from storage.reconciliation.tables import case_to_decide, inquiry

AT_THE_DOOR = 50
"""The cards about people who ask to come in that a new operator gets; the desk's list has them all."""

REMINDED_AFTER = timedelta(hours=20)
"""After waiting this long a decision is in the daily reminder."""

_FAILED = and_(outbox_undelivered, outbox.c.state == fixed(NoticeState.FAILED))


@dataclass(frozen=True, slots=True)
class Open:
    """How many receipts and orders wait for a decision, and how many messages could not be delivered."""

    receipts: int
    orders: int
    messages: int


class OpenCases:
    """Reads open decisions, and makes sure that every operator is told; `operators` are today's."""

    def __init__(self, database: Database, *, operators: Collection[int]) -> None:
        self._database = database
        self._operators = operators

    @reads
    def count(self, connection: Connection) -> Open:
        """Return how much is open."""
        return Open(
            receipts=number_from(connection, select(func.count()).where(topup_waiting)),
            orders=number_from(connection, select(func.count()).where(case_to_decide)),
            # Count a column of the partial index; otherwise SQLite would use another index, over all rows.
            messages=number_from(connection, select(func.count(outbox.c.chat_id)).where(_FAILED)),
        )

    @writes
    def tell_newcomers(self, connection: Connection, now: datetime) -> None:
        """Enqueue what waits for new operators; nobody is told twice."""
        sent = select(topup.c.id, topup.c.receipt).where(topup_waiting)
        receipts = connection.execute(sent).all()
        asked = select(inquiry.c.order_id, inquiry.c.told).where(case_to_decide)
        reviews = connection.execute(asked).all()
        for operator in sorted(self._operators):
            notices = [
                *(one for row in receipts for one in whole(operator, row.id, row.receipt)),
                *(notice.review(operator, row.order_id) for row in reviews if str(operator) not in row.told),
            ]
            enqueue(connection, notices, now)
            enqueue(connection, [notice.door(operator, one) for one in _untold(connection, operator)], now)

    @writes
    def remind(self, connection: Connection, now: datetime) -> bool:
        """Remind each operator once a day of what has waited long; return True if anything has."""
        before = now - REMINDED_AFTER
        receipts = select(topup.c.id).where(topup_waiting, topup.c.changed_at < before)
        orders = select(inquiry.c.order_id).where(case_to_decide, inquiry.c.opened_at < before)
        for waiting in (receipts, orders):
            if connection.execute(waiting.limit(1)).first() is not None:
                day = now.date().isoformat()
                operators = sorted(self._operators)
                enqueue(connection, [notice.reminder(operator, day) for operator in operators], now)
                return True
        return False

    @writes
    def requeue_alerts(self, connection: Connection, operator_id: int, now: datetime) -> int:
        """Make this operator's undelivered alerts due again; return how many."""
        missed = and_(_FAILED, outbox.c.chat_id == operator_id, outbox.c.kind.in_(("alert", ALERT_CARD)))
        again = {"state": NoticeState.PENDING, "attempts": 0, "not_before": now, "finished_at": None}
        return connection.execute(update(outbox).where(missed).values(again)).rowcount


def _untold(connection: Connection, operator_id: int) -> list[int]:
    """Return who asks to come in without this operator having a card about it."""
    has_card = exists().where(
        door_card.c.person_id == standing.c.person_id, door_card.c.chat_id == operator_id
    )
    asking = select(standing.c.person_id).where(standing_asking, ~has_card)
    return list(connection.execute(asking.order_by(standing.c.changed_at).limit(AT_THE_DOOR)).scalars())
