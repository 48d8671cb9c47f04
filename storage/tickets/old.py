"""Tickets that were closed long ago are forgotten, with everything that was said in them."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from shop.tickets.ticket import TicketState
from storage.core.columns import fixed
from storage.core.prepared import one_of
from storage.tickets.tables import ticket, ticket_asked, ticket_message, ticket_place

KEPT = timedelta(days=365)
"""After a ticket was closed: as long as somebody may come back to what was said."""

AT_ONCE = 100
"""Tickets in one write; each may have some hundred messages."""


def list_old(connection: Connection, now: datetime) -> list[int]:
    """Return some tickets that were closed long ago."""
    old = (ticket.c.state == fixed(TicketState.CLOSED), ticket.c.changed_at < now - KEPT)
    return list(connection.execute(select(ticket.c.id).where(*old).limit(AT_ONCE)).scalars())


def delete_tickets(connection: Connection, numbers: list[int]) -> int:
    """Delete these with all that belongs to them, unless opened again meanwhile; return how many."""
    closed = select(ticket.c.id).where(one_of(ticket.c.id, numbers), ticket.c.state == TicketState.CLOSED)
    over = list(connection.execute(closed).scalars())
    connection.execute(delete(ticket_place).where(one_of(ticket_place.c.ticket_id, over)))
    connection.execute(delete(ticket_asked).where(one_of(ticket_asked.c.ticket_id, over)))
    connection.execute(delete(ticket_message).where(one_of(ticket_message.c.ticket_id, over)))
    return connection.execute(delete(ticket).where(one_of(ticket.c.id, over))).rowcount
