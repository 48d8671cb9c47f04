"""A person's latest orders, and the services of these."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from shop.ordering.order import GIVEN_BACK, Order
from storage.core.columns import LARGEST_ID
from storage.core.prepared import Prepared, given
from storage.orders.own import own
from storage.orders.rows import with_requests
from storage.orders.tables import orders

SERVICES_OF = 100
"""A person's latest orders, whose services are those that they ordered before."""

_LATEST = Prepared(
    select(orders)
    .where(own(), orders.c.id < given("below"))
    .order_by(orders.c.id.desc())
    .limit(given("count"))
)
_SERVICES = Prepared(
    select(orders.c.service_id, orders.c.state, orders.c.panel)
    .where(own())
    .order_by(orders.c.id.desc())
    .limit(SERVICES_OF)
)


def latest_of(
    connection: Connection, person_id: int, *, limit: int, before: int | None = None
) -> list[Order]:
    """Return a person's orders with ids below `before`, newest first."""
    below = LARGEST_ID if before is None else min(before, LARGEST_ID)
    return with_requests(connection, _LATEST.all(connection, person=person_id, below=below, count=limit))


def services_of(connection: Connection, person_id: int, here: Collection[str]) -> list[str]:
    """Return the services of a person's latest orders at these panel accounts; see Orders.list_services."""
    rows = _SERVICES.all(connection, person=person_id)
    theirs = (row for row in rows if row.panel in here and row.state not in GIVEN_BACK)
    return list(dict.fromkeys(row.service_id for row in theirs))
