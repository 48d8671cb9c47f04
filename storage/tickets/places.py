"""Where our messages about tickets stand, written when they are delivered."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, exists, select, update

from shop.tickets.notices import (
    EDITED_AT_CUSTOMER,
    EDITED_AT_DESK,
    ENDED,
    HEAD,
    TO_CUSTOMER,
    TO_DESK,
    TOPIC,
)
from shop.tickets.ticket import Found, Side, TicketMessage
from storage.core.rows import insert_into
from storage.desk.tables import staff_card
from storage.tickets.rows import ticket_of
from storage.tickets.tables import ticket, ticket_place

_SIDES = {
    **dict.fromkeys((HEAD, TO_DESK, EDITED_AT_DESK), Side.DESK),
    **dict.fromkeys((TO_CUSTOMER, EDITED_AT_CUSTOMER, ENDED), Side.CUSTOMER),
}


def remember_place(
    connection: Connection, kind: str, payload: Mapping[str, Any], chat_id: int, message_id: int
) -> None:
    """Store where a notice about a ticket was delivered; for a new topic `message_id` is the topic's."""
    if kind == TOPIC:
        this = ticket.c.id == payload["ticket_id"]
        connection.execute(update(ticket).where(this).values(topic_chat_id=chat_id, topic_id=message_id))
        return
    side = _SIDES.get(kind)
    if side is None:
        return
    values = {
        "ticket_id": payload["ticket_id"],
        "ticket_message_id": payload.get("message_id"),
        "side": side,
    }
    adding = insert_into(connection, ticket_place).values(chat_id=chat_id, message_id=message_id, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=values))


def remember_opened(connection: Connection, message: TicketMessage, chat_id: int, message_id: int) -> None:
    """Store that this message of ours shows what was written; it is no head of the ticket."""
    values = {"ticket_id": message.ticket_id, "ticket_message_id": message.id, "side": Side.DESK}
    adding = insert_into(connection, ticket_place).values(chat_id=chat_id, message_id=message_id, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["chat_id", "message_id"], set_=values))


def found_at(
    connection: Connection, chat_id: int, *, reply_to: int | None, topic_id: int | None
) -> Found | None:
    """Return the ticket of the message that was replied to, or of the topic written in; None if of none."""
    if reply_to is not None:
        at = (ticket_place.c.chat_id == chat_id, ticket_place.c.message_id == reply_to)
        of = ticket.join(ticket_place, ticket_place.c.ticket_id == ticket.c.id)
        row = connection.execute(select(ticket, ticket_place.c.side).select_from(of).where(*at)).first()
        if row is not None:
            return Found(ticket_of(row), Side(row.side))
    if topic_id is not None:
        there = (ticket.c.topic_chat_id == chat_id, ticket.c.topic_id == topic_id)
        row = connection.execute(select(ticket).where(*there)).first()
        if row is not None:
            return Found(ticket_of(row), Side.DESK)
    return None


def copy_in(connection: Connection, message_id: int, chat_id: int, side: Side) -> int | None:
    """Return the newest copy of this ticket's message in this chat; None if none stands there.

    A card of the queue shows what was written last, too, and is no copy of it.
    """
    card = (staff_card.c.chat_id == chat_id, staff_card.c.message_id == ticket_place.c.message_id)
    copies = (
        ticket_place.c.ticket_message_id == message_id,
        ticket_place.c.chat_id == chat_id,
        ticket_place.c.side == side,
        ~exists().where(*card, staff_card.c.subject != ""),
    )
    newest = select(ticket_place.c.message_id).where(*copies).order_by(ticket_place.c.message_id.desc())
    return connection.execute(newest.limit(1)).scalar()


def head_in(connection: Connection, ticket_id: int, chat_id: int) -> int | None:
    """Return the message in this chat that says who asks; None if there is none."""
    here = (ticket_place.c.ticket_id == ticket_id, ticket_place.c.chat_id == chat_id)
    heads = (ticket_place.c.ticket_message_id.is_(None), ticket_place.c.side == Side.DESK)
    newest = select(ticket_place.c.message_id).where(*here, *heads).order_by(ticket_place.c.message_id.desc())
    return connection.execute(newest.limit(1)).scalar()


def forget_heads(connection: Connection, ticket_id: int, chat_id: int) -> None:
    """Forget the messages in this chat that say who asks: they are gone, or out of sight."""
    here = (ticket_place.c.ticket_id == ticket_id, ticket_place.c.chat_id == chat_id)
    heads = (ticket_place.c.ticket_message_id.is_(None), ticket_place.c.side == Side.DESK)
    connection.execute(delete(ticket_place).where(*here, *heads))
