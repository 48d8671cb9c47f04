"""One name for each currency, however panels and operators write it."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from shop.money import MICRO, PRICE_QUANTUM, amount_text, names_currency

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "$": "USD", "US$": "USD", "DOLLAR": "USD", "DOLLARS": "USD", "€": "EUR", "EURO": "EUR",
        "EUROS": "EUR", "£": "GBP", "₽": "RUB", "RUR": "RUB", "РУБ": "RUB", "₹": "INR", "₺": "TRY",
        "TL": "TRY", "R$": "BRL", "₴": "UAH", "₦": "NGN", "₫": "VND", "₩": "KRW", "₸": "KZT", "฿": "THB",
        "₱": "PHP",
    }
)  # fmt: skip
"""Signs and old names. A profile's own aliases take precedence: some panels' "$" is another dollar."""

SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "RUB": "₽", "INR": "₹", "KZT": "₸", "UAH": "₴",
        "TRY": "₺", "NGN": "₦", "VND": "₫", "KRW": "₩", "PHP": "₱", "ILS": "₪", "BRL": "R$", "THB": "฿",
        "GEL": "₾", "AZN": "₼", "AMD": "֏", "BDT": "৳",
    }
)  # fmt: skip
"""The signs that name one currency wherever they are read; all others are shown by their code."""

WITHOUT_SMALL_COINS = frozenset(
    {
        "BIF", "CLP", "COP", "DJF", "GNF", "HUF", "IDR", "IQD", "IRR", "IRT", "ISK", "JPY", "KHR", "KMF",
        "KRW", "LAK", "LBP", "MGA", "MMK", "PYG", "RWF", "SOS", "SYP", "TZS", "UGX", "UZS", "VND", "VUV",
        "XAF", "XOF", "XPF", "YER",
    }
)  # fmt: skip
"""Currencies in which nobody pays less than one unit."""

OF_A_THOUSAND = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
"""Currencies of a thousand smaller coins (ISO 4217)."""

_MONEY = """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
    CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD
    HKD HNL HTG HUF IDR ILS INR IQD IRR IRT ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
    LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
    PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB
    TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""

MONEY = frozenset(_MONEY.split())
"""The currencies of states by ISO 4217, and Iran's toman: no two of these are the same money. Of other names,
as of coins and credits, nobody can tell."""

_ALSO_WORDS = frozenset(
    {"ALL", "BAM", "BOB", "COP", "CUP", "GEL", "LAK", "MAD", "MOP", "PEN", "PHP", "SOS", "TOP", "TRY"}
)
"""Codes that begin a sentence as well."""

_NO_WORDS = frozenset(
    {
        "USD", "EUR", "GBP", "JPY", "RUB", "INR", "KZT", "UAH", "NGN", "VND", "KRW", "BRL", "AZN", "BDT",
        "IDR", "UZS", "PKR",
    }
)  # fmt: skip
"""Codes that are no word of a language, however they are written."""

_OWNERS: Mapping[str, str] = MappingProxyType(
    {
        "$": """
            USD ARS AUD BBD BMD BND BSD BZD CAD CLP COP CUP CVE DOP FJD GYD HKD JMD KYD LRD MOP MXN NAD NIO
            NZD SBD SGD SRD TOP TTD TWD UYU WST XCD""",
        "£": "GBP EGP FKP GIP LBP SDG SHP SSP SYP", "¥": "JPY CNY", "₨": "PKR INR LKR MUR NPR SCR",
        "﷼": "IRR IRT OMR QAR SAR YER", "₡": "CRC SVC", "₩": "KRW KPW", "₱": "PHP CUP", "₲": "PYG",
        "₮": "MNT", "؋": "AFN", "៛": "KHR", "₭": "LAK", "₵": "GHS", "⃀": "KGS",
    }
)  # fmt: skip
"""The currencies of the signs that SIGNS does not have, or that are also others'."""
_DOLLARS_TOO = "USD"
"""What the names of coins begin with that are worth a dollar: USDT, USDC."""

_NAME = re.compile(r"[^\W_]{2,8}")


def currency_named(text: str | None, aliases: Mapping[str, str] = ALIASES) -> str | None:
    """Return the currency's one name, in capitals; None if the text names none.

    >>> currency_named(" usd "), currency_named("€"), currency_named("<i>USD")
    ('USD', 'EUR', None)
    """
    name = unicodedata.normalize("NFKC", text or "").strip().rstrip(".").upper()
    name = aliases.get(name) or ALIASES.get(name) or name
    return name if _NAME.fullmatch(name) else None


def names_another(word: str, currency: str) -> bool:
    """Return True if a word behind an amount can only name another currency than this one.

    Codes in small letters count only where hardly any language has such a word.

    >>> names_another("€", "USD"), names_another("EUR", "USD"), names_another("try", "USD")
    (True, True, False)
    """
    name = currency_named(word.rstrip(",;:"), MappingProxyType({})) or ""
    if name == currency or names_currency(word, currency) or _is_a_sign_of(word, currency):
        return False
    is_sign = bool(word) and all(unicodedata.category(sign) == "Sc" for sign in word)
    is_code = name in _NO_WORDS or (word.isupper() and name in MONEY - _ALSO_WORDS)
    return is_sign or is_code


def _is_a_sign_of(word: str, currency: str) -> bool:
    if currency.startswith(_DOLLARS_TOO) and currency_named(word) == _DOLLARS_TOO:
        return True
    return word == SIGNS.get(currency) or currency in _OWNERS.get(word, "").split()


def same_name(text: str) -> str:
    """Return the currency's name for rows: its one name, or the text itself if it names none."""
    return currency_named(text) or text


def own_step(currency: str) -> int:
    """Return the smallest amount people pay in this currency, in micro-units: a cent, a fils, a rupiah."""
    if currency in WITHOUT_SMALL_COINS:
        return MICRO
    return MICRO // 1000 if currency in OF_A_THOUSAND else MICRO // 100


def in_digits(micro: int, currency: str) -> str:
    """Return the amount in plain digits: whole units without decimals where nobody pays less.

    >>> in_digits(5_000_000_000, "JPY"), in_digits(5_000_000_000, "USD")
    ('5000', '5000.00')
    """
    is_whole = own_step(currency) == MICRO and micro % MICRO == 0
    return str(micro // MICRO) if is_whole else amount_text(micro)


@dataclass(frozen=True, slots=True)
class Steps:
    """To which multiples amounts are priced and shown.

    `shop_micro` is the step in the shop's `currency`, in micro-units. None stands for private, where
    every amount keeps the panel's digits.
    """

    currency: str = ""
    shop_micro: int | None = None

    def __call__(self, currency: str) -> int:
        """Return the step of this currency, in micro-units."""
        if self.shop_micro is None:
            return PRICE_QUANTUM
        return self.shop_micro if currency == self.currency else own_step(currency)


EXACT = Steps()
"""The steps of a private shop."""
