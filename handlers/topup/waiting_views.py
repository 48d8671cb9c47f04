"""What people see of a payment on a gateway's page."""

from collections.abc import Sequence

from handlers.buttons import TOPUP, Button
from handlers.navigation import GO_ON, WALLET, back_and_home
from handlers.topup.views import back_to_order
from handlers.view import Link, Row, View
from locales import Translator
from payments.base import Way
from shop.ledger.payment import OwnInvoice


def pay_link(own: OwnInvoice, way: Way, t: Translator, *, about: str = "") -> View:
    """An invoice that is paid on a web page, while it can be paid; a new one says what it is about."""
    invoice = own.invoice
    lines = [t("<b>{way}</b>", way=t.label(way.label)), *([t("{text}", text=about)] if about else [])]
    until = t(
        "⏳ Pay on the page below until {until}. I see it by myself, usually within a minute.",
        until=invoice.expires_at,
    )
    text = "\n".join((*lines, "", until))
    label = t.label("Pay {amount}", amount=t.paid(invoice.currency, invoice.amount_minor))
    check = ("🔄 " + t.label("Check"), Button(TOPUP, str(own.id), "check"))
    back = GO_ON if invoice.pays_for is not None else WALLET
    return View(text, (((label, Link(invoice.url)),), (check, _drop(own, t)), back_and_home(t, back)))


def paid(own: OwnInvoice, t: Translator, *, has_draft: bool) -> View:
    """What the card becomes when money came, all of it or another amount than was asked."""
    invoice = own.invoice
    came = t.paid(invoice.currency, own.came_minor)
    if own.came_minor == invoice.amount_minor:
        text = t("✅ <b>{amount}</b> is paid. Thank you!", amount=came)
    else:
        asked = t.paid(invoice.currency, invoice.amount_minor)
        text = t(
            "✅ <b>{amount}</b> came instead of {asked}, and is in your wallet.", amount=came, asked=asked
        )
    on: tuple[Row, ...] = (back_to_order(t),) if has_draft else ()
    return View(text, (*on, back_and_home(t, WALLET)))


def ended(own: OwnInvoice, way: Way, t: Translator) -> View:
    """What the card becomes when its time is over."""
    invoice = own.invoice
    text = t(
        "⌛ The time to pay {amount} is over. If you have paid, the money still comes into your wallet by "
        "itself.",
        amount=t.paid(invoice.currency, invoice.amount_minor),
    )
    again = ("🔁 " + t.label("Pay again"), Button(TOPUP, way.name, "way"))
    check = ("🔄 " + t.label("Check"), Button(TOPUP, str(own.id), "check"))
    return View(text, ((again, check), back_and_home(t, WALLET)))


def dropped(t: Translator, *, has_draft: bool) -> View:
    """What a payment's card becomes when its person gives it up."""
    text = "❌ " + t("Canceled. If you have paid all the same, the money comes into your wallet by itself.")
    on: tuple[Row, ...] = (back_to_order(t),) if has_draft else ()
    return View(text, (*on, back_and_home(t, WALLET)))


def waiting_rows(waiting: Sequence[tuple[OwnInvoice, Way]], t: Translator) -> list[Row]:
    """The buttons that lead back to the payments that wait, the newest first.

    Of several, each says how it is paid; of those that look the same the newest is enough.
    """
    found: dict[str, Button] = {}
    for own, way in waiting:
        amount = t.paid(own.invoice.currency, own.invoice.amount_minor)
        words = t.label("Waiting: {amount}", amount=amount)
        if len(waiting) > 1:
            words = f"{amount} · {t.label(way.label)}"  # with more words a phone would cut it
        found.setdefault(f"⏳ {words}", Button(TOPUP, str(own.id), "waiting"))
    return [((label, button),) for label, button in found.items()]


def _drop(own: OwnInvoice, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), Button(TOPUP, str(own.id), "unpay")
