"""Read figures as panels write them: counts and limits, and the number of an amount.

Each function returns None for a figure that cannot be read without guessing. "1,250" is not a number, because
it can be either of two. "1,234.56", "1.234,56", "1 234,56" and "1,234,567" separate thousands unambiguously;
"1.0E-5" is PHP's form of a small number.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

from panel.values.texts import MINUS, squeezed
from shop.typed import seen

LARGEST = 10**12
"""Larger than any price, and within a 64-bit column of micro-units."""

_SURELY_SMALL = 12  # digits of a number that is less than LARGEST
_ENDLESS = re.compile(r"[0-9]{13,40}")
PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,40})?|\.[0-9]{1,40}|[0-9]{1,12}\.")
"""A number as most panels write it."""

_EXPONENT = re.compile(r"[0-9](?:\.[0-9]{1,30})?[eE][+-]?[0-9]{1,2}")
_GROUPED = (
    re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})*,[0-9]{3}\.[0-9]{1,40}"),  # 1,234.56 and 12,34,567.89
    re.compile(r"[0-9]{1,3}(?:,[0-9]{2,3})+,[0-9]{3}"),  # 1,234,567
)
_GROUPED_BY_POINTS = (
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]{1,40}"),  # 1.234,56
    re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}"),  # 1.234.567
)
_GROUPED_BY_BLANKS = re.compile(r"[0-9]{1,3}(?:[ '’][0-9]{3})+(?:[.,][0-9]{1,40})?")
_BLANKS = {
    **dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " "),
    **str.maketrans({"٫": ".", "٬": "'", "．": ".", "，": ","}),
}
"""Blanks, and marks of other scripts, as the forms below have them."""

_TURNS_ROUND = re.compile("[\u202d\u202e]")
_WITHOUT_BOUNDS = {"unlimited", "nolimit", "infinity", "∞"}


def plain_number(value: object) -> Decimal | None:
    """Return a number that JSON has as one; None for any other value, and for one that is too large."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if abs(number) < LARGEST else None


def count(value: object) -> int | None:
    """Return a whole number; a negative one is passed on for the caller to doubt."""
    if isinstance(value, str):
        if value.isdecimal() and value.isascii() and len(value) <= _SURELY_SMALL:
            return int(value)
        number = signed_figure(value)
        if number is not None and abs(number) < 1000 and number.as_tuple().exponent == -3:
            return None  # "1.000", in whatever digits, may mean a thousand
    else:
        number = plain_number(value)
    return int(number) if number is not None and number == int(number) else None


def plain_count(value: object) -> int | None:
    """What `count` returns, of a text of few digits; None for anything else, which may be one."""
    if isinstance(value, str) and len(value) <= _SURELY_SMALL and value.isdecimal() and value.isascii():
        return int(value)
    return None


def limit(value: object) -> int | None:
    """Return a minimum or maximum; one beyond all bounds becomes `LARGEST`."""
    if isinstance(value, str) and (_ENDLESS.fullmatch(value.strip()) or _EXPONENT.fullmatch(value.strip())):
        number = Decimal(value.strip())
        return LARGEST if number >= LARGEST else count(value)
    if isinstance(value, int | Decimal) and not isinstance(value, bool) and value >= LARGEST:
        return LARGEST
    return count(value)


def most(value: object) -> int | None:
    """Return a maximum, which may be none at all: "unlimited"."""
    return LARGEST if isinstance(value, str) and squeezed(value.strip()) in _WITHOUT_BOUNDS else limit(value)


def signed_figure(text: str) -> Decimal | None:
    """Return the number in `text`, without a currency; None if it has two readings or none."""
    if PLAIN.fullmatch(text):
        return Decimal(text)
    written = in_ascii(text)
    digits = written.removeprefix("-") if written.startswith("-") else written.removeprefix("+")
    number = _figure(digits)
    if number is None or number >= LARGEST:
        return None
    return -number if written.startswith("-") else number


def in_ascii(figure: str) -> str:
    """Return a figure as ASCII writes it, without what nobody sees."""
    plain = figure if figure.isascii() or _TURNS_ROUND.search(figure) else seen(figure)
    return "".join(_ascii(sign) for sign in plain.translate(_BLANKS).translate(MINUS).strip())


def _ascii(sign: str) -> str:
    """Return a digit of any script in ASCII."""
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def _figure(digits: str) -> Decimal | None:
    try:
        if PLAIN.fullmatch(digits) or _EXPONENT.fullmatch(digits):
            return Decimal(digits)
        if any(form.fullmatch(digits) for form in _GROUPED):
            return Decimal(digits.replace(",", ""))
        if any(form.fullmatch(digits) for form in _GROUPED_BY_POINTS):
            return Decimal(digits.replace(".", "").replace(",", "."))
        if _GROUPED_BY_BLANKS.fullmatch(digits):
            return Decimal(re.sub("[ '’]", "", digits).replace(",", "."))
    except InvalidOperation:
        return None
    return None
