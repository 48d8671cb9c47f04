"""The charts of orders: how many, how many failed, and how long suppliers took."""

from collections.abc import Sequence

from handlers.operator.stats.axes import (
    count_ticks,
    day_labels,
    share_ticks,
)
from handlers.operator.stats.chart_parts import (
    FEWEST_DRAWN,
    NAME_TOLD,
    Period,
    Told,
    about,
    caption,
    empty_words,
    ranks,
)
from handlers.ordering.list_views import lasting
from handlers.view import shortened
from locales import Translator, marked
from shop.desk_figures import Figures
from shop.statistics.chart import Chart, Form, Series
from shop.statistics.facts import totals
from shop.statistics.scale import drawable
from shop.statistics.times import SupplierTimes

SUPPLIERS = 8
"""Suppliers that stand in a chart."""


def orders(period: Period) -> Told:
    """Return the chart of orders, and of first ones among them."""
    facts, drawn, t = period.facts, period.drawn, period.t
    sold = tuple(sum(one.orders for one in bucket) for bucket in facts.sold)
    title = marked("Orders")
    series = (
        Series(drawn.label("Orders: {n}", n=sum(sold)), sold),
        Series(drawn.label("First orders: {n}", n=sum(facts.first)), facts.first),
    )
    chart = Chart(
        Form.BARS,
        drawn.label(title),
        about(period),
        day_labels(facts.buckets, drawn),
        series,
        count_ticks(series, drawn),
        empty=empty_words(period, *sold),
    )
    figures = Figures(facts.buckets.days, totals(facts.sold), sum(facts.new), sum(facts.first))
    counts = [
        t.plural("{n} order", "{n} orders", sum(sold)),
        t.plural("{n} first order", "{n} first orders", figures.first_orders),
    ]
    return Told(chart, caption(period, title, t.separator.join(counts)))


def failures(period: Period) -> Told:
    """Return the chart of the shares that failed, and whose answer was lost."""
    facts, drawn, t = period.facts, period.drawn, period.t
    made, failed, lost = sum(facts.made), sum(facts.failed), sum(facts.lost)
    title = marked("Failures")
    failed_said = drawn.label("Failed: {share} %", share=_percent(failed, made, drawn))
    lost_said = drawn.label("Answer lost: {share} %", share=_percent(lost, made, drawn))
    series = (
        Series(failed_said, _shares(facts.failed, facts.made)),
        Series(lost_said, _shares(facts.lost, facts.made)),
    )
    chart = Chart(
        Form.LINES,
        drawn.label(title),
        about(period, drawn.label("% of orders made")),
        day_labels(facts.buckets, drawn),
        series,
        share_ticks(series, drawn),
        empty=empty_words(period, made),
    )
    lines = [
        t("Orders made: {n}", n=made),
        t(
            "Failed (refused, never sent or canceled): {n}, {share} %",
            n=failed,
            share=_percent(failed, made, t),
        ),
        t("Answer lost, however that ended: {n}, {share} %", n=lost, share=_percent(lost, made, t)),
    ]
    return Told(chart, caption(period, title, *lines))


def _shares(of: Sequence[int], all_made: Sequence[int]) -> tuple[int, ...]:
    return tuple(one * 1000 // made if made else 0 for one, made in zip(of, all_made, strict=True))


def _percent(of: int, made: int, t: Translator) -> str:
    return t.tenths((of * 2000 + made) // (2 * made) if made else 0)


def suppliers(period: Period) -> Told:
    """Return the chart of how long suppliers take to start and to finish."""
    drawn, t = period.drawn, period.t
    times = period.times[:SUPPLIERS]
    title = marked("Suppliers' times")
    series = (
        Series(drawn.label("To finish"), tuple(int(supplier.finish.total_seconds()) for supplier in times)),
        Series(
            drawn.label("To start"),
            tuple(
                int(supplier.start.total_seconds()) if supplier.start is not None else 0 for supplier in times
            ),
        ),
    )
    labels = [
        drawable(supplier.name, FEWEST_DRAWN * 4) or str(place)
        for place, supplier in enumerate(times, start=1)
    ]
    texts = [_times_drawn(supplier, drawn) for supplier in times]
    chart = ranks(period, title, labels, series, texts=texts)
    return Told(chart, caption(period, title, *(_times_line(supplier, t) for supplier in times)))


def _times_drawn(times: SupplierTimes, drawn: Translator) -> str:
    finish = drawn.label("finish {time}", time=lasting(times.finish, drawn))
    if times.start is None:
        return finish
    return f"{finish} · {drawn.label('start {time}', time=lasting(times.start, drawn))}"


def _times_line(times: SupplierTimes, t: Translator) -> str:
    name = shortened(times.name, NAME_TOLD)
    said = t(
        "<b>{name}</b>, completed orders: {n}. Half ended within {finish}, nine of ten within {nearly_all}.",
        name=name,
        n=times.orders,
        finish=lasting(times.finish, t),
        nearly_all=lasting(times.nearly_all, t),
    )
    if times.start is None:
        return said
    return f"{said} {t('Half began within {start}.', start=lasting(times.start, t))}"
