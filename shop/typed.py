"""Normalize typed text: digits of every script, no invisible characters."""

import re
from collections.abc import Sequence

from shop.ordering.link_text import NOT_SEEN
from shop.plain import is_plain

_WIDE = {0xFF00 + sign: chr(0x20 + sign) for sign in range(1, 0x5F)} | {0x3000: " ", 0xFFE5: "¥"}
"""ASCII as keyboards of East Asia write it: "１０ｋ", "２０：３０", "５０％"."""

_AS_IN_ASCII = _WIDE | {ord("٪"): "%"}

AROUND_A_NUMBER = " \"'«»“”„()[]*`"
"""Quotes, brackets and the like that people put around a number, and that are no part of it."""

_SIGN = re.compile(r"\s*(?:[#＃﹟]|№|n\.?\s?[º°]|no\.)\s*(?=\d)", re.IGNORECASE)
"""How the shop and people write "number" before one, in the shop's languages."""


def seen(text: str) -> str:
    """Return the text without invisible characters and surrounding white space."""
    return text.translate(NOT_SEEN).strip()


def in_ascii_digits(text: str) -> str:
    """Return the text with every decimal digit as 0 to 9; "²" and "①" are not decimal."""
    return "".join(str(int(letter)) if letter.isdecimal() else letter for letter in text)


def as_number(text: str) -> str:
    """Return the text, `seen` and in ASCII digits, to compare or look up as a number.

    Lines of bank statements and receipts are known by such a text: another one would be another payment.
    """
    return in_ascii_digits(seen(text))


def as_typed_number(text: str) -> str:
    """Return the text `as_number`, with ASCII's signs for wide and Arabic ones: of what is read at once."""
    return as_number(text.translate(_AS_IN_ASCII))


def with_percent(words: Sequence[str]) -> list[str]:
    """Return the words, the sign for percent behind the last number: of "12.5 %", and of Turkey's "%12.5".

    >>> with_percent(["default", "12.5", "%"]), with_percent(["%10"])
    (['default', '12.5%'], ['10%'])
    """
    *before, last = words or [""]
    plain = as_typed_number(last)
    if plain == "%" and before:
        return [*before[:-1], f"{before[-1]}%"]
    return [*before, f"{plain[1:]}%"] if plain.startswith("%") and plain[1:2].isdecimal() else [*before, last]


def without_sign(text: str) -> str:
    """Return the text without a sign for "number" before the number it begins with: #12, № 12, No. 12."""
    sign = _SIGN.match(text)
    return text[sign.end() :] if sign is not None else text


def as_name(text: str, longest: int) -> str | None:
    """Return a typed name with single blanks in it; None if it is empty, too long or not plain."""
    name = " ".join(seen(text).split())
    return name if 0 < len(name) <= longest and is_plain(name) else None


def as_id(text: str) -> str:
    """Return the text `as_typed_number`, without a sign before it: an order's or service's number."""
    return without_sign(as_typed_number(text))
