"""The words along the axes of a chart."""

from collections.abc import Sequence

from locales import Translator, marked
from shop.statistics.chart import Series
from shop.statistics.facts import Buckets
from shop.statistics.scale import scale_of, ticks
from shop.zones import clock_of

MOST_LABELS = 6
"""Labels along time that a phone shows beside each other."""

UNITS: dict[int, str] = {
    1: "",
    1_000: marked("in thousands"),
    1_000_000: marked("in millions"),
    1_000_000_000: marked("in billions"),
}

SHORT: dict[int, str] = {
    1: "{amount}",
    1_000: marked("{amount} thousand"),
    1_000_000: marked("{amount} million"),
    1_000_000_000: marked("{amount} billion"),
}

Ticks = tuple[tuple[int, str], ...]


def day_labels(buckets: Buckets, t: Translator) -> tuple[str, ...]:
    """Return the day or the hour of a few buckets, evenly, the last always among them."""
    count = len(buckets.starts)
    every = max(1, -(-count // MOST_LABELS))
    clock = clock_of(t.zone)
    return tuple(
        (f"{start.astimezone(clock):%H:%M}" if buckets.by_hour else t.day(start))
        if (count - 1 - place) % every == 0
        else ""
        for place, start in enumerate(buckets.starts)
    )


def count_ticks(series: Sequence[Series], t: Translator) -> Ticks:
    """Return the axis of these counts."""
    most = max((value for one in series for value in one.values), default=0)
    return tuple((value, t.number(value)) for value in ticks(0, most))


def share_ticks(series: Sequence[Series], t: Translator) -> Ticks:
    """Return the axis of these thousandths in percent."""
    most = max((value for one in series for value in one.values), default=0)
    return tuple((value, f"{t.number(value // 10)} %") for value in ticks(0, most, least_step=10))


def amount_ticks(values: Sequence[int], currency: str, t: Translator) -> tuple[Ticks, str]:
    """Return the axis of these amounts, and what its numbers stand for if they are shortened."""
    low, high = min(values, default=0), max(values, default=0)
    marks = ticks(low, high)
    scale = scale_of(max(high, -low))
    unit = UNITS[scale]
    return tuple((value, t.money(value // scale, currency)) for value in marks), t.label(unit) if unit else ""


def scaled(micro: int, currency: str, t: Translator) -> str:
    """Return an amount of a picture: what somebody has, and not more digits than fit."""
    scale = scale_of(abs(micro))
    return t.label(SHORT[scale], amount=t.balance(micro // scale, currency).strip())
