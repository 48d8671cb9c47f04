"""The orders that ended last, by which services are measured."""

from typing import Any

from sqlalchemy import BigInteger, Connection, Row, select, tuple_, type_coerce

from shop.catalogue.measured import Ended
from shop.ordering.order import OrderState
from storage.core.columns import Moment
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.units import reads
from storage.orders.spread import SPREADING, is_spread
from storage.orders.tables import orders

_ENDED = (
    select(
        *(orders.c[name] for name in ("id", "service_id", "state", "placed_at", "begun_at", "finished_at")),
        orders.c.ended_by,
        *SPREADING,
    )
    .where(orders.c.panel == given("panel"), orders.c.finished_at.is_not(None))
    .order_by(orders.c.finished_at.desc(), orders.c.id.desc())
    .limit(given("limit"))
)
_NEWEST = Prepared(_ENDED)
_BEHIND = tuple_(type_coerce(given("before"), Moment), type_coerce(given("before_id"), BigInteger))
_OLDER = Prepared(_ENDED.where(tuple_(orders.c.finished_at, orders.c.id) < _BEHIND))


class EndedOrders:
    """Reads `orders` of one panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def list_ended(self, connection: Connection, *, limit: int, before: Ended | None = None) -> list[Ended]:
        """Return the orders that ended last, or last before the order `before`, newest first."""
        if before is None:
            return [_ended(row) for row in _NEWEST.all(connection, panel=self._panel, limit=limit)]
        place = {"before": before.finished_at, "before_id": before.id}
        return [_ended(row) for row in _OLDER.all(connection, panel=self._panel, limit=limit, **place)]


def _ended(row: Row[Any]) -> Ended:
    return Ended(
        id=row.id,
        service_id=row.service_id,
        state=OrderState(row.state),
        finished_at=row.finished_at,
        placed_at=row.placed_at,
        begun_at=row.begun_at,
        spread=is_spread(row),
        by_hand=row.ended_by is not None,
    )
