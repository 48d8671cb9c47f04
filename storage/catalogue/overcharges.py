"""Services that the panel overcharges, and those that are off sale because of it."""

from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from shop.acts import Act, Did
from shop.alerts import AlertKind
from shop.pricing.charging import STOP_AFTER
from storage.alerts.rows import end
from storage.catalogue.tables import overcharged_order, overcharged_service
from storage.core.database import Database
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.orders.quality import list_failed

_table = overcharged_service.c


class Overcharges:
    """Reads and writes `overcharged_service` for one panel account."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def list_stopped(self, connection: Connection) -> frozenset[str]:
        """Return the services that are off sale because they were overcharged."""
        return self._stopped(connection)

    @reads
    def list_off_sale(self, connection: Connection) -> frozenset[str]:
        """Return the services that are off sale, for this or because they failed."""
        return self._stopped(connection) | list_failed(connection, self._panel)

    def _stopped(self, connection: Connection) -> frozenset[str]:
        found = select(_table.service_id).where(_table.panel == self._panel, _table.stopped_at.is_not(None))
        return frozenset(connection.execute(found).scalars())

    @writes
    def resume(self, connection: Connection, service_id: str, now: datetime, *, by: int) -> bool:
        """Put a service back on sale and restart its count; return False if it was not off sale."""
        stopped = update(overcharged_service).where(
            _table.panel == self._panel, _table.service_id == service_id, _table.stopped_at.is_not(None)
        )
        anew = stopped.values(orders=0, stopped_at=None, changed_at=now, resumed_by=by)
        if connection.execute(anew).rowcount != 1:
            return False
        counted = delete(overcharged_order).where(
            overcharged_order.c.panel == self._panel, overcharged_order.c.service_id == service_id
        )
        connection.execute(counted)
        details = {"service": service_id}
        done = Act(by, Did.SERVICE_RESUMED, subject=f"service:{service_id}", details=details)
        note_act(connection, done, now)
        for kind in (AlertKind.SERVICE_STOPPED, AlertKind.ORDER_OVERCHARGED):
            end(connection, kind, f"service:{service_id}", now)
        return True


def note_overcharged(connection: Connection, panel: str, order_id: int, service_id: str) -> bool:
    """Note an overcharged order; return False if it was noted before: its charge went down in between.

    `service_id` is the service of this panel that delivered it. Works inside the caller's transaction.
    """
    adding = insert_into(connection, overcharged_order).values(
        order_id=order_id, panel=panel, service_id=service_id
    )
    return bool(connection.execute(adding.on_conflict_do_nothing(index_elements=["order_id"])).rowcount == 1)


def count_overcharged(connection: Connection, panel: str, service_id: str, now: datetime) -> bool:
    """Count one more overcharged order; return True if this takes its service off sale.

    Works inside the caller's transaction, once for each order that `note_overcharged` had not noted.
    """
    adding = insert_into(connection, overcharged_service).values(
        panel=panel, service_id=service_id, orders=1, changed_at=now
    )
    counted = adding.on_conflict_do_update(
        index_elements=["panel", "service_id"], set_={"orders": _table.orders + 1, "changed_at": now}
    )
    number = number_from(connection, counted.returning(_table.orders))
    if number < STOP_AFTER:
        return False
    stopping = update(overcharged_service).where(
        _table.panel == panel, _table.service_id == service_id, _table.stopped_at.is_(None)
    )
    return bool(connection.execute(stopping.values(stopped_at=now)).rowcount == 1)
