"""One name for each currency, however panels and operators write it."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

ALIASES: Mapping[str, str] = MappingProxyType(
    {
        "$": "USD", "US$": "USD", "DOLLAR": "USD", "DOLLARS": "USD", "€": "EUR", "EURO": "EUR",
        "EUROS": "EUR", "£": "GBP", "₽": "RUB", "RUR": "RUB", "РУБ": "RUB", "₹": "INR", "₺": "TRY",
        "TL": "TRY", "R$": "BRL", "₴": "UAH", "₦": "NGN", "₫": "VND", "₩": "KRW", "₸": "KZT", "฿": "THB",
        "₱": "PHP",
    }
)  # fmt: skip
"""Signs and old names. A profile's own aliases take precedence: some panels' "$" is another dollar."""

_NAME = re.compile(r"[^\W_]{2,8}")


def currency_named(text: str | None, aliases: Mapping[str, str] = ALIASES) -> str | None:
    """Return the currency's one name, in capitals; None if the text names none.

    >>> currency_named(" usd "), currency_named("€"), currency_named("<i>USD")
    ('USD', 'EUR', None)
    """
    name = unicodedata.normalize("NFKC", text or "").strip().rstrip(".").upper()
    name = aliases.get(name) or ALIASES.get(name) or name
    return name if _NAME.fullmatch(name) else None


def same_name(text: str) -> str:
    """Return the currency's name for rows: its one name, or the text itself if it names none."""
    return currency_named(text) or text
