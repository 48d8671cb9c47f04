"""What a person reads after trouble they did not cause."""

from handlers.buttons import START, Button
from handlers.view import View
from locales import Translator


def sorry(t: Translator) -> View:
    """The apology for an update that could not be handled."""
    return View(
        t("Something went wrong on my side, sorry. See /orders for what was ordered, then try again.")
    )


def came_back(orders: int, t: Translator) -> View:
    """The greeting after a person could not be reached; `orders` of theirs changed meanwhile."""
    text = t.plural(
        "Welcome back. While I could not reach you, {n} of your orders has changed. "
        "/orders shows how it stands, /wallet what came back.",
        "Welcome back. While I could not reach you, {n} of your orders have changed. "
        "/orders shows how they stand, /wallet what came back.",
        orders,
    )
    return View(text)


def unsure(t: Translator, *, has_draft: bool) -> View:
    """The note that an answer may be lost; a draft, if there is one, is a tap away."""
    text = t(
        "My last answer may not have reached you. "
        "/orders and /wallet show how things stand; nothing is done twice."
    )
    back = ("🛒 " + t.label("Back to the order"), Button(START, "", "resume"))
    return View(text, ((back,),) if has_draft else ())
