"""Which service delivers instead of another, and the orders that such a service gets."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, exists, select, update

from shop import notice
from shop.acts import Act, Did
from shop.alerts import AlertKind, order_subject
from shop.catalogue.routes import Target, Way
from shop.ordering.order import RESERVED_FOR, Order, OrderState
from shop.ordering.place import AttemptOutcome
from storage.alerts.rows import end
from storage.catalogue.tables import service, service_route
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.messages.outbox import enqueue
from storage.orders.rank import IN_LINE, rank_of_next
from storage.orders.rows import fetch_orders
from storage.orders.tables import attempt, order_in_line, orders

AT_ONCE = 100
"""Orders looked at in one unit."""


class ServiceRoutes:
    """Reads and writes `service_route`, and hands waiting orders over to another supplier."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_all(self, connection: Connection) -> list[tuple[str, Way, Target]]:
        """Return every route and fallback by the service that was ordered."""
        found = select(service_route, service.c.panel, service.c.panel_number).join(
            service, service.c.id == service_route.c.to_id
        )
        return [
            (row.service_id, Way(row.way), Target(row.to_id, row.panel, row.panel_number))
            for row in connection.execute(found.order_by(service_route.c.service_id, service_route.c.way))
        ]

    @writes
    def name(
        self, connection: Connection, service_id: str, way: Way, to_id: str, now: datetime, *, by: int
    ) -> bool:
        """Have the second service deliver instead; return False if it does already."""
        same = (service_route.c.service_id == service_id, service_route.c.way == way)
        before = connection.execute(select(service_route.c.to_id).where(*same)).scalar()
        if before == to_id:
            return False
        values = {"to_id": to_id, "changed_by": by, "changed_at": now}
        adding = insert_into(connection, service_route).values(service_id=service_id, way=way, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["service_id", "way"], set_=values))
        note_act(connection, _act(by, Did.ROUTE_NAMED, service_id, way, to_id), now)
        return True

    @writes
    def drop(self, connection: Connection, service_id: str, way: Way, now: datetime, *, by: int) -> bool:
        """Have the service deliver by itself again; return False if it does already."""
        same = (service_route.c.service_id == service_id, service_route.c.way == way)
        gone = connection.execute(
            delete(service_route).where(*same).returning(service_route.c.to_id)
        ).scalar()
        if gone is None:
            return False
        note_act(connection, _act(by, Did.ROUTE_DROPPED, service_id, way, gone), now)
        return True

    @reads
    def list_held(self, connection: Connection, services: Sequence[str], since: datetime) -> list[Order]:
        """Return orders of these services that wait since then or longer for a reason, the oldest first.

        None of them was sent, and none goes to another service's supplier yet. One for a later time waits
        since that time.
        """
        # Weighed here: for any of this a database would go through all orders there ever were.
        waiting = select(orders.c.id, orders.c.service_id, orders.c.give_up_at).where(
            order_in_line, orders.c.reason.is_not(None), orders.c.sent_service.is_(None)
        )
        held = [
            row.id
            for row in connection.execute(waiting)
            if row.service_id in services and row.give_up_at <= since + RESERVED_FOR
        ]
        oldest = sorted(held)[:AT_ONCE]
        return fetch_orders(connection, one_of(orders.c.id, oldest), limit=None)

    @writes
    def hand_over(
        self,
        connection: Connection,
        order: Order,
        target: Target,
        most_micro: int,
        now: datetime,
        *,
        by: int | None = None,
    ) -> bool:
        """Give a waiting order to another supplier; return False if it was sent, or has ended, meanwhile.

        `most_micro` is what it may cost there, in micro-units of its price's currency; `by` is who of the
        staff said so, None if the rules did.
        """
        if not _moved(connection, order, target, most_micro, now):
            return False
        end(connection, AlertKind.FALLBACK_DEAR, order_subject(order.id), now)
        enqueue(connection, [notice.card(order.id, order.person_id)], now)
        if by is not None:
            note_act(connection, _at_loss(order, target, most_micro, by), now)
        return True


def _moved(connection: Connection, order: Order, target: Target, most_micro: int, now: datetime) -> bool:
    """Move an order that was never sent into the other supplier's line; return False for any other."""
    maybe_sent = exists().where(
        attempt.c.order_id == orders.c.id, attempt.c.outcome != AttemptOutcome.NOT_SENT
    )
    waiting = (
        orders.c.id == order.id,
        orders.c.state == OrderState.RESERVED,
        orders.c.panel == order.panel,
        orders.c.sent_service.is_(None),
    )
    line = IN_LINE.first(connection, person=order.person_id, panel=target.panel)
    moving = update(orders).where(*waiting, ~maybe_sent)
    moved = connection.execute(
        moving.values(
            panel=target.panel,
            sent_service=target.service_id,
            sent_number=target.number,
            sent_most_micro=most_micro,
            rank=rank_of_next(line.last_waiting, line.last_own, line.lately),
            reason=None,
            not_before=now,
            changed_at=now,
        )
    )
    return moved.rowcount == 1


def _at_loss(order: Order, target: Target, most_micro: int, by: int) -> Act:
    return Act(
        by,
        Did.SENT_AT_LOSS,
        person_id=order.person_id,
        order_id=order.id,
        subject=f"atloss:{order.id}",
        amount_micro=most_micro - order.terms.price_micro,
        currency=order.terms.currency,
        details={"to": target.service_id},
    )


def _act(by: int, did: Did, service_id: str, way: Way, to_id: str) -> Act:
    return Act(
        by, did, subject=f"route:{service_id}", details={"service": service_id, "to": to_id, "way": way.value}
    )
