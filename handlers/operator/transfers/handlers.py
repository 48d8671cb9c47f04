"""/transfers: an operator sends a bank's messages and statements, and says whose a doubtful transfer is."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, tzinfo

from telegram import Message, Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.already import was_first
from handlers.operator.cards import with_way_back
from handlers.operator.questions import ask_at_desk
from handlers.operator.transfers.messages import transfer_view
from handlers.operator.transfers.views import send_transfers, what_came_of
from handlers.operator.transfers.words import SENT_BY_HAND
from handlers.ordering.files import text_in
from handlers.sentences import toast_for
from handlers.show import say, show, show_on_card
from payments.transfers.way import TransferWay
from shop.acts import Did
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.ledger.notifications import read_notification
from shop.ledger.statement_files import UnreadLine, read_csv, statement_text
from shop.ledger.topup import BANK
from shop.ledger.transfers import Transfer
from shop.zones import clock_of

LARGEST_FILE = 2_000_000
"""Bytes of a statement; a year of a busy account has a tenth of this."""

DECIDED_AT_ONCE = 300
"""Transfers that are decided about while their sender waits; a worker goes on with the rest."""

CARDS = 5


async def opened_transfers(_update: Update, context: Context) -> None:
    """/transfers, or its button: the next message is what the bank says."""
    services, turn = context.services, context.turn
    way = _way(context)
    await ask_at_desk(context, DeskAsks.TRANSFERS)
    waiting = await services.stores.transfers.list_doubtful(limit=100)
    address = way.address if turn.owns and way.account.senders else ""
    await show(context, send_transfers(len(waiting), address, turn.t))


async def sent_transfers(update: Update, context: Context) -> None:
    """A bank's message, or a statement as text or as a file. More may follow: the question stays open."""
    services, turn, way = context.services, context.turn, _way(context)
    message = update.message
    if message is None:
        raise ShopError("not_text")
    zone = clock_of(turn.t.zone)
    found, unread = await _read(message, way.account.own_currency, services.clock.now(), zone)
    rows, now = services.stores.transfers, services.clock.now()
    numbers = await rows.take_in(way.name, found, now, by=context.turn.person.id)
    for _ in range(min(len(numbers), DECIDED_AT_ONCE)):
        if not await rows.decide_next(now):
            break
    services.wakeups.paid()
    services.wakeups.transfers()
    became = await rows.list_these(numbers)
    await say(context, what_came_of(became, len(found) - len(numbers), unread, turn.t))


async def listed_transfers(_update: Update, context: Context) -> None:
    """Show them: the oldest that wait, each as a card."""
    services, turn = context.services, context.turn
    await turn.answer()
    for transfer in await services.stores.transfers.list_doubtful(limit=CARDS):
        sent = await say(context, await transfer_view(services, transfer, turn.t))
        await services.stores.staff_cards.stands(transfer.subject, turn.person.id, sent, services.clock.now())


async def gave_transfer(_update: Update, context: Context) -> None:
    """A payer's button: the transfer is theirs."""
    invoice_id = row_number(context.button.value)
    if invoice_id is None:
        raise ShopError("button_old")
    await _settle(context, invoice_id)


async def left_transfer(_update: Update, context: Context) -> None:
    """Nobody's."""
    await _settle(context, None)


async def _settle(context: Context, invoice_id: int | None) -> None:
    """Decide, unless somebody was first; the tapped card says who decided, and all others are owed it."""
    services, turn, number = context.services, context.turn, context.tapped_number
    rows, now = services.stores.transfers, services.clock.now()
    try:
        transfer = await rows.settle(number, turn.person.id, invoice_id, now)
        services.wakeups.paid()
    except ShopError as error:
        found = await rows.find(number)
        if error.key != "decided_before" or found is None:
            raise
        transfer = found
        if transfer.decided_by != turn.person.id:
            is_same = transfer.invoice_id == invoice_id
            wanted = (Did.TRANSFER_CREDITED, Did.TRANSFER_LEFT) if is_same else ()
            first = await was_first(context, transfer.subject, *wanted)
            await turn.answer(toast_for(first, turn.t), alert=True)
        elif transfer.invoice_id != invoice_id:  # they decided otherwise before
            await turn.answer(toast_for(error, turn.t), alert=True)
    view = await transfer_view(services, transfer, turn.t)
    await show_on_card(context, await with_way_back(context, transfer.subject, view))


def _way(context: Context) -> TransferWay:
    way = context.services.payments.ways.find(BANK)
    if not isinstance(way, TransferWay) or not way.is_set_up:
        raise ShopError("transfers_off")
    return way


async def _read(
    message: Message, currency: str, now: datetime, zone: tzinfo
) -> tuple[Sequence[Transfer], Sequence[UnreadLine]]:
    """Return the transfers in a message, and the lines that could not be read. Raises ShopError."""
    if message.document is not None:
        too_big = ShopError("statement_too_big")
        try:
            text = await text_in(message.document, most=LARGEST_FILE, too_big=too_big, read=statement_text)
        except ShopError as refused:
            raise ShopError("import_not_text") if refused.key == "file_not_text" else refused from None
        # A long one takes seconds, in which others are served.
        return await asyncio.to_thread(_statement, text, currency, zone)
    text = message.text or message.caption or ""
    if not text:
        raise ShopError("transfer_unclear")
    transfer = read_notification(text, currency, _written_at(message, now), SENT_BY_HAND)
    if transfer is not None:
        return [transfer], []
    if "\n" in text:
        return _statement(text, currency, zone)
    raise ShopError("transfer_unclear")


def _statement(text: str, currency: str, zone: tzinfo) -> tuple[Sequence[Transfer], Sequence[UnreadLine]]:
    statement = read_csv(text, currency=currency, zone=zone)
    return statement.transfers, statement.unread


def _written_at(message: Message, now: datetime) -> datetime:
    """Return when a forwarded message was written, or this one."""
    written = message.forward_origin.date if message.forward_origin is not None else message.date
    return min(written, now)
