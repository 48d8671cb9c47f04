"""How long a service takes, measured by the shop's own completed orders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from shop.ordering.order import OrderState

FEWEST = 5
"""Orders without which nothing is said: fewer are chance."""

NEWEST = 50
"""The latest orders of a service that count; a panel is not what it was long ago."""

LOOKED_AT = 10_000
"""The latest ended orders of all services that are looked at."""


@dataclass(frozen=True, slots=True)
class Ended:
    """An order that has ended, as it is measured. Times are aware and UTC; None was never known.

    `begun_at` is when a report first showed that delivery had begun. An order was `spread` if it ran more
    than once (drip-feed), and ended `by_hand` if an operator ended it.
    """

    id: int
    service_id: str
    state: OrderState
    finished_at: datetime
    placed_at: datetime | None
    begun_at: datetime | None
    spread: bool
    by_hand: bool

    @property
    def took(self) -> timedelta | None:
        """The time from its submission to its completion; None if that tells nothing of its service."""
        if self.state is not OrderState.COMPLETED or self.placed_at is None or self.spread or self.by_hand:
            return None
        took = self.finished_at - self.placed_at
        return took if took >= timedelta(0) else None  # the clock was set back meanwhile

    @property
    def began_after(self) -> timedelta | None:
        """The time from its submission until delivery was seen to begin; None if that is not known."""
        if self.took is None or self.placed_at is None or self.begun_at is None:
            return None
        after = self.begun_at - self.placed_at
        return after if timedelta(0) <= after <= self.took else None


@dataclass(frozen=True, slots=True)
class Measure:
    """How long `orders` completed orders of one service took, from their submission to the panel.

    `start` is the median until delivery began, None while fewer than FEWEST orders tell it; `finish` is
    the median until completion; nine of ten were complete after `nearly_all`. Each is an upper bound:
    what a panel does is seen at the next sweep.
    """

    orders: int
    start: timedelta | None
    finish: timedelta
    nearly_all: timedelta


class MeasuredTimes:
    """The measure of each service, replaced as a whole; a service with fewer than FEWEST orders has none.

    `quickest` is the one with the shortest `nearly_all`.
    """

    def __init__(self) -> None:
        self._by_service: Mapping[str, Measure] = {}
        self.quickest: Measure | None = None

    def replace_all(self, measures: Mapping[str, Measure]) -> None:
        """Say these from now on, by service id."""
        self._by_service = measures
        self.quickest = min(measures.values(), key=lambda one: one.nearly_all, default=None)

    def of(self, service_id: str) -> Measure | None:
        """Return the measure of this service, or None if too few of its orders were completed."""
        return self._by_service.get(service_id)


def measures_of(ended: Iterable[Ended]) -> dict[str, Measure]:
    """Return the measure of each service with at least FEWEST completed orders; `ended` is newest first."""
    by_service: dict[str, list[Ended]] = {}
    for order in ended:
        if order.took is not None and len(some := by_service.setdefault(order.service_id, [])) < NEWEST:
            some.append(order)
    return {service_id: _measure(some) for service_id, some in by_service.items() if len(some) >= FEWEST}


def _measure(some: list[Ended]) -> Measure:
    took = sorted(one.took for one in some if one.took is not None)
    began = sorted(one.began_after for one in some if one.began_after is not None)
    return Measure(
        orders=len(took),
        start=nearest_rank(began, 50) if len(began) >= FEWEST else None,
        finish=nearest_rank(took, 50),
        nearly_all=nearest_rank(took, 90),
    )


def nearest_rank(ascending: list[timedelta], percent: int) -> timedelta:
    """Return the shortest time within which so many percent of them were over; at least one is there."""
    return ascending[ceil(len(ascending) * percent / 100) - 1]
