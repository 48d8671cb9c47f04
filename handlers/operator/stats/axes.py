"""The words along the axes of a chart."""

from collections.abc import Sequence

from locales import Translator, marked
from shop.money import MICRO, rounded_down
from shop.statistics.chart import Series
from shop.statistics.facts import Buckets
from shop.statistics.scale import scale_of, ticks
from shop.zones import clock_of

MOST_LABELS = 5
"""Labels along time that a phone shows beside each other."""

WHOLE_FROM = 1_000 * MICRO
"""From here on an amount is drawn without decimals, from one unit on with two, and below with four."""

CENT = MICRO // 100

UNITS: dict[int, str] = {
    1: "",
    1_000: marked("in thousands"),
    1_000_000: marked("in millions"),
    1_000_000_000: marked("in billions"),
}

PERIODS: dict[int, str] = {
    1: marked("Today"),
    7: marked("7 days"),
    30: marked("30 days"),
    90: marked("90 days"),
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
    return tuple((value, t.percentage(value // 10 * 10_000)) for value in ticks(0, most, least_step=10))


def amount_ticks(values: Sequence[int], currency: str, t: Translator) -> Ticks:
    """Return the axis of these amounts, in the unit of `scale_for`."""
    scale = scale_for(values)
    marks = ticks(min(values, default=0), max(values, default=0))
    return tuple((value, t.button_amount(value // scale, currency)) for value in marks)


def scale_for(values: Sequence[int]) -> int:
    """Return by what all amounts of a chart are divided."""
    return scale_of(max((abs(value) for value in values), default=0))


def unit_of(scale: int, t: Translator) -> str:
    """Say what the numbers of a chart stand for; empty where they are whole amounts."""
    return t.label(UNITS[scale]) if UNITS[scale] else ""


def drawn_amount(micro: int, currency: str, scale: int, t: Translator) -> str:
    """Return an amount of a picture: the first digits, rounded down; the caption has more of them."""
    amount = micro // scale
    steps = ((WHOLE_FROM, MICRO), (MICRO, CENT), (CENT, CENT // 100))
    step = next((step for least, step in steps if abs(amount) >= least), 1)
    return t.button_amount(rounded_down(amount, step), currency)
