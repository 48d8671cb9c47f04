"""Notes of the staff about people."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select

from shop.acts import Act, Did
from shop.people.facts import Note
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.people.tables import person, person_note


class Notes:
    """Reads and writes `person_note`. Whoever wrote one may delete it; the log keeps that, without words."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def add(
        self,
        connection: Connection,
        person_id: int,
        text: str,
        *,
        by: int,
        update_id: int,
        now: datetime,
    ) -> None:
        """Store a note; the same message once more changes nothing."""
        adding = insert_into(connection, person_note).values(
            person_id=person_id, author_id=by, text=text, update_id=update_id, written_at=now
        )
        is_new = connection.execute(adding.on_conflict_do_nothing(index_elements=["author_id", "update_id"]))
        if is_new.rowcount:
            note_act(connection, Act(by, Did.NOTED, person_id=person_id), now)

    @writes
    def delete(self, connection: Connection, note_id: int, author_id: int, now: datetime) -> bool:
        """Delete this author's note; False if it is gone already, or is somebody else's."""
        mine = (person_note.c.id == min(note_id, LARGEST_ID), person_note.c.author_id == author_id)
        gone = connection.execute(delete(person_note).where(*mine).returning(person_note.c.person_id))
        person_id = gone.scalar()
        if person_id is None:
            return False
        note_act(connection, Act(author_id, Did.NOTE_DELETED, person_id=person_id), now)
        return True

    @reads
    def find(self, connection: Connection, note_id: int) -> Note | None:
        """Return this note, None if it is gone."""
        found = _list(connection, person_note.c.id == min(note_id, LARGEST_ID), limit=1)
        return found[0] if found else None

    @reads
    def list_of(
        self, connection: Connection, person_id: int, *, limit: int, before: int | None = None
    ) -> list[Note]:
        """Return the newest notes about this person, or those before the one of this number."""
        older = [] if before is None else [person_note.c.id < min(before, LARGEST_ID)]
        return _list(connection, person_note.c.person_id == person_id, *older, limit=limit)


def _list(connection: Connection, *which: ColumnElement[bool], limit: int) -> list[Note]:
    named = person_note.outerjoin(person, person.c.id == person_note.c.author_id)
    found = select(person_note, person.c.name.label("author")).select_from(named).where(*which)
    rows = connection.execute(found.order_by(person_note.c.id.desc()).limit(limit)).all()
    return [
        Note(row.id, row.person_id, row.author_id, row.author or "", row.text, row.written_at) for row in rows
    ]
