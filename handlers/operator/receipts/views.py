"""What an operator sees of a receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

from handlers.buttons import RECEIPT, Button
from handlers.topup.declined_words import REASONS
from handlers.view import Row, View, beginning, shortened
from locales import Translator, marked
from messaging.telegram_html import shown_length
from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import SameReceipt
from shop.ledger.topup import RECEIPTS, TopupState, more_of

ENDS: dict[TopupState, str] = {
    TopupState.APPROVED: marked("✅ Credited by {name}, {moment}"),
    TopupState.DECLINED: marked("⛔ Declined by {name}, {moment}"),
}
"""How a receipt ended, and by whom."""

SAME: dict[TopupState, str] = {
    TopupState.WAITING: marked("🕓 {name} ({number}), {amount}: waits since {moment}"),
    TopupState.APPROVED: marked("✅ {name} ({number}), {amount}: credited {moment}"),
    TopupState.DECLINED: marked("⛔ {name} ({number}), {amount}: declined {moment}"),
}
"""What became of another top-up with the same receipt."""

SHOWN = 40
"""Signs shown of a name or number beside a warning."""

ROOM, ROOM_OF_TEXT = 900, 3_900
"""UTF-16 units of a caption, and of a text. Telegram takes 1,024 and 4,096; the question why it is declined
comes below."""


def receipt_card(
    topup: Topup, name: str, t: Translator, *, by: str = "", same: Sequence[SameReceipt] = ()
) -> View:
    """The receipt with the buttons that decide about it, or with the decision; `by` names who decided.

    `same` are other top-ups with the same receipt.
    """
    text = _says(topup, name, t)
    if topup.surcharge_micro:
        credit = t.money(topup.amount_micro, topup.currency)
        text += "\n" + t("The wallet gets {credit} when you credit it.", credit=credit)
    below = ""
    if more := len(more_of(topup.receipt)):
        below += "\n\n" + t.plural(
            "📎 {n} more picture below belongs to it.", "📎 {n} more pictures below belong to it.", more
        )
    below += "".join(f"\n\n{_same(one, t)}" for one in same)
    if topup.state != TopupState.WAITING:
        decided_at = topup.changed_at or topup.created_at
        below += "\n\n" + t(ENDS[topup.state], name=by or "?", moment=decided_at)
        why = REASONS[topup.declined_for] if topup.declined_for is not None else ""
        return View(_with_words(text, topup.receipt, below + (f"\n{t(why)}" if why else ""), t))
    text = _with_words(text, topup.receipt, below, t)
    approve = ("✅ " + t.label("Credit it"), Button(RECEIPT, str(topup.id), "approve"))
    decline = ("⛔ " + t.label("Decline"), Button(RECEIPT, str(topup.id), "why"))
    return View(text, ((approve, decline),))


def _says(topup: Topup, name: str, t: Translator) -> str:
    return t(
        "🧾 <b>{name}</b> ({number}) says {amount} was paid by hand.",
        name=name,
        number=str(topup.person_id),
        amount=t.money(topup.paid_micro, topup.currency),
    )


def _same(same: SameReceipt, t: Translator) -> str:
    """Another top-up with the same receipt, and what was decided about it."""
    other = same.topup
    words = (
        t("⚠️ “{text}” also stands in another receipt:", text=shortened(same.number, SHOWN))
        if same.number
        else t("⚠️ The same picture or file is also another receipt:")
    )
    whose = t(
        SAME.get(other.state, SAME[TopupState.WAITING]),
        name=shortened(same.name, SHOWN) or "?",
        number=str(other.person_id),
        amount=t.money(other.paid_micro, other.currency),
        moment=other.changed_at or other.created_at,
    )
    return f"{words}\n{whose}"


def with_reasons(view: View, number: int, t: Translator) -> View:
    """A receipt's card with the question why it is declined in place of its buttons."""
    reasons: list[Row] = [
        ((t.label(words), Button(RECEIPT, str(number), "decline", why)),) for why, words in REASONS.items()
    ]
    back = ("⬅️ " + t.label("Back"), Button(RECEIPT, str(number), "keep"))
    text = f"{view.text}\n\n{t('⛔ Why is it declined? The customer reads it.')}"
    return View(text, (*reasons, (back,)))


def receipt_picture(topup: Topup, number: int, picture: Mapping[str, Any], name: str, t: Translator) -> View:
    """The caption of a further picture of a receipt that came as an album."""
    return View(_with_words(_is_picture(topup, number, name, t), picture, "", t))


def _is_picture(topup: Topup, number: int, name: str, t: Translator) -> str:
    return t(
        "🧾 Picture {picture} of the receipt from <b>{name}</b> ({number}) for {amount}.",
        picture=str(number),
        name=name,
        number=str(topup.person_id),
        amount=t.money(topup.paid_micro, topup.currency),
    )


def receipt_words(topup: Topup, number: int, part: str, name: str, t: Translator) -> View:
    """What the customer wrote with picture `number`, or in place of one: more than a card has room for."""
    above = _is_picture(topup, number, name, t) if number > 1 else _says(topup, name, t)
    return View(above + "\n\n" + t("{text}", text=part))


def _with_words(above: str, given: Mapping[str, Any], below: str, t: Translator) -> str:
    """Put what the customer wrote between two texts, as much of it as there is room for."""
    words = str(given.get("text", ""))
    room = (ROOM if any(kind in given for kind in RECEIPTS) else ROOM_OF_TEXT) - shown_length(above + below)
    shown = beginning(words, room)
    if shown != words:
        shown = beginning(words, room - 1) + "…" if room > 1 else ""
    return above + ("\n\n" + t("{text}", text=shown) if shown else "") + below


def more_receipts(count: int, t: Translator) -> View:
    """The line below the oldest receipts: how many more wait."""
    return View(t.plural("{n} more receipt waits for you.", "{n} more receipts wait for you.", count))


def without_its_picture(view: View, t: Translator) -> View:
    """The same view for when Telegram cannot deliver the customer's media."""
    missing = t("📎 Telegram cannot bring the picture or file of this receipt. Ask the customer for it.")
    return View(f"{view.text}\n\n{missing}", view.rows)
