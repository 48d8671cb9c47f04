"""Tickets and their messages as they stand in rows."""

from typing import Any

from sqlalchemy import Connection, select

from shop.tickets.ticket import About, Said, Ticket, TicketMessage, TicketState, Voice
from storage.tickets.tables import ticket, ticket_message


def ticket_of(row: Any) -> Ticket:
    """Return the ticket in this row."""
    return Ticket(
        id=row.id,
        person_id=row.person_id,
        order_id=row.order_id,
        about=About(row.about),
        state=TicketState(row.state),
        topic_chat_id=row.topic_chat_id,
        topic_id=row.topic_id,
        created_at=row.created_at,
        changed_at=row.changed_at,
    )


def message_of(row: Any) -> TicketMessage:
    """Return the ticket's message in this row."""
    said = Said(
        author_id=row.author_id,
        chat_id=row.chat_id,
        message_id=row.message_id,
        kind=row.kind,
        text=row.text,
        file_id=row.file_id,
        album=row.album,
        html=row.html,
    )
    return TicketMessage(row.id, row.ticket_id, Voice(row.voice), said)


def find_ticket(connection: Connection, ticket_id: int) -> Ticket | None:
    """Return this ticket, None if there is none."""
    row = connection.execute(select(ticket).where(ticket.c.id == ticket_id)).first()
    return None if row is None else ticket_of(row)


def find_message(connection: Connection, bot_id: int, said: Said) -> TicketMessage | None:
    """Return the ticket's message that came as this one, None if it is new."""
    same = (
        ticket_message.c.bot_id == bot_id,
        ticket_message.c.chat_id == said.chat_id,
        ticket_message.c.message_id == said.message_id,
    )
    row = connection.execute(select(ticket_message).where(*same)).first()
    return None if row is None else message_of(row)
