"""Topping up: /topup, the amount, an invoice or the way to pay by hand, and the receipt."""

from typing import Any

from telegram import LabeledPrice, Message, Update
from telegram.error import BadRequest

from handlers.context import Context
from handlers.media import picture_of
from handlers.ordering.asking import ask_again
from handlers.show import say, show, strip_tapped
from handlers.topup.views import (
    amounts,
    how_to_pay,
    invoice_text,
    invoice_title,
    pay_link,
    receipt_taken,
    ways,
)
from handlers.view import View
from payments.base import NoAnswer, PayLink, Refused, TelegramInvoice, Way
from payments.tariff import Tariff
from shop import notice
from shop.errors import ShopError
from shop.ledger.topup import Invoice, may_be_a_receipt, paid_words

FORWARDED = "topup"
"""What /start says for somebody who tapped a forwarded invoice (core.telegram.org/bots/api#sendinvoice)."""

NUMBER = 15
"""Digits of an amount in micro-units that a button may carry."""


async def began_topup(_update: Update, context: Context) -> None:
    """/topup, or its button."""
    tariff = _tariff(context)
    if len(tariff.ways) == 1:
        return await _ask_amount(context, tariff, tariff.ways[0])
    await show(context, ways(tariff, context.turn.t))
    return None


async def chose_way(_update: Update, context: Context) -> None:
    """A way's button."""
    await _ask_amount(context, _tariff(context), _way(context))


async def chose_amount(_update: Update, context: Context) -> None:
    """An amount's button."""
    value = context.button.value
    if not (value.isascii() and value.isdecimal() and len(value) <= NUMBER):
        raise ShopError("button_old")
    tariff = _tariff(context)
    if int(value) not in tariff.buttons(_way(context)):  # the operator has changed the amounts since
        raise ShopError("button_old")
    await context.turn.answer()
    way, micro = _way(context), int(value)
    if way.instructions is not None:
        services = context.services
        await services.stores.topups.ask(
            context.turn.person.id, way.name, tariff.currency, services.clock.now(), amount_micro=micro
        )
    await _invoice(context, tariff, way, micro)


async def typed_amount(update: Update, context: Context) -> None:
    """An amount instead of a button."""
    turn, services, topup = context.turn, context.services, context.turn.asked_topup
    tariff = _tariff(context)
    text = update.message.text if update.message else None
    if not text:
        raise ShopError("not_text")
    way = tariff.way(topup.way)
    micro, has_receipt = tariff.read_amount(text, way), way.instructions is not None
    await services.stores.topups.amount_given(
        topup, micro, turn.update.update_id, services.clock.now(), wants_receipt=has_receipt
    )
    await _invoice(context, tariff, way, micro)


async def sent_receipt(update: Update, context: Context) -> None:
    """The receipt for a payment by hand."""
    turn, services, topup = context.turn, context.services, context.turn.asked_topup
    receipt = _receipt(update.message)
    await services.stores.topups.receipt_given(topup, receipt, turn.update.update_id, services.clock.now())
    services.wakeups.outbox()
    await say(context, receipt_taken(topup, turn.t))


async def dropped_topup(_update: Update, context: Context) -> None:
    """/cancel, or Cancel."""
    turn, services = context.turn, context.services
    await services.stores.topups.drop(turn.person.id, services.clock.now())
    if turn.update.callback_query is not None:
        await turn.answer(turn.t.label("Canceled. Nothing was paid."))
        return await strip_tapped(context)
    await say(context, View(turn.t("Canceled. Nothing was paid.")))
    return None


async def resumed_order(_update: Update, context: Context) -> str | int | None:
    """Back to the order that waits for its confirmation."""
    await context.turn.answer()
    return await ask_again(context)


def _tariff(context: Context) -> Tariff:
    return context.services.rules.tariff(context.services.board.currency)


def _way(context: Context) -> Way:
    name = context.button.of
    if context.services.payments.ways.find(name) is None:
        raise ShopError("button_old")
    return _tariff(context).way(name)


async def _ask_amount(context: Context, tariff: Tariff, way: Way) -> None:
    services, turn = context.services, context.turn
    await services.stores.topups.ask(turn.person.id, way.name, tariff.currency, services.clock.now())
    await show(context, amounts(tariff, way, turn.t))


async def _invoice(context: Context, tariff: Tariff, way: Way, micro: int) -> None:
    """Send the invoice, or say how to pay without one."""
    services, turn, now = context.services, context.turn, context.services.clock.now()
    if way.instructions is not None:
        await say(context, how_to_pay(tariff, way, micro, turn.t))
        return
    invoice = tariff.invoice(way, micro, person_id=turn.person.id, now=now)
    await services.stores.payments.offer(invoice, now)
    try:
        await _send(context, way, invoice)
    except (BadRequest, Refused) as error:
        await services.stores.payments.drop(invoice, services.clock.now())
        raise await _not_taken(context, tariff, invoice, str(error)) from error
    except NoAnswer as error:  # it may exist and be paid, so it is kept and looked up
        raise await _not_taken(context, tariff, invoice, str(error)) from error
    await services.stores.topups.drop(turn.person.id, now)


async def _not_taken(context: Context, tariff: Tariff, invoice: Invoice, why: str) -> ShopError:
    """Tell the operators of a refused invoice, once a day, and ask the person again."""
    services, person_id, now = context.services, context.turn.person.id, context.services.clock.now()
    word = f"{paid_words(invoice.currency, invoice.amount_minor)} ({why})"[:200]
    alerts = [
        notice.alert(operator, "bill", f"{now.date()}:{invoice.currency}", alert="bill_refused", word=word)
        for operator in sorted(services.access.operators)
    ]
    await services.stores.outbox.enqueue(alerts, now)
    services.wakeups.outbox()
    await services.stores.topups.ask(person_id, invoice.way, tariff.currency, now)
    return ShopError("bill_refused", amount=context.turn.t.paid(invoice.currency, invoice.amount_minor))


async def _send(context: Context, way: Way, invoice: Invoice) -> None:
    match await context.services.payments.show(way, invoice):
        case TelegramInvoice(provider_token):
            await _send_invoice(context, invoice, provider_token)
        case PayLink(url):
            await say(context, pay_link(invoice, url, context.turn.t))


async def _send_invoice(context: Context, invoice: Invoice, provider_token: str) -> None:
    turn = context.turn
    await context.bot.send_invoice(
        chat_id=turn.person.id,
        title=invoice_title(turn.t),
        description=invoice_text(invoice, turn.t),
        payload=invoice.payload,
        provider_token=provider_token,
        currency=invoice.currency,
        prices=[LabeledPrice(label=invoice_title(turn.t), amount=invoice.amount_minor)],
        start_parameter=FORWARDED,  # a forwarded invoice leads its reader to their own
    )


def _receipt(message: Message | None) -> dict[str, Any]:
    """Return the photo, document, video or text in a form that can be sent on."""
    if message is not None and (picture := picture_of(message)) is not None:
        album = {"album": message.media_group_id} if message.media_group_id is not None else {}
        return {**picture, **album}
    if message is not None and message.text:
        if not may_be_a_receipt(message.text):
            raise ShopError("receipt_unclear")
        return {"text": message.text}
    raise ShopError("receipt_kind")
