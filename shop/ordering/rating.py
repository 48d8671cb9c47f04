"""How a customer rates an order: 1 to 5 stars, for what was delivered."""

from shop.errors import ShopError
from shop.ordering.order import Order, OrderState

STARS = (1, 2, 3, 4, 5)


def is_ratable(order: Order) -> bool:
    """Return True if the order has ended and something of it was delivered.

    Of one that an operator ended by hand nobody knows that.
    """
    if order.ended_by is not None:
        return False
    if order.state is OrderState.PARTIAL:
        return order.delivered is None or order.delivered > 0
    return order.state is OrderState.COMPLETED


def stars_of(text: str) -> int:
    """Return the stars that a button gives. Raises ShopError if it is none of ours."""
    for stars in STARS:
        if text == str(stars):
            return stars
    raise ShopError("button_old")
