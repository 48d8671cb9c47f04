"""A message goes into a ticket: once, in order, with everything owed for it in the same transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, or_, select, update

from shop.errors import ShopError
from shop.tickets.notices import opened, to_customer, to_desk
from shop.tickets.pace import too_much
from shop.tickets.ticket import (
    LATELY,
    MOST_AT_ONCE,
    Asked,
    Said,
    Ticket,
    TicketMessage,
    TicketState,
    Voice,
)
from storage.core.rows import number_from
from storage.messages.outbox import enqueue
from storage.orders.tables import orders
from storage.tickets.places import head_in
from storage.tickets.rows import find_ticket, ticket_of
from storage.tickets.tables import ticket, ticket_message

LARGEST_ALBUM = 10
"""Messages in an album of Telegram's."""


def open_ticket_for(connection: Connection, person_id: int, asked: Asked, now: datetime) -> Ticket:
    """Return the ticket that was asked for, or their open one about the same, or a new one.

    Raises ShopError("order_unknown") for somebody else's order, ShopError("ticket_closed") for a ticket
    that is closed or not theirs.
    """
    if asked.ticket_id is not None:
        known = find_ticket(connection, asked.ticket_id)
        if known is None or known.person_id != person_id or not known.is_open:
            raise ShopError("ticket_closed", ticket=asked.ticket_id)
        return known
    if asked.order_id is not None:
        own = (orders.c.id == asked.order_id, orders.c.person_id == person_id)
        if connection.execute(select(orders.c.id).where(*own)).first() is None:
            raise ShopError("order_unknown", order=str(asked.order_id))
    return _open_one(connection, person_id, asked) or _new(connection, person_id, asked, now)


def _open_one(connection: Connection, person_id: int, asked: Asked) -> Ticket | None:
    same = (
        ticket.c.person_id == person_id,
        ticket.c.state == TicketState.OPEN,
        ticket.c.about == asked.about,
        ticket.c.order_id.is_(None) if asked.order_id is None else ticket.c.order_id == asked.order_id,
    )
    row = connection.execute(select(ticket).where(*same).order_by(ticket.c.id.desc()).limit(1)).first()
    return None if row is None else ticket_of(row)


def _new(connection: Connection, person_id: int, asked: Asked, now: datetime) -> Ticket:
    values = {
        "person_id": person_id,
        "order_id": asked.order_id,
        "about": asked.about,
        "state": TicketState.OPEN,
        "created_at": now,
        "changed_at": now,
    }
    row = connection.execute(insert(ticket).values(values).returning(*ticket.c)).one()
    return ticket_of(row)


def check_pace(connection: Connection, person_id: int, now: datetime) -> None:
    """Raise ShopError("ticket_pace") if this customer has written too much lately. An album counts once."""
    lately = (
        ticket_message.c.author_id == person_id,
        ticket_message.c.sent_at > now - LATELY,
        ticket_message.c.sent_at <= now,  # a clock that was set back shuts nobody out
        ticket_message.c.voice == Voice.CUSTOMER,
    )
    albums = select(ticket_message.c.album).where(*lately).limit(MOST_AT_ONCE * LARGEST_ALBUM)
    found = list(connection.execute(albums).scalars())
    if found.count(None) + len(set(found) - {None}) >= MOST_AT_ONCE:
        raise too_much()


def add_message(
    connection: Connection, into: Ticket, voice: Voice, said: Said, now: datetime, *, bot_id: int
) -> TicketMessage:
    """Write the message into the ticket."""
    values: dict[str, Any] = {
        "ticket_id": into.id,
        "voice": voice,
        "author_id": said.author_id,
        "kind": said.kind,
        "text": said.text,
        "file_id": said.file_id,
        "album": said.album,
        "html": said.html,
        "bot_id": bot_id,
        "chat_id": said.chat_id,
        "message_id": said.message_id,
        "sent_at": now,
    }
    adding = insert(ticket_message).values(values).returning(ticket_message.c.id)
    number = number_from(connection, adding)
    connection.execute(update(ticket).where(ticket.c.id == into.id).values(changed_at=now))
    return TicketMessage(number, into.id, voice, said)


def rewrite_message(connection: Connection, message: TicketMessage, said: Said) -> TicketMessage | None:
    """Have a message of the ticket say this, as its author has edited it; an album stays one.

    Return None if it says nothing any more: its customer has had their data deleted, and no edit brings
    words back.
    """
    says_something = or_(ticket_message.c.text != "", ticket_message.c.file_id.is_not(None))
    changing = update(ticket_message).where(ticket_message.c.id == message.id, says_something)
    values = {"kind": said.kind, "text": said.text, "html": said.html, "file_id": said.file_id}
    if not connection.execute(changing.values(values)).rowcount:
        return None
    return replace(message, said=said)


def owe_first_words(
    connection: Connection, into: Ticket, message: TicketMessage, places: Sequence[int], now: datetime
) -> None:
    """Owe what the staff writes by itself to its customer; the desk's other chats see it, and of whom."""
    strangers = [place for place in places if head_in(connection, into.id, place) is None]
    others = [place for place in places if place != message.said.chat_id]
    news = [*opened(into, strangers), *to_customer(message, into), *to_desk(message, others)]
    enqueue(connection, news, now)


def owe_message(
    connection: Connection, into: Ticket, message: TicketMessage, places: Sequence[int], now: datetime
) -> None:
    """Owe the message to those it is for; a chat that sees the ticket for the first time reads who asks."""
    if message.voice is Voice.NOTE:
        return
    if message.voice is Voice.OPERATOR:
        others = [place for place in places if place != message.said.chat_id]
        enqueue(connection, [*to_customer(message, into), *to_desk(message, others)], now)
        return
    strangers = [place for place in places if head_in(connection, into.id, place) is None]
    enqueue(connection, [*opened(into, strangers), *to_desk(message, places)], now)
