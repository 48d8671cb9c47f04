"""Reading what an operator types about a wallet: the amount, perhaps once more, and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from shop.errors import ShopError
from shop.ledger.wallet_change import LONGEST_REASON
from shop.money import micro_up, two_readings, typed_amount

MOST_MICRO = 10**15
"""The most that one change moves: far more than anybody has, and far less than a column holds."""

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
    if not is_typed_twice:
        _refuse_if_it_goes_on(words, currency)
    reason = " ".join(rest[1:] if is_typed_twice else rest)[:LONGEST_REASON]
    return TypedChange(micro, reason, is_typed_twice) if micro is not None and reason else None


def _refuse_if_it_goes_on(words: Sequence[str], currency: str) -> None:
    """Refuse "1 000 sorry": it can be 1, or 1,000. Raises ShopError("amount_unclear")."""
    amount = typed_amount(words[0], currency)
    for count in range(min(len(words), _MOST_WORDS), 1, -1):
        typed = " ".join(words[:count])
        longer = typed_amount(typed, currency)
        if amount is not None and longer not in {None, amount}:
            raise ShopError("amount_unclear", typed=typed[:20], many=str(longer), few=f"{amount:.2f}")
