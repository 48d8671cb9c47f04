"""The ways that lead on from every screen: back to the one before, and home."""

from handlers.buttons import PRESET, START, TICKET, Button
from handlers.view import Link, Row, Target
from locales import Translator

HOME = Button(START, "", "home")
ORDER = Button(START, "", "order")
MY_ORDERS = Button(START, "", "orders")
WALLET = Button(START, "", "wallet")
MASS = Button(START, "", "mass")
PRESETS = Button(PRESET, "", "list")
GO_ON = Button(START, "", "resume")
"""Leads back to the waiting draft."""


SUPPORT = Button(START, "", "support")


def ask_us(contact: str, t: Translator) -> tuple[str, Target]:
    """The door to a human being: straight to whoever answers, if the operator named somebody."""
    return ("💬 " + t.label("Ask us"), Link(contact) if contact else SUPPORT)


def ask_about(order_id: int, t: Translator) -> tuple[str, Target]:
    """The button after which a customer's next words are about this order."""
    return ("💬 " + t.label("Ask about this order"), Button(TICKET, str(order_id), "order"))


def home(t: Translator) -> tuple[str, Button]:
    """The button that leads home."""
    return "🏠 " + t.label("Menu"), HOME


def new_order(t: Translator) -> tuple[str, Button]:
    """The button that begins an order."""
    return "🛒 " + t.label("New order"), ORDER


def many_at_once(t: Translator) -> tuple[str, Button]:
    """The button that begins a mass order."""
    return "📋 " + t.label("Many at once"), MASS


def my_orders(t: Translator) -> tuple[str, Button]:
    """The button that leads to one's orders."""
    return "📦 " + t.label("My orders"), MY_ORDERS


def back_and_home(t: Translator, back: Button | None = None) -> Row:
    """The last row of a screen; `back` leads to the screen before it, if there is one."""
    ways = [home(t)]
    if back is not None:
        ways.insert(0, ("⬅️ " + t.label("Back"), back))
    return tuple(ways)
