"""Read an amount of money as a customer types it: 50, $50, 1 000,50 руб, 50k, 50 ribu rupiah.

What can be one of two amounts is refused, whoever types it.
"""

from decimal import Decimal

from shop.errors import ShopError
from shop.money import two_readings, typed_amount, without_currency
from shop.ordering.typed_numbers import multiples


def refuse_two_readings(text: str, currency: str = "") -> None:
    """Raise ShopError("amount_unclear") if the text is an amount that can be one of two: 1.000, or 12,345."""
    if both := two_readings(text, currency):
        raise ShopError("amount_unclear", typed=text[:20], many=both[0], few=both[1])


def read_amount(text: str, currency: str) -> Decimal | None:
    """Return the amount, None for what is none. Raises ShopError("amount_unclear") for what can be two.

    A word for thousands counts here, where a card or an invoice shows the amount before anything moves.
    """
    both: tuple[str, ...] | None = two_readings(text, currency)
    amount = typed_amount(text, currency)
    if not both and amount is None:
        both = tuple(map(str, multiples(without_currency(text, currency))))
    if both and len(both) > 1:
        raise ShopError("amount_unclear", typed=text.strip()[:20], many=both[0], few=both[1])
    return Decimal(both[0]) if both else amount
