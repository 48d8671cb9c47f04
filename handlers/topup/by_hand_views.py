"""What people see who pay by hand."""

from collections.abc import Mapping
from typing import Any

from handlers.buttons import START, TOPUP, Button
from handlers.navigation import ask_us, back_and_home, home
from handlers.topup.declined_words import TOLD
from handlers.topup.transfer_views import ACCOUNT, accounts_in, then_ordered
from handlers.topup.views import drop_topup
from handlers.view import Row, View, copied, shortened
from locales import Translator
from payments.base import Way
from shop.ledger.receipt import Topup


def how_to_pay(topup: Topup, way: Way, t: Translator) -> View:
    """The operator's own words for paying without an invoice, with their accounts to copy."""
    words = way.instructions or ""
    text = t(
        "<b>{amount} by hand</b>\n\n{manual}\n\nWhen you have paid, tap the button below.",
        amount=t.money(topup.paid_micro, topup.currency),
        manual=ACCOUNT.sub(r"\1", words),
    )
    if topup.surcharge_micro:
        text += "\n" + t("Your wallet gets {credit}.", credit=t.money(topup.amount_micro, topup.currency))
    to_copy: list[Row] = [(copied(account),) for account in accounts_in(words)]
    paid: Row = (("📎 " + t.label("I have paid"), Button(TOPUP, str(topup.id), "paid")),)
    back = Button(START, "", "resume") if topup.pays_for else Button(TOPUP, topup.way, "way")
    ways_on = (("⬅️ " + t.label("Back"), back), drop_topup(topup.way, t), home(t))
    return View(text, (*to_copy[:4], paid, ways_on))


def receipt_question(topup: Topup, t: Translator) -> View:
    """The question for the receipt, with the amount that was to be paid."""
    text = t(
        "Send a photo of the receipt for <b>{amount}</b>, or its number (at least 6 characters).",
        amount=t.money(topup.paid_micro, topup.currency),
    )
    return View(text, ((drop_topup(topup.way, t), home(t)),))


def receipt_shown(topup: Topup, receipt: Mapping[str, Any], t: Translator) -> View:
    """The receipt once more, before the shop gets it."""
    words = str(receipt.get("text") or "")
    is_text = set(receipt) == {"text"}
    said = t("“{text}”", text=shortened(words, 300)) if is_text else t("📎 The picture or file above")
    text = t("Your receipt for <b>{amount}</b>:", amount=t.money(topup.paid_micro, topup.currency))
    hand_in = ("✅ " + t.label("Send to the shop"), Button(TOPUP, str(topup.id), "handin"))
    another = ("✏️ " + t.label("Another"), Button(TOPUP, str(topup.id), "paid"))
    return View(
        f"{text}\n{said}\n\n" + t("Is this right?"), ((hand_in, another), (drop_topup(topup.way, t), home(t)))
    )


def receipt_taken(topup: Topup, t: Translator) -> View:
    """The answer to a receipt: the shop has it."""
    amount = t.money(topup.amount_micro, topup.currency)
    text = t(
        "Thank you. The shop will look at it; {amount} comes into your wallet when it is accepted.",
        amount=amount,
    )
    text += then_ordered(t, is_for_order=topup.pays_for is not None)
    return View(text, (back_and_home(t),))


def turned_down(topup: Topup, contact: str, t: Translator) -> View:
    """The message when a receipt was declined. `contact` is whoever answers people, empty without one."""
    text = t(
        "⛔ Your receipt for {amount} was not accepted. If you have paid, send another receipt, "
        "or write to the shop.",
        amount=t.money(topup.paid_micro, topup.currency),
    )
    why = TOLD.get(topup.declined_for) if topup.declined_for is not None else None
    if why is not None:
        text = f"{text}\n\n{t(why)}"
    another = ("📎 " + t.label("Another receipt"), Button(TOPUP, str(topup.id), "paid"))
    door, where = ask_us(contact, t)
    # Without a contact the way on is a message of its own: this one stays, with the way to another receipt.
    person: Row = ((door, where if contact else Button(TOPUP, str(topup.id), "ask")),)
    return View(text, ((another,), person, back_and_home(t)))
