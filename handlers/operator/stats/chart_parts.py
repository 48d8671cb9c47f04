"""What all charts of a period are made of: its facts, their titles and captions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from handlers.operator.stats.axes import PERIODS
from locales import Translator
from messaging.telegram_html import shown_length
from shop.statistics.chart import Chart, Form, Series
from shop.statistics.facts import Facts
from shop.statistics.times import SupplierTimes

ROW_DRAWN, FEWEST_DRAWN, NAME_TOLD = 46, 6, 40
"""Letters of a row of a picture, of a name in it at least, and of a name in a caption."""

MOST_TOLD = 1024
"""Characters of a caption that Telegram takes."""


@dataclass(frozen=True, slots=True)
class Told:
    """A chart, and the caption below it as HTML."""

    chart: Chart
    caption: str


@dataclass(frozen=True, slots=True)
class Period:
    """What all charts of one period are made of.

    Pictures speak `drawn`, captions `t`: the charts' letters do not have every script. Money is drawn in
    `currency`; captions have all currencies. `name_of` says how a service is called, by its number.
    """

    facts: Facts
    times: Sequence[SupplierTimes]
    currency: str
    name_of: Callable[[str], str]
    drawn: Translator
    t: Translator


def about(period: Period, *further: str) -> str:
    """Return the words below a title: the period, its days, and what else there is."""
    buckets, t = period.facts.buckets, period.drawn
    begun, last = t.day(buckets.starts[0]), t.day(buckets.starts[-1])
    days = begun if begun == last else f"{begun} – {last}"
    return " · ".join((t.label(PERIODS[buckets.days]), days, *(one for one in further if one)))


def caption(period: Period, title: str, *lines: str) -> str:
    """Return the caption: the title with the period, and as many of the lines as fit."""
    span = period.t(PERIODS[period.facts.buckets.days])
    head = f"<b>{period.t(title)}</b>{period.t.separator}{span}"
    return fitting([head, *lines])


def fitting(lines: Sequence[str]) -> str:
    """Return the first lines, as many as a caption takes: of a longer one Telegram refuses the album."""
    kept = ""
    for line in lines:
        longer = f"{kept}\n{line}" if kept and line else kept or line
        if shown_length(longer) > MOST_TOLD:
            break
        kept = longer
    return kept


def empty_words(period: Period, *numbers: int) -> str:
    """Return the words of a chart in which all these numbers are zero."""
    return "" if any(numbers) else period.drawn.label("Nothing in this time")


def ranks(
    period: Period,
    title: str,
    labels: Sequence[str],
    series: tuple[Series, ...],
    *,
    texts: Sequence[str],
    unit: str = "",
) -> Chart:
    """Return a chart with a row for each label; `texts` stand beside the rows."""
    return Chart(
        Form.RANKS,
        period.drawn.label(title),
        about(period, unit),
        tuple(labels),
        series,
        texts=tuple(texts),
        empty=empty_words(period, len(labels)),
    )
