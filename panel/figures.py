"""Figures as people and scripts write them, read where they can be read in one way only.

"1,234.56", "1.234,56", "1 234,56" and "1,234,567" part thousands and can mean nothing else; "1.0E-5" is
what PHP prints of a small number; "12.34 USD" and "$12.34" name their currency. "1,234" may be either of
two numbers, and "1,25" is told by nobody to be a point, so neither is read.
"""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

LARGEST = 10**12
"""Beyond any price, and within what a 64-bit column of micro-units holds."""

_PLAIN = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,40})?|\.[0-9]{1,40}|[0-9]{1,12}\.")
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
_BLANKS = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f"), " ")
_MINUS = dict.fromkeys(map(ord, "\u2212\u2013\ufe63\uff0d"), "-")

SIGNS: dict[str, frozenset[str]] = {
    "$": frozenset({"USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN", "ARS", "CLP", "COP"}),
    "€": frozenset({"EUR"}),
    "£": frozenset({"GBP", "EGP"}),
    "¥": frozenset({"CNY", "JPY"}),
    "₹": frozenset({"INR"}),
    "₽": frozenset({"RUB"}),
    "₺": frozenset({"TRY"}),
    "₴": frozenset({"UAH"}),
    "₦": frozenset({"NGN"}),
    "৳": frozenset({"BDT"}),
    "₫": frozenset({"VND"}),
    "₩": frozenset({"KRW"}),
    "฿": frozenset({"THB"}),
    "₱": frozenset({"PHP"}),
    "R$": frozenset({"BRL"}),
    "US$": frozenset({"USD"}),
    "Rp": frozenset({"IDR"}),
    "Rs": frozenset({"INR", "PKR", "NPR", "LKR"}),
    "Rs.": frozenset({"INR", "PKR", "NPR", "LKR"}),
}
_NAMED = re.compile(
    r"(?P<before>[^\d\s.,+-]{0,4}\.?)\s*(?P<figure>[\d.,+-][^A-Za-z$€£]*?(?:[eE][+-]?\d+)?)\s*(?P<after>[^\d\s.,+-]{0,4})"
)


def signed_figure(text: str) -> Decimal | None:
    """The number written in `text`, without a currency; None where it can be read in two ways or in none."""
    written = "".join(_ascii(sign) for sign in text.translate(_BLANKS).translate(_MINUS).strip())
    digits = written.removeprefix("-") if written.startswith("-") else written.removeprefix("+")
    number = _figure(digits)
    if number is None or number >= LARGEST:
        return None
    return -number if written.startswith("-") else number


def money_figure(text: str, currency: str | None = None) -> Decimal | None:
    """The amount written in `text`, where any currency it names is `currency` (None: whichever it names)."""
    plain = signed_figure(text)
    if plain is not None:
        return plain
    written = text.translate(_MINUS).strip()
    sign, rest = ("-", written[1:]) if written.startswith("-") else ("", written)
    parts = _NAMED.fullmatch(rest)
    if parts is None or bool(parts["before"]) == bool(parts["after"]):
        return None
    if not _agrees(parts["before"] or parts["after"], currency):
        return None
    return signed_figure(sign + parts["figure"])


def currency_named(text: str) -> str | None:
    """The code of the currency that an amount names in letters: "12.34 USD"."""
    parts = _NAMED.fullmatch(text.strip())
    named = (parts["before"] or parts["after"]).upper() if parts is not None else ""
    return named if len(named) == 3 and named.isascii() and named.isalpha() else None


def _agrees(named: str, currency: str | None) -> bool:
    wanted = (currency or "").strip().upper()
    if named in SIGNS:
        return not wanted or wanted in SIGNS[named] or wanted == named.upper()
    is_code = 3 <= len(named) <= 4 and named.isascii() and named.isalpha()
    return is_code and (not wanted or named.upper() == wanted)


def _ascii(sign: str) -> str:
    """A digit of any script as ours."""
    digit = unicodedata.decimal(sign, None)
    return sign if digit is None else str(digit)


def _figure(digits: str) -> Decimal | None:
    try:
        if _PLAIN.fullmatch(digits) or _EXPONENT.fullmatch(digits):
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
