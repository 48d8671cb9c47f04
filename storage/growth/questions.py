"""What a person's next message answers: the name of a coupon, or the amount of a gift."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, and_, delete, or_, select

from storage.core.database import Database
from storage.core.prepared import given
from storage.core.rows import insert_into
from storage.core.units import writes
from storage.growth.tables import growth_question


class Asks(StrEnum):
    """What is asked for."""

    COUPON = "coupon"
    GIFT = "gift"


class GrowthQuestions:
    """Reads and writes `growth_question`: one question a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, person_id: int, asks: Asks, now: datetime) -> None:
        """Take this person's next message as the answer; an earlier question ends."""
        values = {"asks": asks, "asked_at": now, "answered_by": None}
        adding = insert_into(connection, growth_question).values(person_id=person_id, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))

    @writes
    def answered(self, connection: Connection, person_id: int, update_id: int) -> None:
        """Note the update that answered; handled again, it answers the same question."""
        mine = growth_question.c.person_id == person_id
        connection.execute(growth_question.update().where(mine).values(answered_by=update_id))

    @writes
    def drop(self, connection: Connection, person_id: int) -> None:
        """End the question: the person does something else."""
        open_one = and_(growth_question.c.person_id == person_id, growth_question.c.answered_by.is_(None))
        connection.execute(delete(growth_question).where(open_one))


ASKED = select(growth_question.c.asks).where(
    growth_question.c.person_id == given("person"),
    or_(
        and_(growth_question.c.answered_by.is_(None), growth_question.c.asked_at >= given("since")),
        growth_question.c.answered_by == given("update"),
    ),
)
"""The question that the update answers, if any: part of what a turn begins with. It waits for an hour."""
