"""Doubt prices that fell too far: a panel's own currency service may be down.

A rising price is believed, because selling at too high a price costs nobody money.
A price that falls by half or more, or to 0, waits until it was reported several times,
some minutes apart; until then the shop sells at the previous price.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop.catalogue.services import Service

TIMES = 3
APART = timedelta(minutes=10)
"""A fallen price is believed after this many reports in a row, this far apart."""


@dataclass(frozen=True, slots=True)
class Believed:
    """A catalogue with prices to sell at. `doubted` are sold at the old price, `free` cost nothing."""

    services: tuple[Service, ...]
    doubted: tuple[Service, ...]
    free: tuple[Service, ...]


class PriceDoubts:
    """Remembers which prices fell, how often that was reported, and when last."""

    def __init__(self) -> None:
        self._reports: dict[str, tuple[int, datetime]] = {}

    @property
    def any(self) -> bool:
        """True if a price is waiting for another report."""
        return bool(self._reports)

    def weigh(self, services: Iterable[Service], known: Mapping[str, int], now: datetime) -> Believed:
        """Judge these prices against the `known` ones sold at before (micro-units, by id)."""
        reports: dict[str, tuple[int, datetime]] = {}
        believed, doubted = [], []
        for service in services:
            before = known.get(service.id, 0)
            if not before or service.rate_micro * 2 > before:
                believed.append(service)
                continue
            times, at = self._reports.get(service.id, (0, now))
            if not times or now - at >= APART:
                times, at = times + 1, now
            if times >= TIMES:
                believed.append(service)
                continue
            reports[service.id] = (times, at)
            believed.append(replace(service, rate_micro=before))
            doubted.append(service)
        self._reports = reports
        free = tuple(service for service in believed if not service.rate_micro)
        return Believed(tuple(believed), tuple(doubted), free)
