"""Amounts as gateways write them, read and written exactly: never a float."""

import math
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Literal

from shop.ledger.topup import coin_micro
from shop.money import MICRO

Form = Literal["text", "number", "minor"]

LARGEST = 10**12
"""Units: no payment is larger, and an account holds some of them."""

_LONGEST = 40
_CLOSE = Fraction(1, 100)
_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]*)?([eE][+-]?[0-9]{1,3})?|[+-]?\.[0-9]+([eE][+-]?[0-9]{1,3})?")


def coins_in(currency: str) -> int:
    """Return how many smallest coins one unit of the currency has: 1, 100 or 1000."""
    return MICRO // coin_micro(currency)


def written_amount(amount_minor: int, currency: str, form: Form) -> str | Decimal | int:
    """Return an amount as a request has it: text and numbers in units, `minor` in the smallest coins.

    >>> written_amount(1205, "USD", "text"), written_amount(1205, "JPY", "text")
    ('12.05', '1205')
    """
    if form == "minor":
        return amount_minor
    coins = coins_in(currency)
    places = len(str(coins)) - 1
    whole, rest = divmod(amount_minor, coins)
    text = f"{whole}.{rest:0{places}d}" if places else str(whole)
    return text if form == "text" else Decimal(text)


def number_in(value: object) -> Fraction | None:
    """Return the number that stands in an answer, exactly; None if it is none.

    >>> number_in("1e-8"), number_in(Decimal("0.10")), number_in(True)
    (Fraction(1, 100000000), Fraction(1, 10), None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    text = str(value).strip()
    if len(text) > _LONGEST or not _PLAIN.fullmatch(text):
        return None
    try:
        return Fraction(Decimal(text))
    except (InvalidOperation, ValueError):
        return None


def read_minor(value: object, currency: str, form: Form) -> int | None:
    """Return an answer's amount in the smallest coins, a part of a coin left out; None if it is no amount.

    >>> read_minor("12.059", "USD", "text"), read_minor("-1", "USD", "text")
    (1205, None)
    """
    number = number_in(value)
    if number is None or number < 0:
        return None
    return int(_in_coins(number, currency, form))


def went_back_minor(refunded: Fraction, currency: str, form: Form) -> int:
    """Return what went back in the smallest coins, a part of a coin counted as a whole one."""
    return math.ceil(_in_coins(refunded, currency, form))


def _in_coins(number: Fraction, currency: str, form: Form) -> Fraction:
    return number if form == "minor" else number * coins_in(currency)


def place_of(*values: object) -> Fraction:
    """Return the unit of the last decimal that is written in these numbers of one coin.

    >>> place_of("3.865979", "5.15"), place_of("12", None)
    (Fraction(1, 1000000), Fraction(1, 1))
    """
    written_ones = [Decimal(str(value).strip()) for value in values if number_in(value) is not None]
    exponents = [int(one.as_tuple().exponent) for one in written_ones]
    return Fraction(10) ** min(0, *exponents, 0)


def part_of(amount_minor: int, came: Fraction, wanted: Fraction, place: Fraction = Fraction(0)) -> int:
    """Return which part of an invoice came, in its smallest coins: never more than came.

    Both amounts are rounded to `place`, so what is so close to the next whole coin that it may be it, is it.
    """
    exact = amount_minor * came / wanted
    slack = min(exact * place / 2 * (1 / came + 1 / wanted), _CLOSE)
    above = math.ceil(exact)
    return above if above - exact <= slack else int(exact)
