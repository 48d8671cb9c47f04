"""Reading what an operator types about a wallet: the amount, perhaps once more, and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.errors import ShopError
from shop.ledger.wallet_change import LONGEST_REASON
from shop.money import micro_up, two_readings, typed_amount

MOST_MICRO = 10**15
"""The most that one change moves: far more than anybody has, and far less than a column holds."""


@dataclass(frozen=True, slots=True)
class TypedChange:
    """An amount above zero, and what the person is to read."""

    micro: int
    reason: str
    is_typed_twice: bool


def read_micro(text: str, currency: str) -> int | None:
    """Return a typed amount in micro-units, None for anything else. Raises ShopError("amount_unclear")."""
    if readings := two_readings(text, currency):
        raise ShopError("amount_unclear", typed=text[:20], many=readings[0], few=readings[1])
    amount = typed_amount(text, currency)
    micro = micro_up(amount) if amount is not None else 0
    return micro if 0 < micro <= MOST_MICRO else None


def read_change(words: Sequence[str], currency: str) -> TypedChange | None:
    """Return the change in these words, None if amount or reason is missing or cannot be read.

    The currency may stand behind the amount. Raises ShopError("amount_unclear").
    """
    if len(words) < 2:
        return None
    first, *rest = words
    if rest[0].upper() == currency:
        rest = rest[1:]
    micro = read_micro(first, currency)
    amount = typed_amount(first, currency)
    is_typed_twice = len(rest) > 1 and amount is not None and typed_amount(rest[0], currency) == amount
    reason = " ".join(rest[1:] if is_typed_twice else rest)[:LONGEST_REASON]
    return TypedChange(micro, reason, is_typed_twice) if micro is not None and reason else None
