"""Topping up: /topup, the amount, an invoice or the way to pay by hand, and the receipt."""

from dataclasses import replace

from telegram import LabeledPrice, Update
from telegram.error import BadRequest

from handlers.buttons import LONGEST_NUMBER
from handlers.context import Context, typed_text
from handlers.ordering.asking import ask_again, shortage_of
from handlers.sentences import sentence_for
from handlers.shop_terms.asking import asked_to_accept
from handlers.shop_terms.views import TOPUP
from handlers.show import say, show
from handlers.topup.by_hand_views import how_to_pay
from handlers.topup.views import (
    amounts_to_choose,
    invoice_keys,
    invoice_text,
    invoice_title,
    not_paid,
    ways,
    ways_for,
)
from handlers.topup.waiting import shows_pay_link, shows_transfer
from handlers.topup.waiting_views import waiting_rows
from payments.base import NoAnswer, PayLink, Refused, TelegramInvoice, Way
from payments.tariff import Tariff
from shop import notice
from shop.errors import ShopError
from shop.ledger.payment import OwnInvoice
from shop.ledger.topup import STARS, Invoice, paid_words
from shop.ordering.draft import CONFIRM
from shop.ordering.paid import Wish

FORWARDED = "topup"
"""What /start says for somebody who tapped a forwarded invoice (core.telegram.org/bots/api#sendinvoice)."""

WAITING = 5
"""So many payments that wait have a button; who has more finds the others on their own cards."""


async def began_topup(_update: Update, context: Context) -> None:
    """/topup, perhaps with an amount, or its button."""
    context.services.rules.gate.refuse()
    tariff = context.services.tariff
    if tariff.ways and await asked_to_accept(context, TOPUP):
        return None
    services, turn = context.services, context.turn
    above, (micro, note) = waiting_rows(await _waiting(context), turn.t), _behind_command(context, tariff)
    if len(tariff.ways) == 1 and not above:
        [way] = tariff.ways
        return await (
            send_invoice(context, tariff, way, micro) if micro else _ask_amount(context, tariff, way, note)
        )
    last = await services.stores.payments.last_way(turn.person.id) if len(tariff.ways) > 1 else None
    if micro:
        await show(context, ways_for(tariff, micro, turn.t, *above, last=last))
    else:
        await show(context, ways(tariff, services.rules.words.contact, turn.t, *above, last=last, note=note))
    return None


def _behind_command(context: Context, tariff: Tariff) -> tuple[int | None, str]:
    """Return the amount behind /topup, or what is wrong with it; other words there mean nothing."""
    try:
        return tariff.read_for_any(" ".join(context.args or [])), ""
    except ShopError as refused:
        return None, sentence_for(refused, context.turn.t)


async def chose_way(_update: Update, context: Context) -> None:
    """A way's button, perhaps with the amount that stood behind /topup."""
    value, tariff = context.button.value, context.services.tariff
    if value and not is_amount(value):
        raise ShopError("button_old")
    if await asked_to_accept(context, TOPUP):
        return
    if not value:
        await _ask_amount(context, tariff, _way(context))
        return
    way = _way(context)
    tariff.check(way, int(value))
    await context.turn.answer()
    await send_invoice(context, tariff, way, int(value))


async def chose_amount(_update: Update, context: Context) -> None:
    """An amount's button."""
    value = context.button.value
    if not is_amount(value):
        raise ShopError("button_old")
    tariff = context.services.tariff
    if int(value) not in tariff.buttons(_way(context)):  # the operator has changed the amounts since
        raise ShopError("button_old")
    if await asked_to_accept(context, TOPUP):
        return
    await context.turn.answer()
    await send_invoice(context, tariff, _way(context), int(value))


def is_amount(value: str) -> bool:
    """Return True if this value of a button is an amount in micro-units."""
    return value.isascii() and value.isdecimal() and len(value) <= LONGEST_NUMBER


async def typed_amount(update: Update, context: Context) -> None:
    """An amount instead of a button."""
    turn, services, topup = context.turn, context.services, context.turn.asked_topup
    tariff = context.services.tariff
    text = typed_text(update)
    way = tariff.way(topup.way)
    if await asked_to_accept(context, TOPUP):
        return
    micro, by_hand = tariff.read_amount(text, way), way.instructions is not None
    credit_micro, surcharge_micro = tariff.by_hand(way, micro) if by_hand else (micro, 0)
    given = replace(topup, amount_micro=credit_micro, surcharge_micro=surcharge_micro)
    await services.stores.topups.amount_given(
        given, turn.update.update_id, services.clock.now(), by_hand=by_hand
    )
    if by_hand:
        await say(context, how_to_pay(given, way, turn.t))
        return
    await send_invoice(context, tariff, way, micro)


async def dropped_topup(_update: Update, context: Context) -> None:
    """/cancel, or Cancel, whose card says so in its place."""
    turn, services = context.turn, context.services
    await services.stores.topups.drop(turn.person.id, services.clock.now())
    if turn.update.callback_query is not None:
        await turn.answer(turn.t.label("Canceled. Nothing was paid."))
    await show(context, not_paid(turn.t, has_draft=turn.draft is not None))


async def resumed_order(_update: Update, context: Context) -> str | int | None:
    """Back to the order that waits for its confirmation."""
    await context.turn.answer()
    return await ask_again(context)


async def _waiting(context: Context) -> list[tuple[OwnInvoice, Way]]:
    """Return the payments that this person can still make, each with its way."""
    services = context.services
    payable = await services.stores.payments.list_payable(
        context.turn.person.id, services.clock.now(), limit=WAITING
    )
    known = ((own, services.payments.ways.find(own.invoice.way)) for own in payable)
    return [(own, way) for own, way in known if way is not None]


def _way(context: Context) -> Way:
    name = context.button.of
    if context.services.payments.ways.find(name) is None:
        raise ShopError("button_old")
    return context.services.tariff.way(name)


async def _ask_amount(context: Context, tariff: Tariff, way: Way, note: str = "") -> None:
    services, turn = context.services, context.turn
    await services.stores.topups.ask(turn.person.id, way.name, tariff.currency, services.clock.now())
    for_order = await _due_for_order(context, tariff, way)
    view = amounts_to_choose(tariff, way, turn.t, for_order)
    await show(context, replace(view, text=f"{note}\n\n{view.text}") if note else view)


async def _due_for_order(context: Context, tariff: Tariff, way: Way) -> tuple[str, int] | None:
    """Return the token of the card that waits for money and what it lacks this way; None if none waits."""
    draft = context.turn.draft
    if draft is None or draft.question != CONFIRM:
        return None
    card = await context.services.stores.drafts.find_card(draft.id)
    shortage = await shortage_of(context, card)
    if card is None or shortage is None or card.terms.currency != tariff.currency:
        return None
    due = tariff.due(way, shortage.missing_micro)
    return None if due is None else (card.token, due)


async def send_invoice(
    context: Context, tariff: Tariff, way: Way, micro: int, *, wish: Wish | None = None, service: str = ""
) -> None:
    """Send the invoice, or say how to pay without one; `wish` and its `service` if it is for an order."""
    services, turn, now = context.services, context.turn, context.services.clock.now()
    if way.instructions is not None:
        credit_micro, surcharge_micro = tariff.by_hand(way, micro)
        topup = await services.stores.topups.ask(
            turn.person.id,
            way.name,
            tariff.currency,
            now,
            amount_micro=credit_micro,
            surcharge_micro=surcharge_micro,
            wish=wish,
        )
        await say(context, how_to_pay(topup, way, turn.t))
        return
    invoice = tariff.invoice(way, micro, person_id=turn.person.id, now=now)
    if wish is not None:
        invoice = replace(invoice, pays_for=wish.token, acknowledged=wish.acknowledged)
    if way.by_transfer:
        await shows_transfer(context, way, invoice)
        await services.stores.topups.drop(turn.person.id, now)
        return
    await services.stores.payments.offer(invoice, now)
    try:
        await _send(context, way, invoice, service)
    except (BadRequest, Refused) as error:
        await services.stores.payments.drop(invoice, services.clock.now())
        raise await _not_taken(context, tariff, way, invoice, error) from error
    except NoAnswer as error:  # it may exist and be paid, so it is kept and looked up
        raise await _not_taken(context, tariff, way, invoice, error) from error
    await services.stores.topups.drop(turn.person.id, now)


async def _not_taken(
    context: Context, tariff: Tariff, way: Way, invoice: Invoice, error: Exception
) -> ShopError:
    """Tell the operators of an invoice that was not made, once a day, and ask the person again."""
    services, turn, now = context.services, context.turn, context.services.clock.now()
    why = str(error)
    by_telegram = way.telegram_reports(invoice.currency)
    key, whose = ("bill_refused", "") if by_telegram else ("bill_not_made", f"{way.called}, ")
    word = f"{whose}{paid_words(invoice.currency, invoice.amount_minor)} ({why})"[:200]
    about = f"{now.date()}:{invoice.currency}" + ("" if by_telegram else f":{way.name}")
    alerts = [
        notice.alert(operator, "bill", about, alert=key, word=word)
        for operator in sorted(services.access.operators)
    ]
    await services.stores.outbox.enqueue(alerts, now)
    services.wakeups.outbox()
    if invoice.pays_for is not None:  # the confirm card still shows the other ways
        return ShopError("bill_of_order_refused")
    await services.stores.topups.ask(turn.person.id, invoice.way, tariff.currency, now)
    amount = turn.t.paid(invoice.currency, invoice.amount_minor)
    if isinstance(error, NoAnswer):
        return ShopError("bill_unanswered", amount=amount)
    return ShopError("bill_refused", amount=amount)


async def _send(context: Context, way: Way, invoice: Invoice, service: str) -> None:
    match await context.services.payments.show(way, invoice):
        case TelegramInvoice(provider_token):
            await _send_invoice(context, invoice, provider_token, service)
        case PayLink() as page:
            await shows_pay_link(context, way, invoice, page, service)


def _asks_who_pays(context: Context, invoice: Invoice) -> bool | None:
    """Return True where the payer of a card is to be told from others: rewards must not go to oneself.

    Telegram says nothing of a card, but passes on the address that a payer gives with it.
    """
    return (bool(context.services.rules.invites.reward_micro) and invoice.currency != STARS) or None


async def _send_invoice(context: Context, invoice: Invoice, provider_token: str, service: str) -> None:
    turn = context.turn
    title = invoice_title(turn.t, for_order=invoice.pays_for is not None)
    await context.bot.send_invoice(
        chat_id=turn.person.id,
        title=title,
        description=invoice_text(invoice, turn.t, service),
        payload=invoice.payload,
        provider_token=provider_token,
        currency=invoice.currency,
        prices=[LabeledPrice(label=title, amount=invoice.amount_minor)],
        reply_markup=invoice_keys(invoice, turn.t),
        need_email=_asks_who_pays(context, invoice),
        start_parameter=FORWARDED,  # a forwarded invoice leads its reader to their own
    )
