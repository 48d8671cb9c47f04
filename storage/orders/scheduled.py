"""Orders that wait for a start of their own; at that moment they enter the queue to the panel."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select, update

from shop import notice
from shop.ordering.order import RESERVED_FOR
from shop.ordering.start_times import MISSED_AFTER
from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.orders.rank import IN_LINE, rank_of_next
from storage.orders.tables import order_scheduled, orders

AT_ONCE = 100
"""Orders that enter the queue in one transaction."""

_DUE = Prepared(
    select(orders.c.id)
    .where(orders.c.panel == given("panel"), order_scheduled)
    .where(orders.c.starts_at <= given("now"), orders.c.starts_at > given("missed"))
    .order_by(orders.c.starts_at, orders.c.id)
    .limit(AT_ONCE)
)
_TAKE = Prepared(
    select(orders.c.id, orders.c.person_id)
    .where(among(orders.c.id, "due"), order_scheduled)
    .order_by(orders.c.id)
    .with_for_update()
)
_ENTER = Prepared(
    update(orders)
    .where(orders.c.id == given("order"), order_scheduled)
    .values(
        starts_at=None,
        not_before=given("now"),
        give_up_at=given("give_up_at"),
        changed_at=given("now"),
        rank=given("rank"),
    )
)


class Scheduled(NamedTuple):
    """How many orders wait for their own start, and the first of these moments (aware, UTC)."""

    number: int
    first: datetime | None


class ScheduledOrders:
    """Reads and writes `orders` of one panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def list_due(self, connection: Connection, now: datetime) -> list[int]:
        """Return some of the orders whose start has come, earliest first; none whose start was missed."""
        rows = _DUE.all(connection, panel=self._panel, now=now, missed=now - MISSED_AFTER)
        return [row.id for row in rows]

    @writes
    def enter_queue(self, connection: Connection, due: Sequence[int], now: datetime) -> int:
        """Put these orders into the queue to the panel, as if they were confirmed now; return how many.

        Each gets its place only now: a person's many starts at one moment must not go ahead of everybody.
        One that was dropped meanwhile, or has started, is left out.
        """
        taken = _TAKE.all(connection, due=numbers(due))
        for row in taken:
            ranks = IN_LINE.first(connection, person=row.person_id, panel=self._panel)
            rank = rank_of_next(ranks.last_waiting, ranks.last_own, ranks.lately)
            _ENTER.run(connection, order=row.id, now=now, give_up_at=now + RESERVED_FOR, rank=rank)
        enqueue(connection, [notice.card(row.id, row.person_id) for row in taken], now)
        return len(taken)

    @reads
    def count(self, connection: Connection) -> Scheduled:
        """Return how many orders wait for their start, and the earliest of these moments."""
        counted = select(func.count(), func.min(orders.c.starts_at)).where(
            orders.c.panel == self._panel, order_scheduled
        )
        number, first = connection.execute(counted).one()
        return Scheduled(number, first)
