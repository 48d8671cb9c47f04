"""Numbers in a language's own digits and marks: Persian has its own, most languages write 0 to 9."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_decimal, get_decimal_symbol

ASCII = "0123456789"
_DIGITS = {"latn": ASCII, "arab": "٠١٢٣٤٥٦٧٨٩", "arabext": "۰۱۲۳۴۵۶۷۸۹", "deva": "०१२३४५६७८९"}
"""The digits of the numbering systems, by their names in Unicode's tables; Babel knows the marks only."""


def whole(value: int, locale: Locale) -> str:
    """Return a whole number with the language's digits and grouping."""
    return own(str(format_decimal(value, locale=locale, numbering_system=_system(locale))), locale)


def decimal(value: Decimal, pattern: str, locale: Locale) -> str:
    """Return a number with the language's digits and decimal mark, by a pattern like "0.0"."""
    shown = format_decimal(value, format=pattern, locale=locale, numbering_system=_system(locale))
    return own(str(shown), locale)


def own(text: str, locale: Locale) -> str:
    """Return a text with the language's digits in place of 0 to 9."""
    digits = _DIGITS[_system(locale)]
    return text if digits is ASCII else text.translate(str.maketrans(ASCII, digits))


def decimal_mark(locale: Locale) -> str:
    """Return the mark before decimals."""
    return str(get_decimal_symbol(locale, numbering_system=_system(locale)))


def separator(locale: Locale) -> str:
    """Return what stands between two numbers: a dot, except where a dot is a zero."""
    return " · " if _DIGITS[_system(locale)][0] == "0" else " | "


def _system(locale: Locale) -> str:
    """Return the numbering system that the language uses by itself; 0 to 9 where we lack its digits."""
    system = locale.default_numbering_system
    return system if system in _DIGITS else "latn"
