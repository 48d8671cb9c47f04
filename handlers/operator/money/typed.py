"""Reading what an operator types about a wallet: the amount, perhaps once more, and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from shop.currency import names_another
from shop.errors import ShopError
from shop.ledger.typed_amounts import refuse_two_readings
from shop.ledger.wallet_change import LONGEST_REASON, MOST_MICRO
from shop.money import micro_up, names_currency, typed_amount
from shop.ordering.typed_numbers import readings

_MOST_WORDS = 5
"""As many words can make up the largest amount that is written with blanks between thousands."""


@dataclass(frozen=True, slots=True)
class TypedChange:
    """An amount above zero, and what the person is to read."""

    micro: int
    reason: str
    is_typed_twice: bool


def read_micro(text: str, currency: str) -> int | None:
    """Return a typed amount in micro-units, None for anything else. Raises ShopError("amount_unclear")."""
    refuse_two_readings(text, currency)
    amount = typed_amount(text, currency)
    micro = micro_up(amount) if amount is not None else 0
    return micro if 0 < micro <= MOST_MICRO else None


def read_change(words: Sequence[str], currency: str) -> TypedChange | None:
    """Return the change in these words, None if amount or reason is missing or cannot be read.

    The currency may stand before the amount or behind it. None, too, if it is another one than the shop's:
    "5 € for the wait" would give five of ours, and say "€". Raises ShopError("amount_unclear").
    """
    first, rest = _amount_and_rest(words, currency)
    if not rest or names_another(rest[0], currency):
        return None
    micro = read_micro(first, currency)
    amount = typed_amount(first, currency)
    again, behind = _amount_and_rest(rest, currency)
    is_typed_twice = bool(behind) and amount is not None and typed_amount(again, currency) == amount
    if is_typed_twice:
        rest = behind
        if names_another(rest[0], currency):
            return None
    else:
        _refuse_if_it_goes_on(words, currency)
    if amount is not None and first.isdecimal():
        _refuse_thousands(first, rest[0], amount)
    reason = " ".join(rest)[:LONGEST_REASON]
    return TypedChange(micro, reason, is_typed_twice) if micro is not None and reason else None


def _amount_and_rest(words: Sequence[str], currency: str) -> tuple[str, Sequence[str]]:
    """Return the first word and those behind it, without the currency, which may stand on either side."""
    if words and names_currency(words[0], currency):
        words = words[1:]
    first, rest = (words[0], words[1:]) if words else ("", ())
    return first, rest[1:] if rest and names_currency(rest[0], currency) else rest


def _refuse_thousands(first: str, word: str, amount: Decimal) -> None:
    """Refuse "50 k for you": it can be fifty thousand. Raises ShopError("amount_unclear")."""
    found = readings(f"{first} {word}")
    if found and (many := found[-1]) != amount:
        raise ShopError("amount_unclear", typed=f"{first} {word}"[:20], many=str(many), few=f"{amount:.2f}")


def _refuse_if_it_goes_on(words: Sequence[str], currency: str) -> None:
    """Refuse "1 000 sorry": it can be 1, or 1,000. Raises ShopError("amount_unclear")."""
    if names_currency(words[0], currency):
        words = words[1:]
    amount = typed_amount(words[0], currency)
    for count in range(min(len(words), _MOST_WORDS), 1, -1):
        typed = " ".join(words[:count])
        longer = typed_amount(typed, currency)
        if amount is not None and longer not in {None, amount}:
            raise ShopError("amount_unclear", typed=typed[:20], many=str(longer), few=f"{amount:.2f}")
