"""Topping up: how, how much, and what comes of it."""

from handlers.buttons import START, TOPUP, Button
from handlers.view import Row, View
from locales import Translator, marked
from shop.ledger.payment import Payment
from shop.ledger.receipt import Topup
from shop.ledger.topup import Invoice, Tariff, Way
from shop.money import amount_text

WAYS: dict[Way, str] = {
    Way.STARS: marked("⭐ Telegram Stars"),
    Way.CARD: marked("💳 Card"),
    Way.MANUAL: marked("🧾 By hand"),
}


def ways(tariff: Tariff, t: Translator) -> View:
    """How to top up."""
    if not tariff.ways:
        return View(t("Topping up is not set up here. Ask the shop's operator to credit your wallet."))
    rows: list[Row] = [((t.label(WAYS[way]), Button(TOPUP, way, "way")),) for way in tariff.ways]
    return View(t("<b>Top up your wallet</b>\nHow would you like to pay?"), tuple(rows))


def amounts(tariff: Tariff, way: Way, t: Translator) -> View:
    """How much."""
    buttons = [
        (f"{amount_text(micro)} {tariff.currency}", Button(TOPUP, way, "amount", str(micro)))
        for micro in tariff.buttons(way)
    ]
    rows: list[Row] = [tuple(buttons[start : start + 2]) for start in range(0, len(buttons), 2)]
    last: list[tuple[str, Button]] = [("✖️ " + t.label("Cancel"), Button(TOPUP, way, "drop"))]
    if len(tariff.ways) > 1:
        last.insert(0, ("⬅️ " + t.label("Back"), Button(TOPUP, "", "open")))
    least, most = tariff.bounds(way) or (tariff.least_micro, tariff.most_micro)
    text = t(
        "<b>{way}</b>\nHow much? Tap an amount, or send one from {least} to {most} {currency}.",
        way=t.label(WAYS[way]),
        least=amount_text(least),
        most=amount_text(most),
        currency=tariff.currency,
    )
    return View(text, (*rows, tuple(last)))


def invoice_title(t: Translator) -> str:
    """At most 32 characters (core.telegram.org/bots/api#sendinvoice)."""
    return t.label("Wallet top-up")[:32]


def invoice_text(invoice: Invoice, t: Translator) -> str:
    """At most 255 characters: what the wallet gets, fixed now."""
    credit = t.money(invoice.credit_micro, invoice.credit_currency)
    return t.label("Your wallet gets exactly {credit}. Good for one hour.", credit=credit)[:255]


def how_to_pay(tariff: Tariff, amount_micro: int, t: Translator) -> View:
    """The operator's own words for paying by hand."""
    text = t(
        "<b>{amount} by hand</b>\n\n{manual}\n\nThen send me the receipt here: a photo or a text.",
        amount=t.money(amount_micro, tariff.currency),
        manual=tariff.manual,
    )
    return View(text, ((("✖️ " + t.label("Cancel"), Button(TOPUP, Way.MANUAL, "drop")),),))


def receipt_taken(topup: Topup, t: Translator) -> View:
    """The receipt is with the operator."""
    return View(
        t(
            "Thank you. The operator looks at it; {amount} come into your wallet when it is accepted.",
            amount=t.money(topup.amount_micro, topup.currency),
        )
    )


def credited(micro: int, currency: str, balance_micro: int, t: Translator, *, has_draft: bool) -> View:
    """Money has come in."""
    text = t(
        "✅ <b>{amount}</b> came into your wallet. Balance: {balance}",
        amount=t.money(micro, currency),
        balance=t.money(balance_micro, currency),
    )
    back = ("🛒 " + t.label("Back to the order"), Button(START, "", "resume"))
    return View(text, ((back,),) if has_draft else ())


def returned(payment: Payment, t: Translator) -> View:
    """Money went back to where it came from."""
    return View(
        t(
            "↩️ Your payment of {amount} was given back to you; your wallet has {credit} less.",
            amount=paid_text(payment),
            credit=t.money(payment.credited_micro, payment.credited_currency),
        )
    )


def turned_down(topup: Topup, t: Translator) -> View:
    """A receipt was not accepted."""
    return View(
        t(
            "⛔ Your receipt for {amount} was not accepted. Ask the operator if you think this is a mistake.",
            amount=t.money(topup.amount_micro, topup.currency),
        )
    )


def paid_text(payment: Payment) -> str:
    """What was paid, as its payer saw it."""
    if payment.way is Way.STARS:
        return f"{payment.amount_minor} ⭐"
    return f"{amount_text(payment.credited_micro)} {payment.currency}"
