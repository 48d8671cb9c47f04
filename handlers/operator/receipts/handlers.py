"""Receipts: /review shows them, the operator credits or declines them."""

from contextlib import suppress
from typing import Any

from telegram import Update
from telegram.error import BadRequest

from handlers.context import Context
from handlers.operator.already import was_first
from handlers.operator.cards import with_way_back
from handlers.operator.receipts.messages import (
    album_of,
    all_words,
    further_pictures,
    receipt_message,
    receipt_view,
)
from handlers.operator.receipts.views import more_receipts, with_reasons
from handlers.sentences import toast_for
from handlers.show import say, show_on_card
from messaging.calls import call, message_id_of
from messaging.outbox import Message
from shop.acts import RECEIPT, Did, subject_of
from shop.errors import ShopError
from shop.ledger.receipt import Topup
from shop.ledger.topup import DeclinedFor, TopupState
from shop.notice import Priority

RECEIPTS = 5
"""How many one /review shows; each is a message of its own."""


async def showed_receipts(context: Context) -> int:
    """Show each waiting receipt with its buttons, oldest first, even if its notice came; return how many."""
    services, turn = context.services, context.turn
    waiting = await services.stores.topups.list_waiting(limit=1000)
    for top_up in waiting[:RECEIPTS]:
        await _bring_card(context, top_up)
        await _bring_rest(context, top_up)
    if len(waiting) > RECEIPTS:
        await say(context, more_receipts(len(waiting) - RECEIPTS, turn.t))
    return len(waiting)


async def _bring_card(context: Context, top_up: Topup) -> None:
    """Send a receipt's card, which is edited when somebody decides."""
    services, turn = context.services, context.turn
    sent = await _bring(context, await receipt_message(services, top_up, turn.person.id, turn.t))
    cards, now = services.stores.staff_cards, services.clock.now()
    await cards.stands(subject_of(RECEIPT, top_up.id), turn.person.id, message_id_of(sent), now)


async def _bring_rest(context: Context, top_up: Topup) -> None:
    """Send its further pictures, in one album, and the words for which a card has no room.

    If Telegram refuses the album, one of its files may be gone: then each picture comes by itself.
    """
    services, me, t = context.services, context.turn.person.id, context.turn.t
    pictures = await further_pictures(services, top_up, me, t)
    if len(pictures) > 1:
        with suppress(BadRequest):
            await call(context.bot, album_of(me, pictures), Priority.PERSON)
            pictures = []
    for one in (*pictures, *await all_words(services, top_up, me, t)):
        await _bring(context, one)


async def _bring(context: Context, message: Message) -> Any:
    """Send a receipt; in words if Telegram does not deliver its picture. Return what Telegram said."""
    try:
        return await call(context.bot, message, Priority.PERSON)
    except BadRequest:
        if message.instead is None:
            raise
        return await call(context.bot, message.instead, Priority.PERSON)


async def showed_picture(_update: Update, context: Context) -> None:
    """Show the picture: the receipt as it was sent, below its card in the queue."""
    top_up = await context.services.stores.topups.find(context.tapped_number)
    if top_up is None:
        raise ShopError("button_old")
    await _bring_card(context, top_up)
    await _bring_rest(context, top_up)


async def approved_receipt(_update: Update, context: Context) -> None:
    """Credit it: the receipt is accepted."""
    await _decide(context, approve=True)


async def wished_to_decline(_update: Update, context: Context) -> None:
    """Decline: why?"""
    await _ask(context, why=True)


async def kept_receipt(_update: Update, context: Context) -> None:
    """Back: it is not declined."""
    await _ask(context, why=False)


async def declined_receipt(_update: Update, context: Context) -> None:
    """A reason: the receipt is not accepted. Buttons of an earlier release name none."""
    try:
        why = DeclinedFor(context.button.value or DeclinedFor.OTHER)
    except ValueError:
        raise ShopError("button_old") from None
    await _decide(context, approve=False, why=why)


async def _ask(context: Context, *, why: bool) -> None:
    """Show the card with the reasons, or with the question again; decided meanwhile, it says so."""
    services, number = context.services, context.tapped_number
    top_up = await services.stores.topups.find(number)
    if top_up is None:
        raise ShopError("button_old")
    view = await receipt_view(services, top_up, context.turn.t)
    if why and top_up.state is TopupState.WAITING:
        view = with_reasons(view, number, context.turn.t)
    await show_on_card(context, await with_way_back(context, subject_of(RECEIPT, number), view))


async def _decide(context: Context, *, approve: bool, why: DeclinedFor = DeclinedFor.OTHER) -> None:
    """Decide, unless somebody was first; the tapped card says who decided, and all others are owed it."""
    services, turn, number = context.services, context.turn, context.tapped_number
    topups, now, subject = services.stores.topups, services.clock.now(), subject_of(RECEIPT, number)
    try:
        top_up = await topups.decide(number, turn.person.id, approve=approve, why=why, now=now)
        services.wakeups.paid()
    except ShopError as error:
        found = await topups.find(number)
        if found is None:  # its row was lost, and the database restored
            raise ShopError("button_old") from None
        if error.key != "decided_before" or found.decided_by is None:
            raise
        top_up = found
        if top_up.decided_by != turn.person.id:
            wanted = Did.RECEIPT_CREDITED if approve else Did.RECEIPT_DECLINED
            await turn.answer(toast_for(await was_first(context, subject, wanted), turn.t), alert=True)
        elif (top_up.state is TopupState.DECLINED) is approve:  # they decided otherwise before
            await turn.answer(toast_for(error, turn.t), alert=True)
    view = await receipt_view(services, top_up, turn.t)
    await show_on_card(context, await with_way_back(context, subject, view))
