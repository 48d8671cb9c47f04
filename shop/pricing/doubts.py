"""Doubt prices that fell too far: a panel's own currency service may be down.

A rising price is believed, because selling at too high a price costs nobody money.
A price that falls by half or more, or to 0, waits until it was reported several times,
some minutes apart; until then the shop sells at the previous price. A price after 0 is held
against the last one that was more: 0 is no price, and until it is believed nothing is sold.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from types import MappingProxyType

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


NOTHING_KNOWN: Mapping[str, int] = MappingProxyType({})


class PriceDoubts:
    """Remembers which prices fell, how often that was reported, and when last."""

    def __init__(self) -> None:
        self._reports: dict[str, tuple[int, datetime]] = {}

    @property
    def any(self) -> bool:
        """True if a price is waiting for another report."""
        return bool(self._reports)

    def weigh(
        self,
        services: Iterable[Service],
        known: Mapping[str, int],
        now: datetime,
        *,
        above_zero: Mapping[str, int] = NOTHING_KNOWN,
    ) -> Believed:
        """Judge these prices against the `known` ones believed before (micro-units, by id).

        `above_zero` are the last ones that were not 0.
        """
        reports: dict[str, tuple[int, datetime]] = {}
        believed, doubted = [], []
        for service in services:
            before = known.get(service.id, 0)
            held_against = before or above_zero.get(service.id, 0)
            if service.rate_micro == before or not held_against or service.rate_micro * 2 > held_against:
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
        waiting = {service.id for service in doubted}
        free = tuple(one for one in believed if not one.rate_micro and one.id not in waiting)
        return Believed(tuple(believed), tuple(doubted), free)
