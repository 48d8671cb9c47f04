"""Mass orders: the lists that people make, and all their orders in one transaction."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, null, select, update

from shop import notice
from shop.errors import ShopError
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_list import MassList
from shop.ordering.mass_quote import MassOrder, MassQuote
from shop.ordering.mass_verdicts import Target
from shop.ordering.order import RUNNING, OrderState
from shop.ordering.terms import Terms
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.orders.mass_reserving import reserve_all
from storage.orders.mass_tables import mass_line, mass_order
from storage.orders.own import own
from storage.orders.reserving import Selling
from storage.orders.rows import with_requests
from storage.orders.tables import order_running, orders


class MassOrders:
    """Reads and writes `mass_order` and `mass_line`; see storage.orders.reserving.Selling."""

    def __init__(self, database: Database, selling: Selling) -> None:
        self._database = database
        self._selling = selling

    @reads
    def find(self, connection: Connection, list_id: str, person_id: int) -> MassList | None:
        """Return this list while it is not ordered; None if it is gone, ordered, or somebody else's."""
        row = _FIND.first(connection, id=list_id, person=person_id)
        if row is None or row.used_at is not None:
            return None
        lines = tuple(TypedLine(**line) for line in row.lines)
        return MassList(
            row.id,
            row.person_id,
            lines,
            wants_link=row.wants_link,
            answered_by=row.answered_by,
            bundle=row.bundle_id or 0,
            version=row.bundle_version or 0,
        )

    @reads
    def find_running(self, connection: Connection, person_id: int) -> dict[Target, int]:
        """Return a person's running orders, the latest of each link and service."""
        mine = select(orders.c.id, orders.c.link_key, orders.c.service_id).where(
            orders.c.person_id == person_id, order_running
        )
        found = connection.execute(mine.order_by(orders.c.id)).all()
        return {(row.link_key, row.service_id): row.id for row in found}

    @reads
    def list_quoted(self, connection: Connection, token: str, person_id: int) -> tuple[Terms, ...]:
        """Return the terms behind this Confirm; none once they are orders, or if it is somebody else's."""
        row = _QUOTED.first(connection, token=token, person=person_id)
        return () if row is None or row.quoted is None else tuple(map(Terms.read, row.quoted["terms"]))

    @writes
    def save(self, connection: Connection, listed: MassList, quote: MassQuote | None, now: datetime) -> None:
        """Store the list with its quote, which ends the earlier one; one that was ordered stays as it is."""
        values = {
            "lines": [asdict(line) for line in listed.lines],
            "wants_link": listed.wants_link,
            "answered_by": listed.answered_by,
            "token": None if quote is None else quote.token,
            "quoted": null() if quote is None else _quoted(quote),
            "expires_at": None if quote is None else quote.expires_at,
            "offered_as": self._selling.offered_as,
            "changed_at": now,
            "bundle_id": listed.bundle or None,
            "bundle_version": listed.version or None,
            "price_micro": quote.total_micro if quote is not None and listed.bundle else None,
        }
        adding = insert_into(connection, mass_order).values(
            id=listed.id, person_id=listed.person_id, **values
        )
        connection.execute(
            adding.on_conflict_do_update(
                index_elements=["id"],
                set_=values,
                where=(mass_order.c.used_at.is_(None)) & (mass_order.c.person_id == listed.person_id),
            )
        )

    @writes
    def reserve(
        self,
        connection: Connection,
        *,
        token: str,
        person_id: int,
        now: datetime,
        card_message_id: int | None = None,
    ) -> str:
        """See storage.orders.mass_reserving; return the mass order's id."""
        return reserve_all(
            connection,
            self._selling,
            token=token,
            person_id=person_id,
            now=now,
            card_message_id=card_message_id,
        )

    @reads
    def find_ordered(self, connection: Connection, mass_id: str, person_id: int) -> MassOrder:
        """Return a confirmed mass order. Raises ShopError if it is gone, or somebody else's."""
        row = _FIND.first(connection, id=mass_id, person=person_id)
        made = (
            _ORDERS.all(connection, id=mass_id, person=person_id)
            if row is not None and row.used_at is not None
            else ()
        )
        if not made:
            raise ShopError("button_old")
        return MassOrder(mass_id, person_id, tuple(with_requests(connection, made)), row.card_message_id)

    @reads
    def find_of_order(self, connection: Connection, order_id: int) -> str | None:
        """Return the id of the mass order that made this order; None if none did."""
        found: str | None = _OF_ORDER.scalar(connection, order=order_id)
        return found

    @writes
    def end_bundle(self, connection: Connection, mass_id: str, now: datetime) -> datetime | None:
        """Owe the one message of a bundle's end when all its orders have ended; return when it was owed.

        None: some of them still run, or it is no bundle.
        """
        row = _ENDING.first(connection, id=mass_id)
        if row is None or row.bundle_id is None or row.used_at is None:
            return None
        ended: datetime | None = row.ended_at
        if ended is not None:
            return ended
        states = {OrderState(one.state) for one in _STATES.all(connection, id=mass_id)}
        if not states or states & RUNNING:
            return None
        connection.execute(update(mass_order).where(mass_order.c.id == mass_id).values(ended_at=now))
        is_done = states == {OrderState.COMPLETED}
        enqueue(connection, [notice.bundle_ended(mass_id, row.person_id, is_done=is_done)], now)
        return now

    @writes
    def shown(self, connection: Connection, mass_id: str, message_id: int | None) -> None:
        """Note that this message lists the orders; None: the person went on to something else in it."""
        connection.execute(
            update(mass_order).where(mass_order.c.id == mass_id).values(card_message_id=message_id)
        )


def _quoted(quote: MassQuote) -> Mapping[str, Any]:
    return {"terms": [asdict(terms) for terms in quote.terms], "twins": sorted(quote.known_twins)}


_FIND = Prepared(
    select(mass_order).where(mass_order.c.id == given("id"), mass_order.c.person_id == given("person"))
)
_ORDERS = Prepared(
    select(orders)
    .join(mass_line, mass_line.c.order_id == orders.c.id)
    .where(mass_line.c.mass_id == given("id"), own())
    .order_by(mass_line.c.n)
)
_QUOTED = Prepared(
    select(mass_order.c.quoted).where(
        mass_order.c.token == given("token"), mass_order.c.person_id == given("person")
    )
)
_ENDING = Prepared(select(mass_order).where(mass_order.c.id == given("id")).with_for_update())
_STATES = Prepared(
    select(orders.c.state)
    .join(mass_line, mass_line.c.order_id == orders.c.id)
    .where(mass_line.c.mass_id == given("id"))
)
_OF_ORDER = Prepared(select(mass_line.c.mass_id).where(mass_line.c.order_id == given("order")))
