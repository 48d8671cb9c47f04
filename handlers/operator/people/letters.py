"""Writing to somebody first: the message opens a ticket, or goes on in the one they have open."""

from telegram import Update

from handlers.context import Context
from handlers.media import said_in
from handlers.operator.finding import get_person
from handlers.operator.people.letter_views import (
    MESSAGES_SHOWN,
    TICKETS_LISTED,
    ask_letter,
    letter_sent,
    ticket_page,
    tickets_card,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.acts import Act, Did
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.person import MAY_ORDER
from shop.tickets.ticket import About, Asked


async def wished_to_write(_update: Update, context: Context) -> None:
    """Write to them: takes the next message."""
    person = await get_person(context, context.button.of)
    await ask_at_desk(context, DeskAsks.LETTER, str(person.id))
    may_answer = context.services.access.role_of(person.id) in MAY_ORDER
    await show(context, ask_letter(person, context.turn.t, may_answer=may_answer))


async def wrote_letter(update: Update, context: Context) -> None:
    """The message. The same one once more is sent once."""
    services, turn = context.services, context.turn
    person = await get_person(context, turn.desk_about)
    said = said_in(update.message, turn.person.id) if update.message is not None else None
    if said is None:
        raise ShopError("ticket_kind")
    if person.is_erasing:
        raise ShopError("change_erasing")
    places, now = services.rules.desk.places, services.clock.now()
    about, done = Asked(None, None, About.SHOP), Act(turn.person.id, Did.WROTE_TO, person_id=person.id)
    tickets = services.stores.tickets
    sent = await tickets.write_to(person.id, about, said, done, places=places, now=now)
    ticket = await tickets.find(sent.ticket_id)
    if ticket is None:
        raise ShopError("button_old")
    await note_answered(context)
    services.wakeups.outbox()
    await show(context, letter_sent(person, ticket, turn.t))


async def opened_tickets(_update: Update, context: Context) -> None:
    """Tickets, on somebody's card."""
    person = await get_person(context, context.button.of)
    tickets = await context.services.stores.tickets.list_of(person.id, limit=TICKETS_LISTED + 1)
    await show(context, tickets_card(person, tickets, context.turn.t))


async def opened_ticket(_update: Update, context: Context) -> None:
    """One of their tickets."""
    tickets, number = context.services.stores.tickets, context.tapped_number
    ticket = await tickets.find(number)
    if ticket is None:
        raise ShopError("button_old")
    messages = await tickets.list_messages(number, limit=MESSAGES_SHOWN)
    await show(context, ticket_page(ticket, messages, context.turn.t))
