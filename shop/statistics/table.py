"""The statistics as lines of a file: one figure a line, so that a spreadsheet can sort and pivot them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from shop.statistics.facts import Facts
from shop.statistics.times import SupplierTimes
from shop.transfer.cells import Cell, Micro

HEAD = ("figure", "from (UTC)", "of", "currency", "value")
"""The columns, in words for programs: the same in every language."""

Line = tuple[Cell, Cell, Cell, Cell, Cell]


def lines(facts: Facts, times: Sequence[SupplierTimes], name_of: Callable[[str], str]) -> Iterator[Line]:
    """Yield every figure of the pictures; `name_of` says how a service is called, by its number."""
    starts = facts.buckets.starts
    for start, bucket in zip(starts, facts.sold, strict=True):
        for sold in bucket:
            yield ("orders sold", start, "", sold.currency, sold.orders)
            yield ("takings", start, "", sold.currency, Micro(sold.taken_micro))
            yield ("margin", start, "", sold.currency, Micro(sold.margin_micro))
            yield ("orders without a known cost", start, "", sold.currency, sold.unknown)
    yield from _by_bucket("orders made", starts, facts.made)
    yield from _by_bucket("orders failed", starts, facts.failed)
    yield from _by_bucket("answers lost", starts, facts.lost)
    yield from _by_bucket("new people", starts, facts.new)
    yield from _by_bucket("people who ordered", starts, facts.active)
    yield from _by_bucket("first orders", starts, facts.first)
    for one in facts.services:
        called = f"{one.service_id} {name_of(one.service_id)}".strip()
        yield ("service: orders", starts[0], called, one.sold.currency, one.sold.orders)
        yield ("service: takings", starts[0], called, one.sold.currency, Micro(one.sold.taken_micro))
        yield ("service: margin", starts[0], called, one.sold.currency, Micro(one.sold.margin_micro))
    for held in facts.held:
        yield ("money held now", None, held.kind, held.currency, Micro(held.micro))
    for (begun, week), people in sorted(facts.cohorts.items()):
        yield ("cohort: people", facts.weeks.starts[begun], f"week {week - begun}", "", people)
    for times_at in times:
        yield from _of_supplier(times_at, starts[0])


def _by_bucket(figure: str, starts: Sequence[datetime], values: Sequence[int]) -> Iterator[Line]:
    for start, value in zip(starts, values, strict=True):
        yield (figure, start, "", "", value)


def _of_supplier(times: SupplierTimes, since: datetime) -> Iterator[Line]:
    yield ("supplier: completed orders measured", since, times.name, "", times.orders)
    if times.start is not None:
        yield ("supplier: median seconds to start", since, times.name, "", int(times.start.total_seconds()))
    yield ("supplier: median seconds to finish", since, times.name, "", int(times.finish.total_seconds()))
    nearly = int(times.nearly_all.total_seconds())
    yield ("supplier: seconds within which nine of ten finished", since, times.name, "", nearly)
