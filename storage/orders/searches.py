"""What each person looks for among their orders: one search each, asked for or answered.

A list's buttons have no room for words, so the list that was found reads them here, page after page.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, literal, or_, select

from storage.core.columns import Words
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.orders.tables import order_search

ASKED_FOR = timedelta(hours=1)
"""How long the question waits for words: a later message is about something else."""


class OrderSearches:
    """Reads and writes `order_search`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, person_id: int, now: datetime) -> None:
        """Take this person's next message as words to look for; it ends their earlier search."""
        _put(connection, person_id, words=None, answered_by=None, asked_at=now)

    @writes
    def answer(
        self, connection: Connection, person_id: int, words: str, update_id: int, now: datetime
    ) -> None:
        """Store the words, asked for or not. The same update again changes nothing."""
        _put(connection, person_id, words=words, answered_by=update_id, asked_at=now)

    @reads
    def find(self, connection: Connection, person_id: int) -> str | None:
        """Return the words that this person looks for; None if there are none, or none yet."""
        row = _WORDS.first(connection, person=person_id)
        return None if row is None else row.words

    @writes
    def drop(self, connection: Connection, person_id: int) -> None:
        """End the question: the person does something else. Words already given stay."""
        asked = order_search.c.words.is_(None)
        connection.execute(delete(order_search).where(order_search.c.person_id == person_id, asked))


def _put(
    connection: Connection, person_id: int, *, words: str | None, answered_by: int | None, asked_at: datetime
) -> None:
    values = {"words": words, "answered_by": answered_by, "asked_at": asked_at}
    adding = insert_into(connection, order_search).values(person_id=person_id, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))


_WORDS = Prepared(select(order_search.c.words).where(order_search.c.person_id == given("person")))
ORDERS = "orders"
ASKED = select(literal(ORDERS, Words()).label("asks")).where(
    order_search.c.person_id == given("person"),
    or_(
        order_search.c.words.is_(None) & (order_search.c.asked_at >= given("since")),
        order_search.c.answered_by == given("update"),
    ),
)
"""A row if words are asked for, or were given by this update if it is handled again."""
