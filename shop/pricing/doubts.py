"""Prices that fell too far to be believed at once: a panel's own currency service may be down.

A price that rises is believed, because a sale at too high a price costs nobody
money. One that falls by half or more, or to 0, waits until it was told several
times, some minutes apart; so long the shop sells at the price before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop.catalogue.services import Service

TIMES = 3
APART = timedelta(minutes=10)
"""A fallen price is believed when it was told so often in a row, so far apart."""


@dataclass(frozen=True, slots=True)
class Believed:
    """A catalogue with prices to sell at. `doubted` are sold at the price before, `free` cost nothing."""

    services: tuple[Service, ...]
    doubted: tuple[Service, ...]
    free: tuple[Service, ...]


class PriceDoubts:
    """Remembers which prices fell, how often that was told, and when last."""

    def __init__(self) -> None:
        self._told: dict[str, tuple[int, datetime]] = {}

    @property
    def any(self) -> bool:
        """Whether a price is waiting to be told again."""
        return bool(self._told)

    def weigh(self, services: Iterable[Service], known: Mapping[str, int], now: datetime) -> Believed:
        """What to make of these prices, `known` being those sold at before (micro-units, by id)."""
        told: dict[str, tuple[int, datetime]] = {}
        believed, doubted = [], []
        for service in services:
            before = known.get(service.id, 0)
            if not before or service.rate_micro * 2 > before:
                believed.append(service)
                continue
            times, at = self._told.get(service.id, (0, now))
            if not times or now - at >= APART:
                times, at = times + 1, now
            if times >= TIMES:
                believed.append(service)
                continue
            told[service.id] = (times, at)
            believed.append(replace(service, rate_micro=before))
            doubted.append(service)
        self._told = told
        free = tuple(one for one in believed if not one.rate_micro)
        return Believed(tuple(believed), tuple(doubted), free)
