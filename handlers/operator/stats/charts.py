"""The charts of a period, each with its caption: the words and the same figures as text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from handlers.operator.figure_words import sales_line, unknown_line
from handlers.operator.stats.axes import (
    PERIODS,
    amount_ticks,
    count_ticks,
    day_labels,
    drawn_amount,
    scale_for,
    share_ticks,
    unit_of,
)
from handlers.ordering.list_views import lasting
from handlers.view import shortened
from locales import Translator, marked
from messaging.telegram_html import shown_length
from shop.desk_figures import Figures, Sold
from shop.ledger.journals import AccountKind
from shop.statistics.chart import Chart, Form, Series
from shop.statistics.facts import TOP_SERVICES, Facts, ServiceSold, totals
from shop.statistics.scale import drawable
from shop.statistics.times import SupplierTimes

ROW_DRAWN, FEWEST_DRAWN, NAME_TOLD = 46, 6, 40
"""Letters of a row of a picture, of a name in it at least, and of a name in a caption."""

MOST_TOLD = 1024
"""Characters of a caption that Telegram takes."""

SUPPLIERS = 8
"""Suppliers that stand in a chart."""

HELD: dict[str, str] = {
    AccountKind.WALLET: marked("Wallets"),
    AccountKind.HELD: marked("For orders under way"),
    AccountKind.GIFT: marked("Gifts nobody has opened"),
    AccountKind.SUSPENSE: marked("Payments not credited yet"),
}


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


def charts_of(period: Period) -> list[Told]:
    """Return the charts in the order of the album."""
    return [
        _orders(period),
        _takings(period),
        _margins(period),
        _top(period),
        _people(period),
        _cohorts(period),
        _failures(period),
        _held(period),
        _suppliers(period),
    ]


def _about(period: Period, *further: str) -> str:
    buckets, t = period.facts.buckets, period.drawn
    begun, last = t.day(buckets.starts[0]), t.day(buckets.starts[-1])
    days = begun if begun == last else f"{begun} – {last}"
    return " · ".join((t.label(PERIODS[buckets.days]), days, *(one for one in further if one)))


def _caption(period: Period, title: str, *lines: str) -> str:
    span = period.t(PERIODS[period.facts.buckets.days])
    head = f"<b>{period.t(title)}</b>{period.t.separator}{span}"
    return _fitting([head, *lines])


def _fitting(lines: Sequence[str]) -> str:
    """Return the first lines, as many as a caption takes: of a longer one Telegram refuses the album."""
    kept = ""
    for line in lines:
        longer = f"{kept}\n{line}" if kept and line else kept or line
        if shown_length(longer) > MOST_TOLD:
            break
        kept = longer
    return kept


def _empty(period: Period, *numbers: int) -> str:
    return "" if any(numbers) else period.drawn.label("Nothing in this time")


def _of_currency(sold: Sequence[Sold], currency: str) -> Sold:
    return next((one for one in sold if one.currency == currency), Sold(currency, 0, 0, 0))


def _orders(period: Period) -> Told:
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
        _about(period),
        day_labels(facts.buckets, drawn),
        series,
        count_ticks(series, drawn),
        empty=_empty(period, *sold),
    )
    figures = Figures(facts.buckets.days, totals(facts.sold), sum(facts.new), sum(facts.first))
    counts = [
        t.plural("{n} order", "{n} orders", sum(sold)),
        t.plural("{n} first order", "{n} first orders", figures.first_orders),
    ]
    return Told(chart, _caption(period, title, t.separator.join(counts)))


def _takings(period: Period) -> Told:
    facts, drawn = period.facts, period.drawn
    here = [_of_currency(bucket, period.currency) for bucket in facts.sold]
    taken, margin = tuple(sold.taken_micro for sold in here), tuple(sold.margin_micro for sold in here)
    scale = scale_for([*taken, *margin])

    def said(amounts: Sequence[int]) -> str:
        return drawn_amount(sum(amounts), period.currency, scale, drawn)

    title = marked("Takings")
    series = (
        Series(drawn.label("Takings: {amount}", amount=said(taken)), taken),
        Series(drawn.label("Margin: {amount}", amount=said(margin)), margin),
    )
    chart = Chart(
        Form.BARS,
        drawn.label(title),
        _about(period, unit_of(scale, drawn)),
        day_labels(facts.buckets, drawn),
        series,
        amount_ticks([*taken, *margin], period.currency, drawn),
        empty=_empty(period, *taken, *margin),
    )
    figures = Figures(facts.buckets.days, totals(facts.sold))
    line = period.t.separator.join(sales_line(figures, period.t))
    return Told(chart, _caption(period, title, line, unknown_line(figures, period.t)))


def _margins(period: Period) -> Told:
    drawn, t, currency = period.drawn, period.t, period.currency
    best = _best(period, lambda service: service.sold.taken_micro)
    title = marked("Margin by service")
    series = (
        Series(drawn.label("Takings"), tuple(service.sold.taken_micro for service in best)),
        Series(drawn.label("Margin"), tuple(service.sold.margin_micro for service in best)),
    )
    scale = scale_for([amount for line in series for amount in line.values])
    texts = [
        drawn.separator.join(
            drawn_amount(amount, currency, scale, drawn)
            for amount in (service.sold.taken_micro, service.sold.margin_micro)
        )
        for service in best
    ]
    chart = _ranks(
        period, title, _drawn_names(period, best, texts), series, texts=texts, unit=unit_of(scale, drawn)
    )
    lines = [
        t.separator.join(
            [
                _told_name(period, service),
                t.inserted(t.money(service.sold.taken_micro, currency).strip()),
                t("{amount} margin", amount=t.money(service.sold.margin_micro, currency).strip()),
            ]
        )
        for service in best
    ]
    return Told(chart, _caption(period, title, *lines))


def _top(period: Period) -> Told:
    drawn, t = period.drawn, period.t
    best = _best(period, lambda service: service.sold.orders)
    title = marked("Top services")
    series = (Series(drawn.label("Orders"), tuple(service.sold.orders for service in best)),)
    texts = [drawn.number(service.sold.orders) for service in best]
    chart = _ranks(period, title, _drawn_names(period, best, texts), series, texts=texts)
    lines = [
        t.separator.join(
            [_told_name(period, service), t.plural("{n} order", "{n} orders", service.sold.orders)]
        )
        for service in best
    ]
    return Told(chart, _caption(period, title, *lines))


def _best(period: Period, by: Callable[[ServiceSold], int]) -> list[ServiceSold]:
    here = [service for service in period.facts.services if service.sold.currency == period.currency]
    return sorted(here, key=lambda service: (-by(service), service.service_id))[:TOP_SERVICES]


def _drawn_names(period: Period, best: Sequence[ServiceSold], texts: Sequence[str]) -> list[str]:
    """Return the names as they fit beside these texts."""
    names = []
    for service, text in zip(best, texts, strict=True):
        room = ROW_DRAWN - len(text) - len(service.service_id)
        name = drawable(period.name_of(service.service_id), max(room, FEWEST_DRAWN))
        names.append(f"{service.service_id} · {name}" if name else service.service_id)
    return names


def _told_name(period: Period, service: ServiceSold) -> str:
    name = shortened(period.name_of(service.service_id), NAME_TOLD)
    return f"<b>{period.t.inserted(service.service_id)}</b> {period.t.inserted(name)}".strip()


def _ranks(
    period: Period,
    title: str,
    labels: Sequence[str],
    series: tuple[Series, ...],
    *,
    texts: Sequence[str],
    unit: str = "",
) -> Chart:
    return Chart(
        Form.RANKS,
        period.drawn.label(title),
        _about(period, unit),
        tuple(labels),
        series,
        texts=tuple(texts),
        empty=_empty(period, len(labels)),
    )


def _people(period: Period) -> Told:
    facts, drawn, t = period.facts, period.drawn, period.t
    title = marked("People")
    series = (
        Series(drawn.label("Ordered: {n}", n=facts.active_in_all), facts.active),
        Series(drawn.label("New: {n}", n=sum(facts.new)), facts.new),
        Series(drawn.label("First orders: {n}", n=sum(facts.first)), facts.first),
    )
    chart = Chart(
        Form.LINES,
        drawn.label(title),
        _about(period),
        day_labels(facts.buckets, drawn),
        series,
        count_ticks(series, drawn),
        empty=_empty(period, *facts.active, *facts.new),
    )
    counts = [
        t.plural("{n} person ordered", "{n} people ordered", facts.active_in_all),
        t.plural("{n} new person", "{n} new people", sum(facts.new)),
        t.plural("{n} first order", "{n} first orders", sum(facts.first)),
    ]
    return Told(chart, _caption(period, title, t.separator.join(counts)))


def _cohorts(period: Period) -> Told:
    facts, drawn, t = period.facts, period.drawn, period.t
    weeks = len(facts.weeks.starts)
    sizes = [facts.cohorts.get((n, n), 0) for n in range(weeks)]
    title = marked("Who came back")
    rows = []
    for n, start in enumerate(facts.weeks.starts):
        shares = [
            facts.cohorts.get((n, n + later), 0) * 1000 // sizes[n] if n + later < weeks and sizes[n] else -1
            for later in range(weeks)
        ]
        rows.append(Series(f"{drawn.day(start)}{drawn.separator}{drawn.number(sizes[n])}", tuple(shares)))
    chart = Chart(
        Form.GRID,
        drawn.label(title),
        drawn.label("% who ordered again, by weeks after their first order"),
        tuple(drawn.number(later) for later in range(weeks)),
        tuple(rows),
        empty=_empty(period, *sizes),
    )
    about = t(
        "Of the people whose first order was in a week, how many of a hundred ordered in each week after it. "
        "Beside each week: how many people these are."
    )
    # This week is not over: who has not ordered in it yet may still do so. So the week before it, which
    # this one follows, does not count; nor does this week, which nothing follows.
    over = range(weeks - 2)
    back, of = sum(facts.cohorts.get((n, n + 1), 0) for n in over), sum(sizes[n] for n in over)
    line = t("A week later {back} of {all} ordered again.", back=back, all=of) if of else ""
    head = f"<b>{t(title)}</b>{t.separator}{t.plural('{n} week', '{n} weeks', weeks)}"
    return Told(chart, "\n".join(one for one in (head, about, line) if one))


def _failures(period: Period) -> Told:
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
        _about(period, drawn.label("% of orders made")),
        day_labels(facts.buckets, drawn),
        series,
        share_ticks(series, drawn),
        empty=_empty(period, made),
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
    return Told(chart, _caption(period, title, *lines))


def _shares(of: Sequence[int], all_made: Sequence[int]) -> tuple[int, ...]:
    return tuple(one * 1000 // made if made else 0 for one, made in zip(of, all_made, strict=True))


def _percent(of: int, made: int, t: Translator) -> str:
    return t.tenths((of * 2000 + made) // (2 * made) if made else 0)


def _held(period: Period) -> Told:
    facts, drawn, t, currency = period.facts, period.drawn, period.t, period.currency
    here = [held for held in facts.held if held.currency == currency]
    title = marked("Money held")
    series = (Series("", tuple(held.micro for held in here)),)
    scale = scale_for([held.micro for held in here])
    texts = [drawn_amount(held.micro, currency, scale, drawn) for held in here]
    labels = [drawn.label(HELD[held.kind]) for held in here]
    chart = Chart(
        Form.RANKS,
        drawn.label(title),
        " · ".join(word for word in (drawn.label("Now"), unit_of(scale, drawn)) if word),
        tuple(labels),
        series,
        texts=tuple(texts),
        empty=_empty(period, *(held.micro for held in here)),
    )
    lines = [
        t("{what}: {amount}", what=t(HELD[held.kind]), amount=t.money(held.micro, held.currency).strip())
        for held in islice(facts.held, 12)
    ]
    head = f"<b>{t(title)}</b>{t.separator}{t('Now')}"
    return Told(chart, _fitting([head, *lines]))


def _suppliers(period: Period) -> Told:
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
    chart = _ranks(period, title, labels, series, texts=texts)
    return Told(chart, _caption(period, title, *(_times_line(supplier, t) for supplier in times)))


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
