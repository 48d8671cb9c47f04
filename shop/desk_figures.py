"""The figures of the desk: orders, takings and margin by day, and how long the panel's balance lasts."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from shop.ledger.journals import AccountKind
from shop.zones import clock_of

SPENT_IN = timedelta(days=7)
"""The balance is compared with what the orders of this time cost."""

PERIODS = (1, 7, 30)
"""Days: today, and with the days before it."""


@dataclass(frozen=True, slots=True)
class Sold:
    """Orders in one currency that were confirmed in a period. Amounts are micro-units of that currency.

    Those refused or given back unsent do not count. `taken_micro` is what was charged for the others, less
    what went back. `margin_micro` is that less their cost: what the panel charged, or will charge as far as
    is known; nothing for an order that was given back in full before it said so. `unknown` orders, whose
    cost nobody knows, are in the takings and not in the margin.
    """

    currency: str
    orders: int
    taken_micro: int
    margin_micro: int
    unknown: int = 0


BESIDES = (AccountKind.MEMBERSHIP, AccountKind.SURCHARGE, AccountKind.BONUS, AccountKind.FEES)
"""Accounts of what is earned and spent besides orders."""


@dataclass(frozen=True, slots=True)
class Besides:
    """What one of these accounts earned in a period, in micro-units; negative if it was spent."""

    kind: AccountKind
    currency: str
    micro: int


@dataclass(frozen=True, slots=True)
class Figures:
    """A period of so many `days`, today among them. `first_orders` are people who never ordered before."""

    days: int
    sold: tuple[Sold, ...]
    new_people: int = 0
    first_orders: int = 0
    besides: tuple[Besides, ...] = ()


def starts_of(now: datetime, zone: str | None, periods: tuple[int, ...] = PERIODS) -> dict[int, datetime]:
    """Return when each period began (UTC): at midnight by the clock of this zone."""
    clock = clock_of(zone)
    today = now.astimezone(clock).date()
    return {
        days: datetime.combine(today - timedelta(days=days - 1), time.min, tzinfo=clock).astimezone(UTC)
        for days in periods
    }


def days_left(
    balance_micro: int | None, spent_micro: int, begun: datetime | None, now: datetime
) -> int | None:
    """Return for how many whole days the balance lasts if each costs what the last ones did.

    `spent_micro` was spent since `begun`, at most SPENT_IN ago. None if nothing was spent, or the balance is
    not known.
    """
    if balance_micro is None or begun is None or spent_micro <= 0:
        return None
    days = max(now - begun, timedelta(days=1))
    return max(0, balance_micro * (days // timedelta(minutes=1)) // (spent_micro * (24 * 60)))
