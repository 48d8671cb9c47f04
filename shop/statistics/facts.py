"""What statistics are made of, as the rows say it: figures by bucket, service, cohort and account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from shop.desk_figures import Sold
from shop.zones import clock_of

DAYS = (1, 7, 30, 90)
"""The periods, in days: today, and with the days before it."""

WEEKS = 12
"""Weeks of first orders that are followed as cohorts, this one among them."""

TOP_SERVICES = 8
"""Services that stand in a chart."""


@dataclass(frozen=True, slots=True)
class Buckets:
    """A period cut into hours (today) or days: when each begins, and when the last one ends, in UTC."""

    days: int
    starts: tuple[datetime, ...]
    end: datetime

    @property
    def by_hour(self) -> bool:
        """True if each bucket is an hour."""
        return self.days == 1

    @property
    def bounds(self) -> list[tuple[int, datetime, datetime]]:
        """Each bucket's number, its beginning, and the beginning of what comes after it."""
        ends = (*self.starts[1:], self.end)
        return [(n, *both) for n, both in enumerate(zip(self.starts, ends, strict=True))]


@dataclass(frozen=True, slots=True)
class ServiceSold:
    """What was sold of one service, by the shop's number of it."""

    service_id: str
    sold: Sold


@dataclass(frozen=True, slots=True)
class MoneyHeld:
    """Money of one kind of account in one currency, now."""

    kind: str
    currency: str
    micro: int


@dataclass(frozen=True, slots=True)
class Facts:
    """A period. Each tuple by bucket has one figure a bucket, zeros included.

    `sold` has the currencies of each bucket. `made` counts all orders, `failed` those that were refused,
    never sent or canceled, `lost` those whose answer was lost, however that ended. `active` are people who
    ordered, `active_in_all` in the whole period. `cohorts` counts people by the week of their first order
    and the week in which they ordered, both counted from `weeks`.
    """

    buckets: Buckets
    sold: tuple[tuple[Sold, ...], ...]
    made: tuple[int, ...]
    failed: tuple[int, ...]
    lost: tuple[int, ...]
    new: tuple[int, ...]
    active: tuple[int, ...]
    first: tuple[int, ...]
    active_in_all: int
    services: tuple[ServiceSold, ...]
    held: tuple[MoneyHeld, ...]
    weeks: Buckets
    cohorts: Mapping[tuple[int, int], int]


def totals(sold: tuple[tuple[Sold, ...], ...]) -> tuple[Sold, ...]:
    """Add up the buckets by currency, the one with most orders first."""
    sums: dict[str, Sold] = {}
    for one in (one for bucket in sold for one in bucket):
        had = sums.get(one.currency, Sold(one.currency, 0, 0, 0))
        sums[one.currency] = Sold(
            one.currency,
            had.orders + one.orders,
            had.taken_micro + one.taken_micro,
            had.margin_micro + one.margin_micro,
            had.unknown + one.unknown,
        )
    return tuple(sorted(sums.values(), key=lambda one: (-one.orders, one.currency)))


def cohorts_of(people: Mapping[int, int]) -> dict[tuple[int, int], int]:
    """Count by the week of the first order and the week of any, from how many people have which weeks.

    The weeks in which somebody ordered are the bits of a number, the first week's the lowest.

    >>> cohorts_of({0b101: 2, 0b100: 3})
    {(0, 0): 2, (0, 2): 2, (2, 2): 3}
    """
    found: dict[tuple[int, int], int] = {}
    for bits, count in people.items():
        weeks = [week for week in range(WEEKS) if bits >> week & 1]
        for week in weeks:
            found[weeks[0], week] = found.get((weeks[0], week), 0) + count
    return found


def buckets_of(now: datetime, zone: str | None, days: int) -> Buckets:
    """Cut so many days by the clock of this zone, today the last; today alone into hours up to now."""
    clock = clock_of(zone)
    today = now.astimezone(clock).date()

    def midnight(ahead: int) -> datetime:
        return datetime.combine(today + timedelta(days=ahead), time.min, tzinfo=clock).astimezone(UTC)

    if days == 1:
        begun, hour = midnight(0), timedelta(hours=1)
        hours = (now - begun) // hour + 1
        return Buckets(1, tuple(begun + n * hour for n in range(hours)), begun + hours * hour)
    return Buckets(days, tuple(midnight(n) for n in range(1 - days, 1)), midnight(1))


def weeks_of(now: datetime, zone: str | None) -> Buckets:
    """Return the weeks of cohorts: they begin on Mondays by the clock of this zone."""
    clock = clock_of(zone)
    today = now.astimezone(clock).date()
    monday = today - timedelta(days=today.weekday())
    starts = [
        datetime.combine(monday - timedelta(weeks=n), time.min, tzinfo=clock).astimezone(UTC)
        for n in range(WEEKS - 1, -2, -1)
    ]
    return Buckets(WEEKS * 7, tuple(starts[:-1]), starts[-1])
