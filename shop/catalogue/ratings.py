"""What customers say of a service, by the ratings of its orders."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

FEWEST = 5
"""Customers without whom nothing is said: fewer are chance."""

LOOKED_AT = 10_000
"""The latest ratings of all services that are looked at; a panel is not what it was long ago."""


@dataclass(frozen=True, slots=True)
class Rated:
    """An order that somebody rated, at an aware moment in UTC."""

    order_id: int
    person_id: int
    service_id: str
    stars: int
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class Score:
    """The average of one rating of each of `customers`, in tenths of a star."""

    customers: int
    tenths: int


class Scores:
    """The score of each service, replaced as a whole; with fewer than FEWEST customers it has none."""

    def __init__(self) -> None:
        self._by_service: Mapping[str, Score] = {}

    def replace_all(self, scores: Mapping[str, Score]) -> None:
        """Say these from now on, by service id."""
        self._by_service = scores

    def of(self, service_id: str) -> Score | None:
        """Return the score of this service, or None if too few customers rated it."""
        return self._by_service.get(service_id)


def scores_of(rated: Iterable[Rated]) -> dict[str, Score]:
    """Return the score of each service that FEWEST customers rated; `rated` is newest first.

    A customer counts once, with the latest rating: whoever orders most has no more voices than others.
    """
    by_service: dict[str, dict[int, int]] = {}
    for one in rated:
        by_service.setdefault(one.service_id, {}).setdefault(one.person_id, one.stars)
    return {
        service_id: Score(len(voices), _tenths(sum(voices.values()), len(voices)))
        for service_id, voices in by_service.items()
        if len(voices) >= FEWEST
    }


def _tenths(total: int, count: int) -> int:
    """Return the average in tenths, rounded half up."""
    return (20 * total + count) // (2 * count)
