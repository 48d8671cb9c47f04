"""What a member of staff is asked at the desk: their next message answers."""

from datetime import datetime

from sqlalchemy import Connection, and_, or_, select, update

from shop.desk_question import ASKED_FOR, DeskAsks, DeskQuestion
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import writes
from storage.desk.tables import desk_question
from storage.messages.broadcast_rows import stop_asking


class DeskQuestions:
    """Reads and writes `desk_question`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, person_id: int, question: DeskQuestion, now: datetime) -> None:
        """Take this person's next message as the answer; an earlier question ends, a broadcast's too."""
        stop_asking(connection, person_id)
        values = {"asks": question.asks, "about": question.about, "asked_at": now, "answered_by": None}
        adding = insert_into(connection, desk_question).values(person_id=person_id, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))

    @writes
    def answered(self, connection: Connection, person_id: int, update_id: int) -> None:
        """Note the update that answered: handled again after a crash, it answers the same question."""
        answered(connection, person_id, update_id)

    @writes
    def drop(self, connection: Connection, person_id: int) -> None:
        """End the question: the person does something else."""
        answered(connection, person_id, 0)


def answered(connection: Connection, person_id: int, update_id: int) -> None:
    """The same as DeskQuestions.answered, in the caller's transaction."""
    is_open = desk_question.c.answered_by.is_(None)
    mine = update(desk_question).where(desk_question.c.person_id == person_id, is_open)
    connection.execute(mine.values(answered_by=update_id))


_ASKED = Prepared(
    select(desk_question.c.asks, desk_question.c.about).where(
        desk_question.c.person_id == given("person"),
        or_(
            and_(desk_question.c.answered_by.is_(None), desk_question.c.asked_at >= given("since")),
            desk_question.c.answered_by == given("update"),
        ),
    )
)


def find_asked(connection: Connection, person_id: int, update_id: int, now: datetime) -> DeskQuestion | None:
    """Return the question that this update may answer; it waits for an hour. A former release's is none."""
    row = _ASKED.first(connection, person=person_id, since=now - ASKED_FOR, update=update_id)
    if row is None or row.asks not in set(DeskAsks):
        return None
    return DeskQuestion(DeskAsks(row.asks), row.about)
