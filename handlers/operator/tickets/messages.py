"""Notices about tickets to the operators' chats: the topic, who asks, and what customers write."""

from typing import Any

from handlers.context import Services
from handlers.messages import send
from handlers.operator.tickets.views import (
    Shown,
    answer_not_delivered,
    first_message,
    message_has_changed,
    words_of_colleague,
    words_of_customer,
    written_in_groups_name,
)
from handlers.tickets.messages import LONGEST_TEXT, as_edit, copy_of, html_of, in_caption, words_of
from handlers.view import PARSE_MODE, View, params
from locales import Translator
from messaging.outbox import Message
from messaging.telegram_html import shown_length
from shop.catalogue.deep_links import link_to_order
from shop.tickets.ticket import LONGEST_CAPTION, Said, Side, Ticket, TicketMessage, Voice, topic_name
from storage.messages.outbox import OutboxMessage


async def shown_of(services: Services, ticket: Ticket, username: str) -> Shown:
    """Read what the ticket's first message says."""
    stores, order = services.stores, None
    if ticket.order_id is not None:
        order = await stores.orders.find(ticket.order_id, owner=None)
    link = link_to_order(ticket.order_id, username) if ticket.order_id is not None else ""
    return Shown(ticket, await stores.people.find(ticket.person_id), order, link)


async def topic(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the call that makes the ticket's topic, or closes or opens the one there is."""
    ticket, chat_id = await _ticket(services, message), message.chat_id
    if ticket is None or chat_id != services.rules.desk.chat or services.rules.desk.is_forum is False:
        return None
    there = ticket.topic_in(chat_id)
    if there is not None:
        method = "reopenForumTopic" if ticket.is_open else "closeForumTopic"
        return Message(method, {"chat_id": chat_id, "message_thread_id": there})
    if not ticket.is_open:
        return None
    person = await services.stores.people.find(ticket.person_id)
    order = t.label("order {order}", order=str(ticket.order_id)) if ticket.order_id is not None else ""
    name = topic_name(ticket, person.name if person else str(ticket.person_id), order)
    return Message("createForumTopic", {"chat_id": chat_id, "name": name})


async def first(services: Services, message: OutboxMessage, t: Translator, username: str) -> Message | None:
    """Return who asks about what: a new message, or an edit of the one there is."""
    ticket, chat_id = await _ticket(services, message), message.chat_id
    if ticket is None:
        return None
    there = ticket.topic_in(chat_id)
    view = first_message(await shown_of(services, ticket, username), t, in_topic=there is not None)
    new = Message("sendMessage", {"chat_id": chat_id, **_in_topic(there), **params(view)})
    stands = await services.stores.tickets.find_head(ticket.id, chat_id)
    if stands is None:
        return new
    card = {"chat_id": chat_id, "message_id": stands}
    return Message("editMessageText", {**card, **params(view)}, instead=new)


async def written(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return what was written in the ticket: a copy of the customer's message, or a colleague's answer."""
    ticket, kept = await _ticket(services, message), await _message(services, message)
    if ticket is None or kept is None:
        return None
    said, is_words = kept.said, bool(message.payload.get("words"))
    anchor = await _anchor(services, ticket, message.chat_id)
    if kept.voice is Voice.CUSTOMER and anchor:
        return (words_of if is_words else copy_of)(said, message.chat_id, anchor)
    author = await services.stores.people.find(said.author_id)
    name = author.name if author else str(said.author_id)
    text = html_of(said) if is_words else in_caption(said)
    is_customers = kept.voice is Voice.CUSTOMER
    words = words_of_customer(ticket, name, text, t) if is_customers else words_of_colleague(name, text, t)
    return _with_name(said, words, message.chat_id, anchor, is_words=is_words)


def _with_name(said: Said, words: str, chat_id: int, anchor: dict[str, Any], *, is_words: bool) -> Message:
    """Return these words with a message's media, if they are for it; its own words where they do not fit."""
    if (is_words or said.kind == "text") and shown_length(words) <= LONGEST_TEXT:
        return Message("sendMessage", {"chat_id": chat_id, **anchor, "text": words, "parse_mode": PARSE_MODE})
    if is_words:
        return words_of(said, chat_id, anchor)
    fits = said.kind != "text" and shown_length(words) <= LONGEST_CAPTION
    return copy_of(said, chat_id, anchor, caption=words if fits else None)


async def edited(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return what was edited in the ticket, in the place of its copy here; anew if there is none."""
    anew, kept = await written(services, message, t), await _message(services, message)
    if anew is None or kept is None:
        return None
    stands = await services.stores.tickets.find_copy(kept.id, message.chat_id, Side.DESK)
    return anew if stands is None else as_edit(anew, kept.said, message.chat_id, stands)


async def has_changed(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the word that a customer has changed a message, below its copy."""
    ticket, kept = await _ticket(services, message), await _message(services, message)
    if ticket is None or kept is None:
        return None
    person = await services.stores.people.find(ticket.person_id)
    view = message_has_changed(person.name if person else str(ticket.person_id), t)
    stands = await services.stores.tickets.find_copy(kept.id, message.chat_id, Side.DESK)
    return await _below(stands, services, ticket, message.chat_id, view)


async def undelivered(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the word that an answer did not reach the customer, below that answer if it stands here."""
    ticket, kept = await _ticket(services, message), await _message(services, message)
    if ticket is None or kept is None:
        return None
    person = await services.stores.people.find(ticket.person_id)
    view = answer_not_delivered(person.name if person else str(ticket.person_id), t)
    stands = kept.said.message_id if kept.said.chat_id == message.chat_id else None
    return await _below(stands, services, ticket, message.chat_id, view)


async def unsigned(services: Services, message: OutboxMessage, t: Translator) -> Message | None:
    """Return the word that a message in the group's own name goes nowhere, below that message."""
    if not services.rules.desk.may_read(message.chat_id):
        return None
    return send(message.chat_id, written_in_groups_name(t), reply_to=message.payload["message_id"])


async def _ticket(services: Services, message: OutboxMessage) -> Ticket | None:
    if not services.rules.desk.may_read(message.chat_id):
        return None  # no longer an operator
    return await services.stores.tickets.find(message.payload["ticket_id"])


async def _message(services: Services, message: OutboxMessage) -> TicketMessage | None:
    return await services.stores.tickets.find_message(message.payload["message_id"])


async def _below(stands: int | None, services: Services, ticket: Ticket, chat_id: int, view: View) -> Message:
    """Return what is sent below the message that stands here, or, if none does, at the ticket's anchor."""
    if stands is not None:
        return send(chat_id, view, reply_to=stands)
    anchor = await _anchor(services, ticket, chat_id)
    return Message("sendMessage", {"chat_id": chat_id, **anchor, **params(view)})


async def _anchor(services: Services, ticket: Ticket, chat_id: int) -> dict[str, Any]:
    """Return where a message of the ticket stands in this chat: in its topic, else below who asks."""
    there = ticket.topic_in(chat_id)
    if there is not None:
        return _in_topic(there)
    stands = await services.stores.tickets.find_head(ticket.id, chat_id)
    if stands is None:
        return {}
    return {"reply_parameters": {"message_id": stands, "allow_sending_without_reply": True}}


def _in_topic(topic_id: int | None) -> dict[str, Any]:
    return {} if topic_id is None else {"message_thread_id": topic_id}
