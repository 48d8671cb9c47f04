"""What a sync changed: services that came and went, got other names, or cost more or less than before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.catalogue.services import Service
from shop.pricing.price_list import WHOLE

MOVES_FROM_PPM = 50_000
"""Parts of a million: a price that moves by less is not reported. Panels change the last digits daily."""

NAMED_OF_A_KIND = 50
"""Changes of one kind that are kept with their names; the others are counted."""

SYNCS_KEPT = 100
REPORTED_FOR = timedelta(days=1)
"""Of which time the card to the operators adds up what changed."""


class Moved(StrEnum):
    """What happened to a service. OVERTAKEN: it costs more now than it was sold for until now."""

    NEW = "new"
    GONE = "gone"
    RENAMED = "renamed"
    DEARER = "dearer"
    CHEAPER = "cheaper"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class ServiceChange:
    """One change. `before` is the name before a new one; prices are the panel's, in micro-units."""

    moved: Moved
    service_id: str
    name: str
    before: str = ""
    before_micro: int | None = None
    after_micro: int | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """The changes of one sync, the first of each kind by name; `currency` is that of its prices."""

    counts: Mapping[Moved, int]
    changes: tuple[ServiceChange, ...]
    currency: str
    size: int


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as it was kept."""

    id: int
    at: datetime
    report: SyncReport


Markup = Callable[[Service], int]
"""The least markup on a service in parts of a million, whoever buys it."""


def report_of(
    before: Sequence[Service], after: Sequence[Service], markup_ppm: Markup, currency: str
) -> SyncReport | None:
    """Compare two catalogues, one after the other; None if nothing worth a word changed.

    The first catalogue of all is no change.
    """
    if not before:
        return None
    counts: dict[Moved, int] = {}
    named: list[ServiceChange] = []
    for change in _changes(before, after, markup_ppm):
        counts[change.moved] = counts.get(change.moved, 0) + 1
        if counts[change.moved] <= NAMED_OF_A_KIND:
            named.append(change)
    return SyncReport(counts, tuple(named), currency, len(after)) if counts else None


def _changes(
    before: Sequence[Service], after: Sequence[Service], markup_ppm: Markup
) -> Iterator[ServiceChange]:
    known = {one.id: one for one in before}
    present = {one.id: one for one in after}
    for service_id, now in present.items():
        then = known.get(service_id)
        if then is None:
            yield ServiceChange(Moved.NEW, service_id, now.name, after_micro=now.rate_micro)
        elif then.name != now.name or then.rate_micro != now.rate_micro:
            yield from _changes_of(then, now, markup_ppm)
    for service_id, then in known.items():
        if service_id not in present:
            yield ServiceChange(Moved.GONE, service_id, then.name, before_micro=then.rate_micro)


def _changes_of(then: Service, now: Service, markup_ppm: Markup) -> Iterator[ServiceChange]:
    if then.name != now.name:
        yield ServiceChange(Moved.RENAMED, now.id, now.name, before=then.name)
    before, after = then.rate_micro, now.rate_micro
    if after != before and abs(after - before) * WHOLE >= before * MOVES_FROM_PPM:
        moved = Moved.DEARER if after > before else Moved.CHEAPER
        yield ServiceChange(moved, now.id, now.name, "", before, after)
    if after > before and after * WHOLE > before * (WHOLE + markup_ppm(then)):
        yield ServiceChange(Moved.OVERTAKEN, now.id, now.name, "", before, after)


def facts_of(counts: Mapping[Moved, int]) -> dict[str, int]:
    """Return what the card to the operators names."""
    return {moved.value: counts.get(moved, 0) for moved in Moved}
