"""Closing and opening the shop, and who is told of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from shop.acts import WORDS, Act, Did
from shop.maintenance import OPEN, SUBJECT, Maintenance, opened, refuse_if
from storage.core.database import Database
from storage.core.prepared import Prepared
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.upkeep_tables import maintenance, maintenance_on, opening_wish
from storage.messages.outbox import enqueue

AT_ONCE = 200
"""People who are told in one transaction."""

IS_CLOSED = exists(select(maintenance.c.id).where(maintenance_on))
"""Asked in the statement or the transaction of whatever may not begin while the shop is closed."""

_IS_CLOSED = Prepared(select(IS_CLOSED))


def is_closed(connection: Connection) -> bool:
    """Return True if the shop is closed."""
    return bool(_IS_CLOSED.scalar(connection))


def refuse_while_closed(connection: Connection) -> None:
    """Raise ShopError("shop_closed") while the shop is closed."""
    refuse_if(is_closed(connection))


class MaintenanceStore:
    """Reads and writes `maintenance` and `opening_wish`. Each change stands in the log of acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def state(self, connection: Connection) -> Maintenance:
        """Return how the shop stands."""
        row = connection.execute(select(maintenance)).first()
        return OPEN if row is None else Maintenance(row.closed_at, row.words, row.until)

    @writes
    def close(self, connection: Connection, by: int, now: datetime) -> bool:
        """Close the shop; False if it is closed already. An expected end that has passed is forgotten."""
        lapsed = update(maintenance).where(maintenance.c.until <= now)
        connection.execute(lapsed.values(until=None))
        closing = {"closed_at": now, "closed_by": by}
        adding = insert_into(connection, maintenance).values(id=1, **closing)
        only_open = adding.on_conflict_do_update(
            index_elements=["id"], set_=closing, where=maintenance.c.closed_at.is_(None)
        )
        if connection.execute(only_open.returning(maintenance.c.id)).first() is None:
            return False
        note_act(connection, Act(by, Did.CLOSED_SHOP, subject=SUBJECT), now)
        return True

    @writes
    def open(self, connection: Connection, by: int, now: datetime) -> bool:
        """Open the shop, and owe a notice to the first of those who asked; False if it is open already."""
        opening = update(maintenance).where(maintenance_on)
        values = {"closed_at": None, "closed_by": None, "words": "", "until": None}
        if connection.execute(opening.values(values).returning(maintenance.c.id)).first() is None:
            return False
        note_act(connection, Act(by, Did.OPENED_SHOP, subject=SUBJECT), now)
        _tell(connection, now)
        return True

    @writes
    def say(self, connection: Connection, words: str, by: int, now: datetime) -> None:
        """Store what customers read while the shop is closed; empty for the kiosk's own sentence."""
        _set(connection, words=words)
        details = {WORDS: words}
        note_act(connection, Act(by, Did.SET_CLOSING_WORDS, details=details), now)

    @writes
    def expect(self, connection: Connection, until: datetime | None, by: int, now: datetime) -> None:
        """Store when the shop is expected to open; None if that is not said."""
        _set(connection, until=until)
        details = {"end": until.isoformat(" ", "minutes") if until else "-"}
        note_act(connection, Act(by, Did.SET_CLOSING_END, details=details), now)

    @writes
    def wish(self, connection: Connection, person_id: int, now: datetime) -> bool:
        """Note that this person wants to be told when the shop opens; False if it is open."""
        if not is_closed(connection):
            return False
        adding = insert_into(connection, opening_wish).values(person_id=person_id, asked_at=now)
        connection.execute(adding.on_conflict_do_nothing())
        return True

    @reads
    def count_wishes(self, connection: Connection) -> int:
        """Return how many people want to be told when the shop opens."""
        counted = select(func.count()).select_from(opening_wish)
        return number_from(connection, counted)

    @writes
    def tell_waiting(self, connection: Connection, now: datetime) -> int:
        """While the shop is open, owe a notice to some of those who asked for it; return how many."""
        return 0 if is_closed(connection) else _tell(connection, now)


def _tell(connection: Connection, now: datetime) -> int:
    """Turn wishes into notices: each wish goes with its notice, so nobody is told twice or forgotten."""
    first = select(opening_wish.c.person_id).order_by(opening_wish.c.person_id).limit(AT_ONCE)
    taking = delete(opening_wish).where(opening_wish.c.person_id.in_(first)).returning(opening_wish)
    told = connection.execute(taking).all()
    enqueue(connection, [opened(row.person_id, row.asked_at) for row in told], now)
    return len(told)


def _set(connection: Connection, **values: Any) -> None:
    adding = insert_into(connection, maintenance).values(id=1, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=values))
