"""What is owed about tickets: to the operators' chats, and to the customer."""

from collections.abc import Sequence

from shop.notice import Notice, Payload
from shop.tickets.ticket import Ticket, TicketMessage, Voice

TOPIC, HEAD, TO_DESK, TO_CUSTOMER, ENDED, STUCK, NAMELESS = (
    "ticket_topic",
    "ticket_head",
    "ticket_in",
    "ticket_out",
    "ticket_ended",
    "ticket_stuck",
    "ticket_nameless",
)
EDITED_AT_DESK, EDITED_AT_CUSTOMER, HAS_CHANGED, NOT_CHANGED = (
    "ticket_in_edited",
    "ticket_out_edited",
    "ticket_has_changed",
    "ticket_not_changed",
)

FOR_THE_DESK = frozenset({TOPIC, HEAD, TO_DESK, STUCK, NAMELESS, EDITED_AT_DESK, HAS_CHANGED})
"""Kinds only the operators' chats may get."""


def opened(ticket: Ticket, places: Sequence[int]) -> list[Notice]:
    """Return what says who asks, once in each of these chats; in a forum it stands in a topic of its own.

    The same once more shows the ticket as it is then.
    """
    return [
        Notice(kind, place, f"{kind}:{place}:{ticket.id}", {"ticket_id": ticket.id})
        for place in places
        for kind in (TOPIC, HEAD)
    ]


def to_desk(message: TicketMessage, places: Sequence[int]) -> list[Notice]:
    """Return a customer's message for each of these chats."""
    return [notice for place in places for notice in _whole(TO_DESK, place, f"{TO_DESK}:{place}", message)]


def to_customer(message: TicketMessage, ticket: Ticket) -> list[Notice]:
    """Return an operator's answer for the customer."""
    return _whole(TO_CUSTOMER, ticket.person_id, TO_CUSTOMER, message)


def _whole(kind: str, chat_id: int, key: str, message: TicketMessage) -> list[Notice]:
    """Return the message for this chat, with its words by themselves if media cannot have them all."""
    about = _of(message.ticket_id, message.id)
    notices = [Notice(kind, chat_id, f"{key}:{message.id}", about)]
    if message.said.has_long_caption:
        notices.append(Notice(kind, chat_id, f"{key}:{message.id}:words", {**about, "words": True}))
    return notices


def edited(
    message: TicketMessage, ticket: Ticket, places: Sequence[int], *, number: int, is_apart: bool
) -> list[Notice]:
    """Return what has the copies of a message follow its edit; `number` is that of the update.

    A copy that no edit of ours can have say the same (`is_apart`) is made anew. The desk hears
    once that a customer has changed a message; a customer hears nothing of an edit, as with any chat.
    """
    chats = [place for place in places if place != message.said.chat_id or message.voice is Voice.CUSTOMER]
    about, notices = _of(message.ticket_id, message.id), []
    for place in chats:
        if is_apart:
            notices += _whole(TO_DESK, place, f"{TO_DESK}:{place}:{number}", message)
        else:
            key = f"{EDITED_AT_DESK}:{place}:{message.id}"
            notices.append(Notice(EDITED_AT_DESK, place, key, about))
        if message.voice is Voice.CUSTOMER:
            notices.append(Notice(HAS_CHANGED, place, f"{HAS_CHANGED}:{place}:{message.id}", about))
    if message.voice is Voice.OPERATOR:
        person = ticket.person_id
        if is_apart:
            notices += _whole(TO_CUSTOMER, person, f"{TO_CUSTOMER}:{number}", message)
        else:
            key = f"{EDITED_AT_CUSTOMER}:{message.id}"
            notices.append(Notice(EDITED_AT_CUSTOMER, person, key, about))
    return notices


def not_changed(message: TicketMessage, *, is_closed: bool) -> Notice:
    """Return the word to whoever edited this message that the edit goes nowhere; once for each message."""
    chat_id = message.said.chat_id
    key = f"{NOT_CHANGED}:{chat_id}:{message.id}"
    return Notice(NOT_CHANGED, chat_id, key, {**_of(message.ticket_id, message.id), "closed": is_closed})


def ended(ticket: Ticket) -> Notice:
    """Return the word to the customer that the ticket is closed; one for each time."""
    key = f"{ENDED}:{ticket.id}:{ticket.changed_at.isoformat()}"
    return Notice(ENDED, ticket.person_id, key, {"ticket_id": ticket.id})


def stuck(ticket_id: int, message_id: int, places: Sequence[int]) -> list[Notice]:
    """Return the word to these chats that an answer could not be delivered to the customer."""
    return [
        Notice(STUCK, place, f"{STUCK}:{place}:{message_id}", _of(ticket_id, message_id)) for place in places
    ]


def nameless(ticket_id: int, chat_id: int, number: int) -> Notice:
    """Return the word that the message of this number, written in the group's own name, goes nowhere."""
    return Notice(NAMELESS, chat_id, f"{NAMELESS}:{chat_id}:{number}", _of(ticket_id, number))


def _of(ticket_id: int, message_id: int) -> Payload:
    return {"ticket_id": ticket_id, "message_id": message_id}
