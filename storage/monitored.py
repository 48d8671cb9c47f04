"""What a monitor is told of the rows: each count goes along an index and stops, whatever a table holds."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, func, select, text

from shop.alerts import AlertKind
from shop.ledger.payment import PaymentState
from shop.observed import MOST_COUNTED, AtPanel, Counted
from shop.ordering.order import RUNNING
from storage.alerts.tables import alert, alert_open
from storage.catalogue.tables import panel_account
from storage.core.columns import fixed
from storage.core.database import Database, DatabaseTrouble
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.ledger.tables import payment
from storage.messages.tables import inbox, inbox_waiting, outbox, outbox_held, outbox_pending
from storage.orders.tables import orders

_ONLY_READS = text("SHOW transaction_read_only")


class Monitored:
    """Reads for a monitor; `suppliers` are their names by panel account."""

    def __init__(self, database: Database, *, bot_id: int, suppliers: Mapping[str, str]) -> None:
        self._database = database
        self._bot_id = bot_id
        self._suppliers = suppliers

    @reads
    def answers(self, connection: Connection) -> None:
        """Return if the database answers. Raises DatabaseTrouble."""
        connection.execute(select(1)).scalar_one()

    @writes
    def takes_writes(self, connection: Connection) -> None:
        """Return if the database can be written: this has the turn of a write, and writes nothing.

        Raises DatabaseTrouble. A file's transaction begins with the lock; a server says that it only reads.
        """
        if connection.dialect.name == "postgresql" and connection.execute(_ONLY_READS).scalar_one() == "on":
            raise DatabaseTrouble("The database server only reads now.")

    @reads
    def count(
        self, connection: Connection, now: datetime, since: datetime, until: datetime, ways: Collection[str]
    ) -> Counted:
        """Return what waits now, and the payments by these ways that came after `since`, up to `until`."""
        due, due_since = self._outbox(connection, now)
        return Counted(
            updates_waiting=self._updates(connection),
            updates_oldest_seconds=_age(self._oldest_update(connection), now),
            outbox_waiting=due,
            outbox_oldest_seconds=_age(due_since, now),
            orders=self._orders(connection),
            alerts=_alerts(connection),
            panels=self._panels(connection, now),
            credited=_credited(connection, since, until, ways),
        )

    def _updates(self, connection: Connection) -> int:
        return _up_to_most(connection, inbox, inbox_waiting, inbox.c.bot_id == self._bot_id)

    def _oldest_update(self, connection: Connection) -> datetime | None:
        mine = (inbox_waiting, inbox.c.bot_id == self._bot_id)
        oldest = select(inbox.c.received_at).where(*mine).order_by(inbox.c.seq).limit(1)
        found: datetime | None = connection.execute(oldest).scalar()
        return found

    def _outbox(self, connection: Connection, now: datetime) -> tuple[int, datetime | None]:
        first = (
            select(outbox.c.not_before)
            .where(outbox_pending, ~outbox_held)
            .order_by(outbox.c.lane, outbox.c.id)
            .limit(MOST_COUNTED)
            .subquery()
        )
        due = select(func.count(), func.min(first.c.not_before)).where(first.c.not_before <= now)
        count, since = connection.execute(due).one()
        return int(count), since

    def _orders(self, connection: Connection) -> dict[str, int]:
        return {
            state.value: sum(
                _up_to_most(connection, orders, orders.c.panel == panel, orders.c.state == fixed(state))
                for panel in self._suppliers
            )
            for state in sorted(RUNNING)
        }

    def _panels(self, connection: Connection, now: datetime) -> dict[str, AtPanel]:
        columns = ("panel", "balance_micro", "currency", "balance_at")
        asked = select(*(panel_account.c[name] for name in columns)).where(
            panel_account.c.panel.in_(sorted(self._suppliers)), panel_account.c.balance_micro.is_not(None)
        )
        return {
            self._suppliers[row.panel]: AtPanel(
                row.balance_micro, row.currency or "", _age(row.balance_at, now)
            )
            for row in connection.execute(asked).all()
        }


def _up_to_most(connection: Connection, table: Table, *which: ColumnElement[bool]) -> int:
    some = select(table.c[next(iter(table.primary_key)).name]).where(*which).limit(MOST_COUNTED).subquery()
    return number_from(connection, select(func.count()).select_from(some))


def _alerts(connection: Connection) -> dict[str, int]:
    kinds = select(alert.c.kind, func.count()).where(alert_open).group_by(alert.c.kind)
    counts: dict[str, int] = {row[0]: row[1] for row in connection.execute(kinds).all()}
    return {kind.value: counts.get(kind.value, 0) for kind in AlertKind}


def _credited(
    connection: Connection, since: datetime, until: datetime, ways: Collection[str]
) -> dict[str, int]:
    """Return how many payments came by each way, except those whose purpose nobody knows."""
    which = (
        payment.c.way.in_(sorted(ways)),
        payment.c.created_at > since,
        payment.c.created_at <= until,
        payment.c.state != PaymentState.SUSPENSE,
    )
    found = connection.execute(select(payment.c.way, func.count()).where(*which).group_by(payment.c.way))
    return dict.fromkeys(sorted(ways), 0) | {row[0]: row[1] for row in found.all()}


def _age(since: datetime | None, now: datetime) -> float:
    return 0.0 if since is None else max(0.0, (now - since).total_seconds())
