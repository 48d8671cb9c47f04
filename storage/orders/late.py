"""Orders at work that take much longer than usual, and who was told of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, update

from shop.alerts import news_at
from shop.catalogue.late import AtWork
from shop.ordering import news
from shop.ordering.order import OrderState
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.prepared import Prepared, among, given, numbers
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.orders.spread import SPREADING, is_spread
from storage.orders.tables import order_at_work, order_late, orders

# State by state, so that the index gives a page in its order, however many orders there are.
_PAGES = {
    state: Prepared(
        select(
            *(orders.c[name] for name in ("id", "service_id", "placed_at", "heard_at", "late_told_at")),
            *SPREADING,
        )
        .where(orders.c.panel == given("panel"), orders.c.state == fixed(state), orders.c.id > given("after"))
        .order_by(orders.c.id)
        .limit(given("limit"))
    )
    for state in (OrderState.PENDING, OrderState.PROCESSING, OrderState.IN_PROGRESS)
}
_TAKE = Prepared(
    select(orders.c.id)
    .where(among(orders.c.id, "late"), order_at_work, orders.c.late_told_at.is_(None))
    .with_for_update(key_share=True, skip_locked=True)
)
_NOTE = Prepared(
    update(orders)
    .where(among(orders.c.id, "late"))
    .values(late_told_at=given("now"))
    .returning(orders.c.id, orders.c.person_id)
)


class LateOrders:
    """Reads `orders` of one panel account, and tells their owners and the operators which are late."""

    def __init__(self, database: Database, *, panel: str, supplier: str = "") -> None:
        self._database = database
        self._panel = panel
        self._supplier = supplier

    @reads
    def list_at_work(
        self, connection: Connection, state: OrderState, *, after: int, limit: int
    ) -> list[AtWork]:
        """Return the orders in this state of AT_WORK whose numbers are above `after`, lowest first."""
        rows = _PAGES[state].all(connection, panel=self._panel, after=after, limit=limit)
        return [
            AtWork(
                id=row.id,
                service_id=row.service_id,
                placed_at=row.placed_at,
                heard_at=row.heard_at,
                spread=is_spread(row),
                is_told=row.late_told_at is not None,
            )
            for row in rows
        ]

    @writes
    def tell(self, connection: Connection, late: Sequence[int], now: datetime) -> int:
        """Note that these orders are late, and tell of all in one alert; return how many were.

        One that has ended meanwhile, or was told of before, is left out. So is one that changes in this very
        moment: a sweep has several, in another order, and nobody waits for it with some of them in hand.
        """
        taken = [row.id for row in _TAKE.all(connection, late=numbers(late))]
        rows = _NOTE.all(connection, late=numbers(taken), now=now)
        noted = sorted((row.id, row.person_id) for row in rows)
        numbers_late, count = self._late(connection, limit=news.ORDERS_NAMED)
        enqueue(connection, news_at(news.of_being_late(noted, numbers_late, count), self._supplier), now)
        return len(noted)

    @reads
    def list_late(self, connection: Connection, *, limit: int) -> tuple[list[int], int]:
        """Return the orders at work of which was told longest ago, and how many there are."""
        return self._late(connection, limit=limit)

    def _late(self, connection: Connection, *, limit: int) -> tuple[list[int], int]:
        mine = and_(orders.c.panel == self._panel, order_late)
        oldest = select(orders.c.id).where(mine).order_by(orders.c.late_told_at, orders.c.id).limit(limit)
        count = number_from(connection, select(func.count()).where(mine))
        return list(connection.execute(oldest).scalars()), count
