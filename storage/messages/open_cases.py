"""What waits for an operator's decision: it stands in rows, whatever became of the messages about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, select, update

from shop import notice
from shop.ledger.topup import more_of
from shop.notice import NoticeState
from shop.notice import receipt_whole as whole
from shop.reconciliation.case import CaseState
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.ledger.tables import topup, topup_waiting
from storage.messages.outbox import enqueue
from storage.messages.tables import outbox, outbox_undelivered
from storage.reconciliation.tables import case_unsettled, inquiry

REMINDED_AFTER = timedelta(hours=20)
"""What has waited so long is in the daily reminder."""

_FAILED = and_(outbox_undelivered, outbox.c.state == NoticeState.FAILED)
_TO_DECIDE = and_(
    case_unsettled, inquiry.c.state == fixed(CaseState.HUMAN)
)  # so that the index of these fits


@dataclass(frozen=True, slots=True)
class Open:
    """How many receipts and orders wait for a decision, and how many messages could not be delivered."""

    receipts: int
    orders: int
    messages: int


class OpenCases:
    """Reads what is open, and sees to it that every operator is told; `operators` are today's."""

    def __init__(self, database: Database, *, operators: frozenset[int]) -> None:
        self._database = database
        self._operators = operators

    @reads
    def count(self, connection: Connection) -> Open:
        """How much there is."""
        return Open(
            receipts=_number(connection, select(func.count()).where(topup_waiting)),
            orders=_number(connection, select(func.count()).where(_TO_DECIDE)),
            # Of a column that the index of these has: SQLite would rather count by another one, of all.
            messages=_number(connection, select(func.count(outbox.c.chat_id)).where(_FAILED)),
        )

    @writes
    def tell_newcomers(self, connection: Connection, now: datetime) -> None:
        """Whoever has become an operator is owed what waits; who was told before is not told again."""
        sent = select(topup.c.id, topup.c.receipt).where(topup_waiting)
        receipts = [(row.id, more_of(row.receipt)) for row in connection.execute(sent).all()]
        asked = select(inquiry.c.order_id, inquiry.c.told).where(_TO_DECIDE)
        reviews = connection.execute(asked).all()
        for operator in sorted(self._operators):
            told = [
                *(one for number, more in receipts for one in whole(operator, number, len(more))),
                *(notice.review(operator, row.order_id) for row in reviews if str(operator) not in row.told),
            ]
            enqueue(connection, told, now)

    @writes
    def remind(self, connection: Connection, now: datetime) -> bool:
        """Once a day: what has waited long, in one message to each operator. Whether there is any."""
        before = now - REMINDED_AFTER
        receipts = select(topup.c.id).where(topup_waiting, topup.c.changed_at < before)
        orders = select(inquiry.c.order_id).where(_TO_DECIDE, inquiry.c.opened_at < before)
        for waiting in (receipts, orders):
            if connection.execute(waiting.limit(1)).first() is not None:
                day = now.date().isoformat()
                operators = sorted(self._operators)
                enqueue(connection, [notice.reminder(operator, day) for operator in operators], now)
                return True
        return False

    @writes
    def owe_alerts_again(self, connection: Connection, operator_id: int, now: datetime) -> int:
        """The alerts that could not be delivered to this operator are due again; how many."""
        missed = and_(_FAILED, outbox.c.chat_id == operator_id, outbox.c.kind == "alert")
        again = {"state": NoticeState.PENDING, "attempts": 0, "not_before": now, "finished_at": None}
        return connection.execute(update(outbox).where(missed).values(again)).rowcount


def _number(connection: Connection, counting: object) -> int:
    return int(connection.execute(counting).scalar_one())  # type: ignore[call-overload]  # a select of one count
