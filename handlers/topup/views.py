"""Topping up: the ways, the amounts, and the outcome."""

from handlers.buttons import START, TOPUP, Button
from handlers.view import Link, Row, View
from locales import Translator
from payments.base import Way
from payments.tariff import Tariff
from shop.ledger.payment import Payment
from shop.ledger.receipt import Topup
from shop.ledger.topup import Invoice


def ways(tariff: Tariff, t: Translator) -> View:
    """The ways to top up."""
    if not tariff.ways:
        return View(t("Topping up is not set up here. Ask the shop's operator to credit your wallet."))
    rows: list[Row] = [((t.label(way.label), Button(TOPUP, way.name, "way")),) for way in tariff.ways]
    return View(t("<b>Top up your wallet</b>\nHow would you like to pay?"), tuple(rows))


def amounts(tariff: Tariff, way: Way, t: Translator) -> View:
    """The amounts to choose from."""
    buttons = [
        (_choice(way, micro, tariff.currency, t), Button(TOPUP, way.name, "amount", str(micro)))
        for micro in tariff.buttons(way)
    ]
    rows: list[Row] = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    last: list[tuple[str, Button]] = [("✖️ " + t.label("Cancel"), Button(TOPUP, way.name, "drop"))]
    if len(tariff.ways) > 1:
        last.insert(0, ("⬅️ " + t.label("Back"), Button(TOPUP, "", "open")))
    minimum, maximum = tariff.bounds(way) or (tariff.minimum_micro, tariff.maximum_micro)
    text = t(
        "<b>{way}</b>\nHow much? Tap an amount, or send one from {minimum} to {maximum}.",
        way=t.label(way.label),
        minimum=t.due(minimum, tariff.currency),
        maximum=t.balance(maximum, tariff.currency),
    )
    return View(text, (*rows, tuple(last)))


def _choice(way: Way, micro: int, currency: str, t: Translator) -> str:
    """Return an amount's button: what the wallet gets, and what it costs in Stars if it is paid in them."""
    amount = t.button_amount(micro, currency)
    if way.instructions is not None:
        return amount
    price = way.price(micro, currency)
    return (
        amount if price.currency == currency else f"{amount} · {t.paid(price.currency, price.amount_minor)}"
    )


def invoice_title(t: Translator) -> str:
    """The title, at most 32 characters (core.telegram.org/bots/api#sendinvoice)."""
    return t.label("Wallet top-up")[:32]


def invoice_text(invoice: Invoice, t: Translator) -> str:
    """The description, at most 255 characters: what the wallet gets, fixed now."""
    credit = t.money(invoice.credit_micro, invoice.credit_currency)
    return t.label("Your wallet gets exactly {credit}. Valid for one hour.", credit=credit)[:255]


def pay_link(invoice: Invoice, url: str, t: Translator) -> View:
    """An invoice that is paid on a web page."""
    credit = t.money(invoice.credit_micro, invoice.credit_currency)
    text = t("Your wallet gets exactly {credit}. Valid for one hour.", credit=credit)
    label = t.label("Pay {amount}", amount=t.paid(invoice.currency, invoice.amount_minor))
    return View(text, (((label, Link(url)),),))


def how_to_pay(tariff: Tariff, way: Way, amount_micro: int, t: Translator) -> View:
    """The operator's own words for paying without an invoice."""
    text = t(
        "<b>{amount} by hand</b>\n\n{manual}\n\nThen send me the receipt here: a photo or a text.",
        amount=t.money(amount_micro, tariff.currency),
        manual=way.instructions or "",
    )
    return View(text, ((("✖️ " + t.label("Cancel"), Button(TOPUP, way.name, "drop")),),))


def receipt_taken(topup: Topup, t: Translator) -> View:
    """The answer to a receipt: the operator has it."""
    return View(
        t(
            "Thank you. The operator will look at it; {amount} comes into your wallet when it is accepted.",
            amount=t.money(topup.amount_micro, topup.currency),
        )
    )


def credited(micro: int, currency: str, balance_micro: int, t: Translator, *, has_draft: bool) -> View:
    """The message when a payment is credited."""
    text = t(
        "✅ <b>{amount}</b> came into your wallet. Balance: {balance}",
        amount=t.balance(micro, currency),
        balance=t.balance(balance_micro, currency),
    )
    back = ("🛒 " + t.label("Back to the order"), Button(START, "", "resume"))
    return View(text, ((back,),) if has_draft else ())


def returned(payment: Payment, t: Translator) -> View:
    """The message when a payment was given back."""
    return View(
        t(
            "↩️ Your payment of {amount} was given back to you; {credit} was taken out of your wallet.",
            amount=t.paid(payment.currency, payment.amount_minor),
            credit=t.money(payment.credited_micro, payment.credited_currency),
        )
    )


def turned_down(topup: Topup, t: Translator) -> View:
    """The message when a receipt was declined."""
    return View(
        t(
            "⛔ Your receipt for {amount} was not accepted. Ask the operator if you think this is a mistake.",
            amount=t.money(topup.amount_micro, topup.currency),
        )
    )
