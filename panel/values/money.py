"""Read amounts of money as panels write them: "12.34 USD" and "$12.34" name their currency."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from panel.values.figures import PLAIN, in_ascii, plain_number, signed_figure
from panel.values.texts import MINUS, plain
from shop.currency import MONEY
from shop.currency import currency_named as currency_of

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
    "₨": frozenset({"INR", "PKR", "NPR", "LKR"}),
    "TL": frozenset({"TRY"}),
    "₪": frozenset({"ILS"}),
    "₸": frozenset({"KZT"}),
    "руб": frozenset({"RUB"}),
    "руб.": frozenset({"RUB"}),
    "zł": frozenset({"PLN"}),
    "kr": frozenset({"SEK", "NOK", "DKK"}),
    "KSh": frozenset({"KES"}),
    "GH₵": frozenset({"GHS"}),
    "A$": frozenset({"AUD"}),
    "C$": frozenset({"CAD"}),
    "HK$": frozenset({"HKD"}),
    "NT$": frozenset({"TWD"}),
    "S$": frozenset({"SGD"}),
    "RM": frozenset({"MYR"}),
    "đ": frozenset({"VND"}),
    "VNĐ": frozenset({"VND"}),
    "Kč": frozenset({"CZK"}),
    "Ft": frozenset({"HUF"}),
    "лв": frozenset({"BGN"}),
    "лв.": frozenset({"BGN"}),
    "грн": frozenset({"UAH"}),
    "грн.": frozenset({"UAH"}),
    "р.": frozenset({"RUB"}),
    "сум": frozenset({"UZS"}),
    "so'm": frozenset({"UZS"}),
    "CFA": frozenset({"XOF", "XAF"}),
    "FCFA": frozenset({"XOF", "XAF"}),
    "S/": frozenset({"PEN"}),
    "S/.": frozenset({"PEN"}),
    "₵": frozenset({"GHS"}),
}
_SIGNS = {sign.casefold(): named for sign, named in SIGNS.items()}
_NO_CURRENCY = frozenset(
    {"from", "only", "each", "per", "max", "min", "avg", "upto", "pcs", "lakh", "lac"}
    | {"mil", "mln", "mio", "mrd", "bln", "tys", "tis", "ths", "k", "m"}
)
"""Words that make another amount of a figure, or a bound."""

_NAMED = re.compile(
    r"(?P<before>[^\d\s.,+-]{0,4}\.?)\s*(?P<figure>[\d.,+-][^A-Za-z$€£]*?(?:[eE][+-]?\d+)?)\s*(?P<after>[^\d\s.,+-]{0,4}\.?)"
)
_CODE_AND_SIGN = re.compile(r"([A-Za-z]{3,4})\s+([^\w\s.,+-].*)")
"""USD $5.00, which is $5.00 USD."""


def amount(value: object, currency: str | None = None) -> Decimal | None:
    """Return a price, charge or balance that is not negative; any currency it names must be `currency`."""
    number = signed_amount(value, currency)
    return number if number is not None and number >= 0 else None


def signed_amount(value: object, currency: str | None = None) -> Decimal | None:
    """Return an amount of money; some panels' balances go below zero."""
    return money_figure(value, currency) if isinstance(value, str) else plain_number(value)


def plain_amount(value: object) -> Decimal | None:
    """What `amount` returns, of a text of digits and a point; None for anything else, which may be one."""
    return Decimal(value) if isinstance(value, str) and PLAIN.fullmatch(value) else None


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """The `currency` of our account at the panel, None while it is unknown, and how the panel names others.

    `aliases` is None where the panel's own word for its currency does not count.
    """

    currency: str | None = None
    aliases: Mapping[str, str] | None = field(default_factory=dict)

    @property
    def known(self) -> str | None:
        """The currency, if others can be told from it: not credits, or a coin that may be called a dollar."""
        return self.currency if self.currency in MONEY else None

    def is_another(self, word: object) -> bool:
        """Return True if this word surely names another currency."""
        return self.known is not None and self.named_by(word) != self.currency

    def named_by(self, word: object) -> str | None:
        """Return the currency that this word surely names; else the account's, None while it is unknown."""
        named = None if self.aliases is None else currency_of(plain(word, 16), self.aliases)
        return named if named in MONEY else self.currency


ANY_MONEY = AccountMoney()


def written_in(text: str) -> str:
    """Return how the figure of this amount is written: in ASCII, without currency or sign."""
    _, parts = _parts_of(text)
    return in_ascii(text if parts is None else parts["figure"]).lstrip("+-")


def _parts_of(text: str) -> tuple[str, re.Match[str] | None]:
    """Return the sign of an amount, and its figure with the currency before or behind it."""
    written = (html.unescape(text) if "&" in text else text).translate(MINUS).strip()
    sign, rest = ("-", written[1:]) if written.startswith("-") else ("", written)
    coded = _CODE_AND_SIGN.fullmatch(rest)
    return sign, _NAMED.fullmatch(rest if coded is None else f"{coded[2]} {coded[1]}")


def money_figure(text: str, currency: str | None = None) -> Decimal | None:
    """Return the amount in `text`, if any currency it names is `currency` (None: any currency)."""
    number = signed_figure(text)
    if number is not None:
        return number
    sign, parts = _parts_of(text)
    if parts is None:
        return None
    before, after = parts["before"], parts["after"]
    if not (before or after) or not all(_agrees(named, currency) for named in (before, after) if named):
        return None
    if before and after and after.upper() not in _SIGNS.get(before.casefold(), ()):
        return None
    return signed_figure(sign + parts["figure"])


def currency_named(text: str) -> str | None:
    """Return the currency code that an amount names in letters: "12.34 USD"."""
    _, parts = _parts_of(text)
    named = (parts["after"] or parts["before"]).upper() if parts is not None else ""
    return named if len(named) == 3 and _is_code(named) else None


def _agrees(named: str, currency: str | None) -> bool:
    wanted = (currency or "").strip().upper()
    meant = _SIGNS.get(named.casefold())
    if meant is not None:
        return not wanted or wanted in meant or wanted == named.upper()
    return _is_code(named) and (not wanted or named.upper() == wanted)


def _is_code(named: str) -> bool:
    if named.casefold() in _NO_CURRENCY:
        return False
    return 3 <= len(named) <= 4 and named.isascii() and named.isalpha()
