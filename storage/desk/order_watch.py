"""Operators who want to hear of each new order: told a moment later, many together, at no order's cost."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select, update

from shop.notice import new_orders
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.tables import order_watch
from storage.messages.outbox import enqueue
from storage.orders.tables import order_sold, orders

SETTLES = timedelta(seconds=5)
"""An order is told of when it is so old: by then every one that was begun before it is written."""

AN_INSTANT = timedelta(microseconds=1)
"""An order of the very moment from which on somebody wants to hear of orders is one of them."""

NAMED = 10
"""Orders that one message names; of more it says how many."""

AT_ONCE = 1_000
"""Orders that one message stands for; the next one has the others."""


class OrderWatch:
    """Reads and writes `order_watch`; `operators` are those of each moment."""

    def __init__(self, database: Database, *, operators: Collection[int]) -> None:
        self._database = database
        self._operators = operators

    @reads
    def is_on(self, connection: Connection, person_id: int) -> bool:
        """Return True if this operator wants to hear of each new order."""
        mine = select(order_watch.c.person_id).where(order_watch.c.person_id == person_id)
        return connection.execute(mine).first() is not None

    @writes
    def switch(self, connection: Connection, person_id: int, now: datetime, *, on: bool) -> None:
        """Tell this operator of each order from now on, or of none."""
        if on:
            adding = insert_into(connection, order_watch).values(
                person_id=person_id, told_at=now - AN_INSTANT
            )
            connection.execute(adding.on_conflict_do_nothing(index_elements=["person_id"]))
        else:
            connection.execute(delete(order_watch).where(order_watch.c.person_id == person_id))

    async def tell(self, now: datetime) -> int:
        """Owe each of these operators a message about the orders since the last one; return how many."""
        return await self._tell(now) if await self._has_news(now) else 0

    @reads
    def _has_news(self, connection: Connection, now: datetime) -> bool:
        """Return True if there may be news. That is read first, so that nobody waits for a needless write."""
        told_at = list(connection.execute(select(order_watch.c.told_at)).scalars())
        if not told_at:
            return False
        return max(told_at) > now or bool(_since(connection, min(told_at), now, limit=1))

    @writes
    def _tell(self, connection: Connection, now: datetime) -> int:
        told = 0
        for row in connection.execute(select(order_watch).with_for_update()).all():
            mine = update(order_watch).where(order_watch.c.person_id == row.person_id)
            if row.told_at > now:  # the clock was set back: from here on they hear of what comes
                connection.execute(mine.values(told_at=now))
                continue
            found = _since(connection, row.told_at, now, limit=AT_ONCE)
            if not found or row.person_id not in self._operators:
                continue
            connection.execute(mine.values(told_at=found[-1][1]))
            numbers = [number for number, _ in found]
            key = f"{numbers[0]}:{len(numbers)}"
            enqueue(connection, [new_orders(row.person_id, key, numbers[:NAMED], len(numbers))], now)
            told += 1
        return told


def _since(
    connection: Connection, after: datetime, now: datetime, *, limit: int
) -> list[tuple[int, datetime]]:
    """Return the settled orders behind this moment, oldest first; those of one moment stay together."""
    settled = (order_sold, orders.c.created_at > after, orders.c.created_at <= now - SETTLES)
    found = select(orders.c.id, orders.c.created_at).where(*settled)
    rows = connection.execute(found.order_by(orders.c.created_at).limit(limit)).all()
    whole = rows
    if len(rows) == limit > 1 and rows[0].created_at < rows[-1].created_at:
        whole = [row for row in rows if row.created_at < rows[-1].created_at]
    return sorted(((row.id, row.created_at) for row in whole), key=lambda one: (one[1], one[0]))
