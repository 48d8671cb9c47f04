"""A bank transfer, and the amounts of money as banks write them.

Nothing is guessed: an amount is read only if it can be read in one way, and a sign that several currencies
share stands for each of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from shop.currency import OF_A_THOUSAND, SIGNS, WITHOUT_SMALL_COINS
from shop.ledger.topup import coin_micro
from shop.money import MICRO


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that came in by a bank, or went back (`is_reversal`), as it was read at its source.

    `amount_minor` is in the smallest coins of `currency` and positive. `sender` is who told of it, for
    `matching.allowed`; `reverses` is the id of the transfer taken back, if the source says which.
    `no_number` is what stands in the place of its number, like "-": earlier versions took that for its id.
    """

    id: str
    amount_minor: int
    currency: str
    at: datetime
    text: str
    sender: str
    is_reversal: bool = False
    reverses: str | None = None
    no_number: str | None = None


BLANKS = str.maketrans(dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " ") | {"’": "'", "٫": ".", "٬": "'"})
_PLAIN = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?")
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([ '.,])\d{3})(?:\2\d{3}){0,3})(?:(?!\2)[.,](\d{1,2}))?")
_INDIAN = re.compile(r"([1-9]\d?(?:,\d{2})+,\d{3})(?:\.(\d{1,2}))?")


def minor_of(written: str, currency: str) -> int | None:
    """Return the amount in smallest coins; None unless it can be read in one way, as banks write it.

    Three digits behind a mark are thousands here, as no bank writes three decimals of a cent's currency.
    Where a coin is a thousandth they may be either, so nothing is read.

    >>> minor_of("1.234,5", "EUR"), minor_of("1,00,000.00", "INR"), minor_of("2.277.000", "VND")
    (123450, 10000000, 2277000)
    """
    if currency in OF_A_THOUSAND:
        return None
    if found := _GROUPED.fullmatch(written):
        return _coins(found[1], found[3], currency)
    if found := _INDIAN.fullmatch(written) or _PLAIN.fullmatch(written):
        return _coins(found[1], found[2], currency)
    return None


def _coins(whole: str, decimals: str | None, currency: str) -> int | None:
    per_unit = MICRO // coin_micro(currency)
    digits = re.sub(r"\D", "", whole)
    rest = int((decimals or "0").ljust(2, "0"))
    if per_unit == 1:
        return int(digits) if not rest else None
    return int(digits) * per_unit + rest


_SPELLED: Mapping[str, tuple[str, ...]] = {
    "RUB": ("RUB", "RUR", "₽", "руб", "рублей", "р"),
    "INR": ("INR", "Rs", "₹"),
    "PKR": ("PKR", "Rs"),
    "LKR": ("LKR", "Rs"),
    "NPR": ("NPR", "Rs"),
    "VND": ("VND", "VNĐ", "₫", "đ"),
    "BRL": ("BRL", "R$", "reais"),
    "NGN": ("NGN", "₦", "N"),
    "UZS": ("UZS", "so'm", "som", "сум", "сўм"),
    "USD": ("USD", "US$", "$"),
    "AUD": ("AUD", "A$", "$"),
    "CAD": ("CAD", "C$", "$"),
    "EUR": ("EUR", "€", "euro"),
    "UAH": ("UAH", "₴", "грн"),
    "KZT": ("KZT", "₸", "тг", "тенге"),
    "TRY": ("TRY", "₺", "TL"),
    "TJS": ("TJS", "смн"),
    "PLN": ("PLN", "zł"),
    "AED": ("AED", "Dhs"),
    "IDR": ("IDR", "Rp"),
}
CODES = sorted({*_SPELLED, *SIGNS, *WITHOUT_SMALL_COINS, *OF_A_THOUSAND, "CHF", "CNY", "SAR", "MYR", "EGP"})


def _signs() -> dict[str, frozenset[str]]:
    """Return for each sign and code, in small letters, the currencies it may stand for."""
    found: dict[str, frozenset[str]] = {}
    for code in CODES:
        for sign in (*_SPELLED.get(code, ()), code, SIGNS.get(code, code)):
            found[sign.casefold()] = found.get(sign.casefold(), frozenset()) | {code}
    return found


SIGN_OF: Mapping[str, frozenset[str]] = _signs()
SIGN = "|".join(re.escape(sign) for sign in sorted(SIGN_OF, key=len, reverse=True))


def id_of(*parts: str) -> str:
    """Return the id of what its source gave none: the same parts are the same transfer."""
    return "text:" + sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()[:32]
