"""A customer writes to the shop: the buttons that begin it, the messages, and what ends it."""

from telegram import Update

from handlers.context import Context
from handlers.media import said_in
from handlers.show import say, show
from handlers.tickets.views import asked_elsewhere, is_closed, no_longer_writing, sent, write_now
from shop.errors import ShopError
from shop.tickets.ticket import About, Asked, Side, Ticket


async def wished_to_write(_update: Update, context: Context) -> None:
    """Write to the shop, or Ask anew: the next messages are for the shop."""
    value = context.button.value
    await _asks(context, Asked(None, None, About(value) if value in set(About) else About.SHOP), below=False)


async def asked_about_order(_update: Update, context: Context) -> None:
    """Ask about this order: below its card, which stays."""
    services, turn, number = context.services, context.turn, context.tapped_number
    if await services.stores.orders.find(number, owner=turn.person.id) is None:
        raise ShopError("order_unknown", order=str(number))
    contact = services.rules.words.contact
    if contact:
        await say(context, asked_elsewhere(contact, str(number), turn.t))
        return
    await _asks(context, Asked(None, number, About.SHOP), below=True)


async def wished_to_answer(_update: Update, context: Context) -> None:
    """Reply: below what the shop has written, which stays."""
    ticket = await _own_ticket(context)
    if not ticket.is_open:
        await say(context, is_closed(ticket, context.turn.t))
        return
    await _asks(context, Asked(ticket.id, ticket.order_id, ticket.about), below=True)


async def reopened(_update: Update, context: Context) -> None:
    """Open again."""
    services, turn = context.services, context.turn
    ticket = await services.stores.tickets.reopen(
        context.tapped_number, services.rules.desk.places, services.clock.now(), owner=turn.person.id
    )
    services.wakeups.outbox()
    await _asks(context, Asked(ticket.id, ticket.order_id, ticket.about), below=False)


async def wrote(_update: Update, context: Context) -> None:
    """A message for the shop: after one of these buttons, or in reply to what the shop has written."""
    services, turn = context.services, context.turn
    asked = _what_about(context)
    message = turn.update.message
    said = said_in(message, turn.person.id) if message is not None else None
    if said is None:
        raise ShopError("ticket_kind")
    try:
        await services.stores.tickets.write(asked, said, services.rules.desk.places, services.clock.now())
    except ShopError as error:
        known = None if asked.ticket_id is None else await services.stores.tickets.find(asked.ticket_id)
        if error.key != "ticket_closed" or known is None:
            raise
        await say(context, is_closed(known, turn.t))
        return
    services.wakeups.outbox()
    await say(context, sent(turn.t))


async def stopped_writing(_update: Update, context: Context) -> None:
    """Cancel, or /cancel: messages are for the shop no more."""
    turn = context.turn
    await context.services.stores.tickets.leave(turn.person.id, turn.update.update_id)
    await show(context, no_longer_writing(turn.t, has_draft=turn.draft is not None))


def _what_about(context: Context) -> Asked:
    """Return what this message is about: the ticket that is replied to goes before what was asked."""
    found = context.turn.ticket
    if found is not None and found.side is Side.CUSTOMER:
        return Asked(found.ticket.id, found.ticket.order_id, found.ticket.about)
    if context.turn.asks is None:
        raise ShopError("button_old")
    return context.turn.asks


async def _own_ticket(context: Context) -> Ticket:
    ticket = await context.services.stores.tickets.find(context.tapped_number)
    if ticket is None or ticket.person_id != context.turn.person.id:
        raise ShopError("button_old")
    return ticket


async def _asks(context: Context, asked: Asked, *, below: bool) -> None:
    services, turn = context.services, context.turn
    await services.stores.tickets.ask(turn.person.id, asked, services.clock.now())
    put = say if below else show
    await put(context, write_now(asked, turn.t))
