"""What customers said of their orders."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, Row, select, tuple_, type_coerce

from shop import notice
from shop.catalogue.ratings import Rated
from shop.errors import ShopError
from shop.ordering.rating import is_ratable
from storage.core.columns import LARGEST_ID, Moment
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.orders.own import own
from storage.orders.rows import order_of
from storage.orders.tables import orders, rating

_NEWEST = (
    select(rating.c.order_id, rating.c.stars, rating.c.rated_at, orders.c.person_id, orders.c.service_id)
    .join(orders, orders.c.id == rating.c.order_id)
    .where(rating.c.panel == given("panel"))
    .order_by(rating.c.rated_at.desc(), rating.c.order_id.desc())
    .limit(given("limit"))
)
_FIRST = Prepared(_NEWEST)
_BEHIND = tuple_(type_coerce(given("before"), Moment), type_coerce(given("before_id"), BigInteger))
_OLDER = Prepared(_NEWEST.where(tuple_(rating.c.rated_at, rating.c.order_id) < _BEHIND))


class Ratings:
    """Reads and writes `rating`; lists those of one panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    async def rate(self, order_id: int, *, owner: int, stars: int, now: datetime) -> None:
        """Rate an order of one's own, or change its rating; its card follows.

        Raises ShopError("order_unknown") for anybody else's, ShopError("rate_not_now") if it has not
        delivered.
        """
        if not 0 < order_id <= LARGEST_ID:
            raise ShopError("order_unknown", order=str(order_id))
        await self._rate(order_id, owner, stars, now)

    @writes
    def _rate(self, connection: Connection, order_id: int, owner: int, stars: int, now: datetime) -> None:
        row = connection.execute(select(orders).where(orders.c.id == order_id, own(owner))).first()
        if row is None:
            raise ShopError("order_unknown", order=str(order_id))
        if not is_ratable(order_of(row)):
            raise ShopError("rate_not_now")
        said = {"stars": stars, "rated_at": now}
        adding = insert_into(connection, rating).values(order_id=order_id, panel=row.panel, **said)
        changing = adding.on_conflict_do_update(
            index_elements=["order_id"], set_=said, where=rating.c.stars != stars
        )
        if connection.execute(changing).rowcount:
            enqueue(connection, [notice.card(order_id, owner)], now)

    @reads
    def list_rated(self, connection: Connection, *, limit: int, before: Rated | None = None) -> list[Rated]:
        """Return the latest ratings, or the latest before that of `before`, newest first."""
        if before is None:
            return [_rated(row) for row in _FIRST.all(connection, panel=self._panel, limit=limit)]
        place = {"before": before.rated_at, "before_id": before.order_id}
        return [_rated(row) for row in _OLDER.all(connection, panel=self._panel, limit=limit, **place)]


def _rated(row: Row[Any]) -> Rated:
    return Rated(
        order_id=row.order_id,
        person_id=row.person_id,
        service_id=row.service_id,
        stars=row.stars,
        rated_at=row.rated_at,
    )
