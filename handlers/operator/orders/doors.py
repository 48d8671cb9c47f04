"""The buttons that lead to orders at the desk, and where a card's Back leads."""

import re
from dataclasses import dataclass

from handlers.buttons import DESK_ORDER, PERSON, Button
from handlers.view import Target, shortened
from locales import Translator
from shop.errors import ShopError
from shop.ordering.desk_list import DeskList

ALL_ORDERS = DeskList()
WHOLE_LIST = Button(DESK_ORDER, "", "list", ALL_ORDERS.write())


@dataclass(frozen=True, slots=True)
class CameFrom:
    """The page of the list that an order was opened from. It begins with the order `first`; None: page 1."""

    showing: DeskList = ALL_ORDERS
    first: int | None = None

    def write(self) -> str:
        """Return it as a button carries it."""
        return self.showing.write() + (f".{self.first}" if self.first is not None else "")

    @classmethod
    def read(cls, text: str) -> "CameFrom":
        """Return what a button carries; anything else stands for the first page of all."""
        shown, _, first = text.partition(".")
        showing = DeskList.read(shown)
        if showing is None:
            return cls()
        return cls(showing, int(first) if re.fullmatch("[0-9]{1,18}", first) else None)

    @property
    def button(self) -> Button:
        """The button that leads back there."""
        if self.first is None:
            return list_of(self.showing)
        return Button(DESK_ORDER, str(self.first), "from", self.showing.write())


def list_of(showing: DeskList) -> Button:
    """The button that opens this list at its first page."""
    return Button(DESK_ORDER, "", "list", showing.write())


def card_of(order_id: int, came_from: str = "") -> Button:
    """The button that opens an order's card at the desk."""
    return Button(DESK_ORDER, str(order_id), "open", came_from)


def the_order(order_id: int, t: Translator) -> tuple[str, Target]:
    """The button from a screen about an order to its card."""
    return "📦 " + t.label("Order {order}", order=str(order_id)), card_of(order_id)


def the_person(person_id: int, name: str) -> tuple[str, Target]:
    """The button that opens somebody's card at the desk."""
    return "👤 " + shortened(name, 26), Button(PERSON, str(person_id), "open")


def list_in(button: Button) -> DeskList:
    """Return the list that a button of a list is about. Raises ShopError if it is none of ours."""
    showing = DeskList.read(button.value)
    if showing is None:
        raise ShopError("button_old")
    return showing
