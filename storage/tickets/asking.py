"""Who is writing to a person of the shop now: begun by a button, ended by going elsewhere."""

from datetime import datetime

from sqlalchemy import Connection, and_, literal, or_, select, update

from shop.tickets.ticket import WRITING_FOR, About, Asked
from storage.core.columns import Words
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.tickets.tables import ticket_asked

TICKET = "ticket"
_THEIRS = and_(
    ticket_asked.c.person_id == given("person"),
    or_(
        ticket_asked.c.ended_by.is_(None) & (ticket_asked.c.asked_at >= given("writing_since")),
        ticket_asked.c.ended_by == given("update"),
    ),
)
ASKED = select(literal(TICKET, Words()).label("asks")).where(_THEIRS)
"""A row if this person writes to the shop: part of what a turn begins with; `find_asked` says about what."""

_ASKED = Prepared(
    select(ticket_asked.c.ticket_id, ticket_asked.c.order_id, ticket_asked.c.about).where(_THEIRS)
)


def find_asked(connection: Connection, person_id: int, update_id: int, now: datetime) -> Asked | None:
    """Return what this person writes about, None if they do not; an update that ended it finds it again."""
    row = _ASKED.first(connection, person=person_id, writing_since=now - WRITING_FOR, update=update_id)
    return None if row is None else Asked(row.ticket_id, row.order_id, About(row.about))


def ask(connection: Connection, person_id: int, asked: Asked, now: datetime) -> None:
    """Take this person's next messages for the shop."""
    values = {
        "ticket_id": asked.ticket_id,
        "order_id": asked.order_id,
        "about": asked.about,
        "asked_at": now,
        "ended_by": None,
    }
    adding = insert_into(connection, ticket_asked).values(person_id=person_id, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["person_id"], set_=values))


def end(connection: Connection, person_id: int, update_id: int) -> None:
    """Take this person's messages for what they are again."""
    theirs = (ticket_asked.c.person_id == person_id, ticket_asked.c.ended_by.is_(None))
    connection.execute(update(ticket_asked).where(*theirs).values(ended_by=update_id))


def forget_ticket(connection: Connection, ticket_id: int) -> None:
    """Send nobody's messages into this ticket: it is closed."""
    over = (ticket_asked.c.ticket_id == ticket_id, ticket_asked.c.ended_by.is_(None))
    connection.execute(update(ticket_asked).where(*over).values(ended_by=0))
