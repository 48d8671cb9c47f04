"""Operators answer tickets, close them, and list those that are open."""

from telegram import Update

from handlers.context import Context
from handlers.media import said_in
from handlers.operator.cards import with_way_back
from handlers.operator.tickets.messages import shown_of
from handlers.operator.tickets.views import (
    first_message,
    is_over,
    not_passed_on,
    not_the_chat,
    of_no_ticket,
    open_tickets,
)
from handlers.show import edit, say
from shop.acts import TICKET, subject_of
from shop.errors import ShopError
from shop.tickets.ticket import Side, Ticket, Voice, is_note

LISTED = 30
"""Open tickets in one list."""


async def answered(_update: Update, context: Context) -> None:
    """An operator's words in a ticket's topic, or in reply to one of its messages."""
    services, turn = context.services, context.turn
    found, message = turn.ticket, turn.update.message
    if found is None or message is None:
        raise ShopError("button_old")
    said = said_in(message, turn.person.id)
    if said is None:
        await say(context, not_passed_on(turn.t))
        return
    voice = Voice.NOTE if is_note(said.text) else Voice.OPERATOR
    try:
        await services.stores.tickets.answer(
            found.ticket.id, said, voice, places=services.rules.desk.places, now=services.clock.now()
        )
    except ShopError as error:
        if error.key != "ticket_over":
            raise
        await say(context, is_over(found.ticket, turn.t))
        return
    services.wakeups.outbox()


async def closed_ticket(update: Update, context: Context) -> None:
    """/close in a topic or a reply, or the topic closed by hand."""
    found = context.turn.ticket
    if found is None or found.side is not Side.DESK:
        await say(context, of_no_ticket(context.turn.t, in_private=_in_private(update)))
        return
    await _close(context, found.ticket.id)


async def reopened_topic(_update: Update, context: Context) -> None:
    """The topic opened again by hand."""
    found = context.turn.ticket
    if found is not None:
        await _reopen(context, found.ticket.id)


async def tapped_close(_update: Update, context: Context) -> None:
    """Close: the ticket ends, and its head says so."""
    await _show_head(context, await _close(context, context.tapped_number))


async def tapped_open_again(_update: Update, context: Context) -> None:
    """Open again: the ticket goes on, and its head says so."""
    await _show_head(context, await _reopen(context, context.tapped_number))


async def listed_tickets(update: Update, context: Context) -> None:
    """/tickets: those that are open; in a group that is not the operators' one, its number."""
    services, turn, chat = context.services, context.turn, update.effective_chat
    if chat is not None and chat.type != chat.PRIVATE and chat.id != services.rules.desk.chat:
        await say(context, not_the_chat(chat.id, turn.t))
        return
    if chat is not None and chat.is_forum:
        services.rules.desk.is_forum = None  # perhaps it has topics since
    tickets = await services.stores.tickets.list_open(limit=LISTED + 1)
    people = [await services.stores.people.find(one.person_id) for one in tickets]
    names = [one.name if one is not None else "?" for one in people]
    shown = list(zip(tickets, names, strict=True))
    await say(context, open_tickets(shown, turn.t, most=LISTED, in_private=_in_private(update)))


def _in_private(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type == chat.PRIVATE


async def _close(context: Context, ticket_id: int) -> Ticket:
    services = context.services
    ticket = await services.stores.tickets.close(ticket_id, services.rules.desk.places, services.clock.now())
    services.wakeups.outbox()
    return ticket


async def _reopen(context: Context, ticket_id: int) -> Ticket:
    services = context.services
    ticket = await services.stores.tickets.reopen(
        ticket_id, services.rules.desk.places, services.clock.now(), owner=None
    )
    services.wakeups.outbox()
    return ticket


async def _show_head(context: Context, ticket: Ticket) -> None:
    """Show the ticket on the card that was tapped, if that can still be edited."""
    turn, tapped = context.turn, context.turn.tapped_card
    if tapped is None:
        return
    shown = await shown_of(context.services, ticket, context.bot.username)
    in_topic = ticket.topic_in(tapped.chat.id) is not None
    view = first_message(shown, turn.t, in_topic=in_topic)
    subject, cards = subject_of(TICKET, ticket.id), context.services.stores.staff_cards
    if await cards.is_of_queue(subject, tapped.chat.id, tapped.message_id):
        view = await with_way_back(context, subject, view)  # a head in its topic is no card of the queue's
    await edit(context, tapped.message_id, view)
