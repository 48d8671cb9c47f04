"""Money in integer micro-units: a millionth of one unit of a currency.

0.27819 is exactly 278190 micro; a rate of "0.90" per 1000 is exactly 900 micro
for one. There is no float anywhere near an amount.
"""

import re
from decimal import Decimal

MICRO = 1_000_000
"""Micro-units in one unit of the currency."""

PRICE_QUANTUM = 100
"""Prices are rounded up to this many micro-units (0.0001) once, at the quote."""

_PLAIN_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")

_MAY_BE_THOUSANDS = re.compile(r",[0-9]{3}(?![0-9])")


def parse_amount(text: str) -> Decimal | None:
    """The amount written in `text`, or None where it cannot be read without guessing.

    Only plain digits with an optional point are accepted: no sign, no exponent,
    no thousands separator ("1,25" may mean either of two numbers).
    """
    stripped = text.strip()
    return Decimal(stripped) if _PLAIN_NUMBER.fullmatch(stripped) else None


def typed_amount(text: str) -> Decimal | None:
    """As `parse_amount`, for what a person types: a comma is their point, unless it may part thousands."""
    return None if _MAY_BE_THOUSANDS.search(text) else parse_amount(text.replace(",", "."))


def micro_up(amount: Decimal) -> int:
    """`amount` of the currency in micro-units, rounded up where it is finer."""
    scaled = amount * MICRO
    whole = int(scaled)
    return whole + 1 if scaled > whole else whole


def ceil_div(number: int, divisor: int) -> int:
    """`number / divisor` rounded up, for a positive divisor."""
    return -(-number // divisor)


def amount_text(micro: int) -> str:
    """`micro` written out exactly, with at least two decimals and no more than it needs.

    >>> amount_text(900000), amount_text(278190)
    ('0.90', '0.27819')
    """
    sign = "-" if micro < 0 else ""
    whole, rest = divmod(abs(micro), MICRO)
    decimals = f"{rest:06d}".rstrip("0").ljust(2, "0")
    return f"{sign}{whole}.{decimals}"
