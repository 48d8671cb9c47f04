"""Topping up: the ways, the amounts, and the outcome."""

from datetime import datetime

from telegram import InlineKeyboardMarkup

from handlers.buttons import TOKEN, TOPUP, Button
from handlers.growth.words import COUPON_ANSWERS
from handlers.navigation import GO_ON, WALLET, ask_us, back_and_home, home, new_order
from handlers.view import Pay, Row, View, in_rows, markup, shortened
from locales import Translator, marked
from payments.base import Way
from payments.tariff import Tariff
from shop.ledger.payment import Payment
from shop.ledger.surcharge import Surcharge
from shop.ledger.topup import Invoice
from shop.ordering.paid import NOT_ADMITTED, ORDERED_BEFORE
from shop.pricing.costing import Unsent


def ways(
    tariff: Tariff, contact: str, t: Translator, *above: Row, last: str | None = None, note: str = ""
) -> View:
    """The ways to top up, the one that was used last first, then those of the reader's language.

    `contact` is whoever answers people, empty without one; `above` are rows before the ways. A `note` says
    what was wrong.
    """
    if not tariff.ways:
        text = t("Topping up is not set up here. Ask the shop's operator to credit your wallet.")
        return View(text, ((ask_us(contact, t),), back_and_home(t, WALLET)))
    nearest = _nearest(tariff.ways, last, t)
    rows: list[Row] = [((_label(way, tariff, t), Button(TOPUP, way.name, "way")),) for way in nearest]
    text = t("<b>Top up your wallet</b>\nHow would you like to pay?")
    return View(f"{note}\n\n{text}" if note else text, (*above, *rows, back_and_home(t, WALLET)))


def ways_for(tariff: Tariff, micro: int, t: Translator, *above: Row, last: str | None = None) -> View:
    """The ways to top up by a known amount: each button carries it, and says what is paid if not that."""
    rows: list[Row] = [
        ((_label_for(way, micro, tariff, t), Button(TOPUP, way.name, "way", str(micro))),)
        for way in _nearest(tariff.ways_for(micro), last, t)
    ]
    text = t("<b>Top up your wallet</b>\nHow would you like to pay?")
    amount = t("💰 {balance}", balance=t.money(micro, tariff.currency))
    return View(f"{text}\n\n{amount}", (*above, *rows, back_and_home(t, WALLET)))


def _nearest(offered: tuple[Way, ...], last: str | None, t: Translator) -> list[Way]:
    return sorted(offered, key=lambda way: (way.name != last, t.language not in way.languages))


def _label_for(way: Way, micro: int, tariff: Tariff, t: Translator) -> str:
    """Return a way's button with what is paid for this amount, where that is something else."""
    label = t.label(way.label)
    if way.instructions is not None:
        credit_micro, surcharge_micro = tariff.by_hand(way, micro)
        paid = t.money(credit_micro + surcharge_micro, tariff.currency)
        return label + t.separator + paid if surcharge_micro else label
    price = tariff.price(way, micro)
    differs = price.currency != tariff.currency or price.surcharge_micro
    return label + t.separator + t.paid(price.currency, price.amount_minor) if differs else label


def amounts_to_choose(
    tariff: Tariff, way: Way, t: Translator, for_order: tuple[str, int] | None = None
) -> View:
    """The amounts to choose from, first what an order lacks: the token of its card and micro-units."""
    buttons = [
        (_choice(way, micro, tariff, t), Button(TOPUP, way.name, "amount", str(micro)))
        for micro in tariff.buttons(way)
    ]
    rows = in_rows(buttons)
    if for_order is not None:
        token, due = for_order
        label = t.label(
            "For your order: {amount}", amount=t.due(tariff.paid_micro(way, due), tariff.currency)
        )
        rows.insert(0, (("🛒 " + label, Button(TOKEN, token, "pay", way.name)),))
    back = Button(TOPUP, "", "open") if len(tariff.ways) > 1 else WALLET
    last: Row = (("⬅️ " + t.label("Back"), back), drop_topup(way.name, t), home(t))
    minimum, maximum = tariff.bounds(way) or (tariff.minimum_micro, tariff.maximum_micro)
    text = t(
        "<b>{way}</b>\nHow much? Tap an amount, or send one from {minimum} to {maximum}.",
        way=t.label(way.label),
        minimum=t.due(minimum, tariff.currency),
        maximum=t.balance(maximum, tariff.currency),
    )
    return View("\n".join((text, *surcharge_lines(way, tariff, t))), (*rows, last))


def surcharge_lines(way: Way, tariff: Tariff, t: Translator) -> list[str]:
    """What a way costs on top, or gives on top."""
    surcharge = tariff.surcharge(way)
    if surcharge.is_bonus:
        return [t("🎁 You get {percent} % more than you pay.", percent=t.percent(abs(surcharge.ppm)))]
    if surcharge.is_fee:
        return [t("A fee of {fee} comes on top.", fee=_fee(surcharge, tariff.currency, t))]
    return []


def _label(way: Way, tariff: Tariff, t: Translator) -> str:
    """Return a way's button with its fee or bonus."""
    surcharge, label = tariff.surcharge(way), t.label(way.label)
    if surcharge.is_bonus:
        return f"{label}{t.separator}🎁 +{t.percentage(abs(surcharge.ppm))}"
    if surcharge.is_fee:
        return label + t.separator + t.label("fee {fee}", fee=_fee(surcharge, tariff.currency, t))
    return label


def _fee(surcharge: Surcharge, currency: str, t: Translator) -> str:
    percent = [t.percentage(surcharge.ppm)] if surcharge.ppm else []
    fixed = [t.money(surcharge.fixed_micro, currency)] if surcharge.fixed_micro else []
    return " + ".join((*percent, *fixed))


def _choice(way: Way, micro: int, tariff: Tariff, t: Translator) -> str:
    """Return an amount's button: what the wallet gets, and what is paid if that is something else."""
    by_hand = way.instructions is not None
    if by_hand:
        credit_micro, surcharge_micro = tariff.by_hand(way, micro)
        paid = t.money(credit_micro + surcharge_micro, tariff.currency)
    else:
        price = tariff.price(way, micro)
        credit_micro, surcharge_micro = price.credit_micro, price.surcharge_micro
        paid = t.paid(price.currency, price.amount_minor)
    if not by_hand and price.currency != tariff.currency:
        return t.button_amount(credit_micro, tariff.currency) + t.separator + paid
    if surcharge_micro:
        return t.label("{amount} for {paid}", amount=t.money(credit_micro, tariff.currency), paid=paid)
    return t.button_amount(micro, tariff.currency)


def drop_topup(way: str, t: Translator) -> tuple[str, Button]:
    """The button that gives up a top-up in this way."""
    return "✖️ " + t.label("Cancel"), Button(TOPUP, way, "drop")


def invoice_title(t: Translator, *, for_order: bool = False) -> str:
    """The title, at most 32 characters (core.telegram.org/bots/api#sendinvoice)."""
    title = t.label("Your order") if for_order else t.label("Wallet top-up")
    return title[:32]


def invoice_text(invoice: Invoice, t: Translator, service: str) -> str:
    """The description, at most 255 characters: what the wallet gets, fixed now, or the order it is for."""
    credit = t.money(invoice.credit_micro, invoice.credit_currency)
    if invoice.pays_for is not None:
        text = t.label(
            "{credit} for {service}. When it is paid, the order is confirmed by itself.",
            credit=credit,
            service=shortened(service, 100),
        )
    else:
        text = t.label("Your wallet gets exactly {credit}. Valid for one hour.", credit=credit)
    if invoice.surcharge_micro > 0:
        fee = t.money(invoice.surcharge_micro, invoice.credit_currency)
        text += " " + t.label("{fee} of what you pay is the fee.", fee=fee)
    return text[:255]


def invoice_keys(invoice: Invoice, t: Translator) -> InlineKeyboardMarkup:
    """The buttons under an invoice in the chat: Telegram adds none to its own where these stand."""
    label = t.label("Pay {amount}", amount=t.paid(invoice.currency, invoice.amount_minor))
    back = GO_ON if invoice.pays_for is not None else WALLET
    return markup(((label, Pay()),), back_and_home(t, back))


def not_paid(t: Translator, *, has_draft: bool) -> View:
    """What a given up top-up becomes."""
    text = "❌ " + t("Canceled. Nothing was paid.")
    return View(text, (*((back_to_order(t),) if has_draft else ()), back_and_home(t, WALLET)))


WHY_NOT: dict[str, str] = {
    "quote_expired": marked("Its price had expired, so nothing is ordered yet."),
    Unsent.DEARER: marked("The price has gone up meanwhile, so nothing is ordered yet."),
    Unsent.GONE: marked("The service is no longer on sale, so nothing was ordered."),
    "service_gone": marked("The service is no longer on sale, so nothing was ordered."),
    "button_old": marked("You have changed the order meanwhile, so nothing is ordered yet."),
    "funds_short": marked("That is less than the order needs, so nothing is ordered yet."),
    "twin_running": marked(
        "Another order for the same link is still running, so I ask you first; nothing is ordered yet."
    ),
    "too_many_waiting": marked("Too many of your orders are waiting, so nothing is ordered yet."),
    **dict.fromkeys(
        COUPON_ANSWERS, marked("The coupon can no longer be used for it, so nothing is ordered yet.")
    ),
    NOT_ADMITTED: marked("You can no longer order here, so nothing was ordered. Write to the shop."),
    ORDERED_BEFORE: marked("Order {order} was already made; this money stays for your next one."),
}
"""Why a payment made no order, by the reason that its notice carries."""


def paid_and_ordered(
    micro: int, currency: str, order_id: int, t: Translator, *, starts_at: datetime | None = None
) -> View:
    """The message when a payment was credited and its order made; the order's card follows.

    `starts_at`: the order waits for this moment.
    """
    amount, order = t.money(micro, currency), str(order_id)
    if starts_at is not None:
        text = t(
            "✅ <b>{amount}</b> paid. Order {order} starts {moment}. Thank you!",
            amount=amount,
            order=order,
            moment=starts_at,
        )
    else:
        text = t(
            "✅ <b>{amount}</b> paid. Order {order} is on its way. Thank you!", amount=amount, order=order
        )
    return View(text, (back_and_home(t),))


def paid_not_ordered(
    came: View, why: str, t: Translator, *, order_id: int | None = None, price: str | None = None
) -> View:
    """The message `came` of a credit whose order was not made: why, its new `price` if any, and a way on."""
    sentence = WHY_NOT.get(why, marked("The shop cannot take orders right now, so nothing is ordered yet."))
    parts = [came.text, "⚠️ " + t(sentence, order=str(order_id))]
    if price is not None:
        parts.append(t("The price is now <b>{price}</b>.", price=price))
    return View("\n\n".join(parts), came.rows if why != NOT_ADMITTED else ())


def credited(
    micro: int, currency: str, balance_micro: int, t: Translator, *, has_draft: bool, bonus_micro: int = 0
) -> View:
    """The message when a payment is credited: `micro` is what was paid for, a bonus comes on top of it."""
    amount, balance = t.balance(micro, currency), t.balance(balance_micro, currency)
    if bonus_micro:
        text = t(
            "✅ <b>{amount}</b> came into your wallet, and <b>{bonus}</b> as a bonus. Balance: {balance}",
            amount=amount,
            bonus=t.balance(bonus_micro, currency),
            balance=balance,
        )
    else:
        text = t(
            "✅ <b>{amount}</b> came into your wallet. Balance: {balance}", amount=amount, balance=balance
        )
    on = back_to_order(t) if has_draft else (new_order(t),)
    return View(text, (on, back_and_home(t)))


def back_to_order(t: Translator) -> Row:
    """The button that leads back to the order which waits for money."""
    return (("🛒 " + t.label("Back to the order"), GO_ON),)


def returned(payment: Payment, taken_micro: int, t: Translator, *, amount_minor: int | None = None) -> View:
    """The message when a payment, or so much of it, was given back, and what the wallet gave for it."""
    amount = t.paid(payment.currency, payment.amount_minor)
    credit = t.money(taken_micro, payment.credited_currency)
    if not payment.is_in_wallet:  # nobody knew what for
        gone = amount if amount_minor is None else t.paid(payment.currency, amount_minor)
        text = t("↩️ Your payment of {amount} was given back to you.", amount=gone)
    elif amount_minor is None:
        text = t(
            "↩️ Your payment of {amount} was given back to you; {credit} was taken out of your wallet.",
            amount=amount,
            credit=credit,
        )
    else:
        text = t(
            "↩️ Of your payment of {amount}, {part} was given back to you; {credit} was taken out of your "
            "wallet.",
            amount=amount,
            part=t.paid(payment.currency, amount_minor),
            credit=credit,
        )
    return View(text, (back_and_home(t, WALLET),))
