"""Receipts: /review shows them, the operator credits or declines them."""

from telegram import Update
from telegram.error import BadRequest

from handlers.context import Context
from handlers.operator.receipts.messages import further_pictures, receipt_message
from handlers.operator.receipts.views import more_receipts, receipt_card
from handlers.show import say, show, strip_tapped
from messaging.calls import call
from messaging.outbox import Message
from shop.notice import Priority

RECEIPTS = 5
"""How many one /review shows; each is a message of its own."""


async def showed_receipts(context: Context) -> int:
    """Show each waiting receipt with its buttons, oldest first, even if its notice came; return how many."""
    services, turn = context.services, context.turn
    waiting = await services.stores.topups.list_waiting(limit=1000)
    for top_up in waiting[:RECEIPTS]:
        await _bring(context, await receipt_message(services, top_up, turn.person.id, turn.t))
        more = await further_pictures(services, top_up, turn.person.id, turn.t)
        if more is not None:
            await _bring(context, more)
    if len(waiting) > RECEIPTS:
        await say(context, more_receipts(len(waiting) - RECEIPTS, turn.t))
    return len(waiting)


async def _bring(context: Context, message: Message) -> None:
    """Send a receipt; in words if Telegram does not deliver its picture."""
    try:
        await call(context.bot, message, Priority.PERSON)
    except BadRequest:
        if message.instead is None:
            raise
        await call(context.bot, message.instead, Priority.PERSON)


async def approved_receipt(_update: Update, context: Context) -> None:
    """Credit it: the receipt is accepted."""
    await _decide(context, approve=True)


async def declined_receipt(_update: Update, context: Context) -> None:
    """Decline: the receipt is not accepted."""
    await _decide(context, approve=False)


async def _decide(context: Context, *, approve: bool) -> None:
    services, turn, number = context.services, context.turn, context.tapped_number
    topups, now = services.stores.topups, services.clock.now()
    topup = await topups.decide(number, turn.person.id, approve=approve, now=now)
    services.wakeups.paid()
    person = await services.stores.people.find(topup.person_id)
    await strip_tapped(context)  # a picture has a caption, no text to edit
    await show(context, receipt_card(topup, person.name if person else "?", turn.t))
