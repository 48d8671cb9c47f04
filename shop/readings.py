"""Readings of the panel account's balance, and what two of them tell of who else orders on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.money import micro_up
from shop.replies import Balance

GRAIN = 10
"""Micro-units: panels settle with five decimals, so a figure may be off by one of the last."""

SHARED_FOR = timedelta(hours=24)
"""So long after money moved that no order of ours explains, others are taken to use the account too."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the panel said the balance was, in micro-units, at some moment from `asked_at` to `at`."""

    micro: int
    asked_at: datetime
    at: datetime
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Spent:
    """What our own orders may have cost between two readings: from `least` to `most`.

    `most` is None where there is no telling; `orders` is how many figures may be off by a grain.
    """

    least: int
    most: int | None
    orders: int = 0


def reading_of(balance: Balance, asked_at: datetime, at: datetime) -> Reading:
    """A balance as the panel told it; debts are rounded away from zero, as balances are up."""
    amount = balance.amount
    micro = micro_up(amount) if amount >= 0 else -micro_up(-amount)
    return Reading(micro, asked_at, at, balance.currency)


def unexplained(earlier: Reading, later: Reading, spent: Spent) -> int:
    """By how much the balance moved beyond what our orders explain; 0 where they explain it all.

    Positive: more is gone than we spent. Negative: more came in than can have been given back.
    """
    gone = earlier.micro - later.micro
    slack = GRAIN * (spent.orders + 1)
    if spent.most is not None and gone > spent.most + slack:
        return gone - spent.most
    if gone < spent.least - slack:
        return gone - spent.least
    return 0


def is_shared(shared_at: datetime | None, now: datetime) -> bool:
    """Whether money that moved at `shared_at` still speaks for others on the account."""
    return shared_at is not None and now - shared_at < SHARED_FOR
