"""The door: who asks to come in, and the lists of those who do, were let in, turned away or banned."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, tuple_

from shop import notice
from shop.person import Person, Standing
from shop.standing import Stands, may_ask
from storage.core.database import Database
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.door_cards import find_card, forget_cards
from storage.desk.tables import standing
from storage.messages.outbox import enqueue
from storage.people.store import note_seen
from storage.people.tables import person

COUNTED = 1_000
"""A list longer than this is counted no further."""

_by = person.alias("decided_by")
_names = standing.outerjoin(person, person.c.id == standing.c.person_id).outerjoin(
    _by, _by.c.id == standing.c.changed_by
)
_STANDS = select(
    standing, person.c.name.label("name"), person.c.username.label("username"), _by.c.name.label("by")
).select_from(_names)


class Door:
    """Reads `standing`, and lets people ask to come in; what is decided about them is in StaffStore."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def find(self, connection: Connection, person_id: int) -> Stands:
        """Return how this number stands; nothing was decided about most."""
        return find_stands(connection, person_id)

    @writes
    def ask_in(
        self, connection: Connection, somebody: Person, operators: Collection[int], now: datetime
    ) -> Stands:
        """Have this stranger ask to come in, and owe each operator a card; return how they stand then.

        Nothing is owed for whoever asks already, was let in, banned, or turned away lately.
        """
        stands = find_stands(connection, somebody.id)
        if not may_ask(stands, now):
            return stands
        note_seen(connection, somebody, now)
        values = {"state": Standing.ASKING, "changed_at": now, "changed_by": None, "reason": "", "before": ""}
        adding = insert_into(connection, standing).values(person_id=somebody.id, **values)
        before = standing.c.state == Standing.REFUSED
        asked = adding.on_conflict_do_update(index_elements=["person_id"], set_=values, where=before)
        if connection.execute(asked).rowcount:
            forget_cards(connection, somebody.id)
            enqueue(connection, [notice.door(one, somebody.id) for one in sorted(operators)], now)
        return find_stands(connection, somebody.id)

    @reads
    def list_standing(
        self, connection: Connection, state: Standing, *, after: int | None = None, limit: int
    ) -> list[Stands]:
        """Return people who stand like this, the latest first; `after` is the last of the page before."""
        found = _STANDS.where(standing.c.state == state)
        if after is not None:
            moment = select(standing.c.changed_at).where(standing.c.person_id == after).scalar_subquery()
            found = found.where(tuple_(standing.c.changed_at, standing.c.person_id) < tuple_(moment, after))
        newest = found.order_by(standing.c.changed_at.desc(), standing.c.person_id.desc()).limit(limit)
        return [_stands(row) for row in connection.execute(newest).all()]

    @reads
    def count(self, connection: Connection) -> dict[Standing, int]:
        """Return how many people are in each standing, counted up to COUNTED."""
        return {state: _number(connection, state) for state in Standing}

    @reads
    def find_card(self, connection: Connection, person_id: int, chat_id: int) -> int | None:
        """Return the message that asks this operator to let the person in; None if there is none."""
        return find_card(connection, person_id, chat_id)


def find_stands(connection: Connection, person_id: int) -> Stands:
    """The same as Door.find, in the caller's transaction."""
    row = connection.execute(_STANDS.where(standing.c.person_id == person_id)).first()
    if row is not None:
        return _stands(row)
    known = connection.execute(
        select(person.c.name, person.c.username).where(person.c.id == person_id)
    ).first()
    return Stands(person_id) if known is None else Stands(person_id, known.name, known.username)


def _number(connection: Connection, state: Standing) -> int:
    some: Select[Any] = select(standing.c.person_id).where(standing.c.state == state).limit(COUNTED)
    return number_from(connection, select(func.count()).select_from(some.subquery()))


def _stands(row: Row[Any]) -> Stands:
    return Stands(
        person_id=row.person_id,
        name=row.name or "",
        username=row.username,
        state=Standing(row.state),
        since=row.changed_at,
        by=row.by or (str(row.changed_by) if row.changed_by is not None else ""),
        reason=row.reason,
    )
