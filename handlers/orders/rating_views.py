"""The stars of an order: the question, the buttons, and the answer."""

from handlers.buttons import ORDER, Button
from handlers.view import Row
from locales import Translator
from shop.ordering.order import Order
from shop.ordering.rating import STARS


def question(order: Order, t: Translator) -> str:
    """Ask how the order was, or say what was given."""
    if order.stars is None:
        return t("How was it?")
    return t("You gave {stars} of 5.", stars=order.stars)


def stars_row(order: Order) -> Row:
    """The buttons of one to five stars, the given one marked; they stay, so that a rating may change."""
    return tuple(
        (f"{'✔️' if stars == order.stars else '⭐'} {stars}", Button(ORDER, str(order.id), "rate", str(stars)))
        for stars in STARS
    )


def rating_line(order: Order, t: Translator) -> str:
    """Say on the order's card what was given; "" if nothing was."""
    return "" if order.stars is None else t("⭐ Rated {stars} of 5", stars=order.stars)
