"""A payment on a gateway's page: its card, looked at again, dropped, or begun anew."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.show import say, show
from handlers.topup.transfer_views import how_to_send, how_to_transfer
from handlers.topup.views import invoice_text
from handlers.topup.waiting_views import dropped, ended, paid, pay_link
from handlers.view import View
from payments.base import PayLink, Way
from payments.chains.way import ChainWay
from payments.transfers.way import TransferWay
from shop.errors import ShopError
from shop.ledger.payment import OwnInvoice
from shop.ledger.topup import Invoice


async def shows_pay_link(context: Context, way: Way, invoice: Invoice, shown: PayLink, service: str) -> None:
    """Keep where the invoice is paid, and send its card."""
    payments = context.services.stores.payments
    known = replace(invoice, url=shown.url, gateway_id=shown.gateway_id)
    number = await payments.shown(known)
    t = context.turn.t
    about = invoice_text(invoice, t, service)
    card = await say(context, pay_link(OwnInvoice(number, known, 0), way, t, about=about))
    await payments.card_at(number, card, context.services.clock.now())


async def shows_transfer(context: Context, way: Way, invoice: Invoice) -> None:
    """Keep an invoice with an amount of its own, and say how to transfer it."""
    services = context.services
    own = await services.stores.transfers.offer(invoice, services.clock.now())
    card = await say(context, _card(context, own, way))
    await services.stores.payments.card_at(own.id, card, services.clock.now())


async def opened_payment(_update: Update, context: Context) -> None:
    """The button of a payment that waits."""
    own, way = await _own(context)
    await _show(context, own, way)


async def checked_payment(_update: Update, context: Context) -> None:
    """Check: the gateway is asked now; the money comes by itself all the same."""
    turn, services = context.turn, context.services
    own, way = await _own(context)
    was_asked = await services.payments.look(way, own.invoice)
    now_own, _ = await _own(context)
    if not now_own.came_minor and not _is_over(context, now_own):
        t = turn.t
        not_yet = t.label("Not paid yet. I look again by myself.")
        await turn.answer(not_yet if was_asked else t.label("No answer yet. I look again by myself."))
    await _show(context, now_own, way)


async def dropped_payment(_update: Update, context: Context) -> None:
    """Cancel on a payment's card. What was paid meanwhile is credited all the same."""
    services = context.services
    own, way = await _own(context)
    if own.came_minor or _is_over(context, own):
        await _show(context, own, way)
        return
    await services.stores.payments.drop(own.invoice, services.clock.now())
    await services.payments.drop(way, own.invoice)
    await show(context, dropped(context.turn.t, has_draft=context.turn.draft is not None))


async def _own(context: Context) -> tuple[OwnInvoice, Way]:
    """Return the tapped invoice, if it is this person's, with its way."""
    services, number = context.services, context.tapped_number
    own = await services.stores.payments.find_invoice(number, context.turn.person.id)
    way = None if own is None else services.payments.ways.find(own.invoice.way)
    if own is None or way is None or not (own.invoice.url or way.by_transfer):
        raise ShopError("button_old")
    return own, way


async def _show(context: Context, own: OwnInvoice, way: Way) -> None:
    t = context.turn.t
    if own.came_minor:
        has_draft = context.turn.draft is not None
        await show(context, paid(own, t, has_draft=has_draft))
    elif _is_over(context, own):
        await show(context, ended(own, way, t))
    else:
        await show(context, _card(context, own, way))
        if (card := context.turn.tapped_message_id) is not None:
            await context.services.stores.payments.card_at(own.id, card, context.services.clock.now())


def _card(context: Context, own: OwnInvoice, way: Way) -> View:
    """The card of a payment that waits."""
    t, contact = context.turn.t, context.services.rules.words.contact
    if isinstance(way, ChainWay):
        return how_to_send(own, way, contact, t)
    if isinstance(way, TransferWay):
        return how_to_transfer(own, way, way.account.words, contact, t)
    return pay_link(own, way, t)


def _is_over(context: Context, own: OwnInvoice) -> bool:
    return own.invoice.expires_at <= context.services.clock.now()
