"""The screens of a shop that is closed for maintenance, and the news that it is open again."""

from datetime import datetime

from handlers.buttons import START, Button
from handlers.closed import closed_words
from handlers.navigation import GO_ON, back_and_home, home, my_orders, new_order
from handlers.view import Row, View
from locales import Translator
from shop.maintenance import Maintenance


def closed_card(state: Maintenance, now: datetime, t: Translator, *, has_draft: bool) -> View:
    """The answer to whoever wanted to begin something new: what is said, and a bell to be told."""
    lines = [t("<b>Closed right now</b>"), closed_words(state, now, t)]
    if has_draft:
        lines.append(t("What you were ordering is kept as it is."))
    bell = ("🔔 " + t.label("Tell me when it opens"), Button(START, "", "tellopen"))
    return View("\n".join(lines), ((bell,), (my_orders(t), home(t))))


def will_be_told(t: Translator) -> View:
    """The answer to the bell."""
    text = t("🔔 You get a message as soon as the shop is open again.")
    return View(text, ((my_orders(t), home(t)),))


def open_again(t: Translator, *, has_draft: bool) -> View:
    """The shop is open: a way on to what was being ordered, or to a new order."""
    text = t("🔓 <b>The shop is open again.</b>")
    on: Row = (("▶️ " + t.label("Go on"), GO_ON),) if has_draft else (new_order(t),)
    return View(text, (on, back_and_home(t)))
