"""What a person's next message answers: a coupon's name, a gift's amount, or what they look for."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, Update, and_, case, or_, select, update

from storage.core.database import Database
from storage.core.prepared import given
from storage.core.rows import insert_into
from storage.core.units import writes
from storage.growth.tables import growth_question


class Asks(StrEnum):
    """What is asked for."""

    COUPON = "coupon"
    GIFT = "gift"
    SERVICE = "service"


TRIES_COUNT_FOR = timedelta(hours=1)
"""How long after the last question wrong answers are remembered."""


class GrowthQuestions:
    """Reads and writes `growth_question`: one question a person."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, person_id: int, asks: Asks, now: datetime) -> None:
        """Take this person's next message as the answer; an earlier question ends."""
        rested = growth_question.c.asked_at <= now - TRIES_COUNT_FOR
        values = {"asks": asks, "asked_at": now, "answered_by": None}
        adding = insert_into(connection, growth_question).values(person_id=person_id, **values)
        tries = case((rested, 0), else_=growth_question.c.tries)
        changed = {**values, "tries": tries}
        connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=changed))

    @writes
    def answered(self, connection: Connection, person_id: int, update_id: int) -> int:
        """Note the update that answered; handled again, it answers the same question.

        Return how many wrong answers there were lately.
        """
        noting = _mine(person_id).values(answered_by=update_id).returning(growth_question.c.tries)
        return connection.execute(noting).scalar() or 0

    @writes
    def missed(self, connection: Connection, person_id: int) -> None:
        """Count a wrong answer."""
        connection.execute(_mine(person_id).values(tries=growth_question.c.tries + 1))

    @writes
    def drop(self, connection: Connection, person_id: int) -> None:
        """End the question: the person does something else."""
        is_open = growth_question.c.answered_by.is_(None)
        connection.execute(_mine(person_id).where(is_open).values(answered_by=0))


def _mine(person_id: int) -> Update:
    return update(growth_question).where(growth_question.c.person_id == person_id)


ASKED = select(growth_question.c.asks).where(
    growth_question.c.person_id == given("person"),
    or_(
        and_(growth_question.c.answered_by.is_(None), growth_question.c.asked_at >= given("since")),
        growth_question.c.answered_by == given("update"),
    ),
)
"""The question that the update answers, if any: part of what a turn begins with. It waits for an hour."""
