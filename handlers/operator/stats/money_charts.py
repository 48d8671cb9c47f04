"""The charts of money: what was taken, and what is held."""

from collections.abc import Sequence
from itertools import islice

from handlers.operator.figure_words import sales_line, unknown_line
from handlers.operator.stats.axes import amount_ticks, day_labels, drawn_amount, scale_for, unit_of
from handlers.operator.stats.chart_parts import Period, Told, about, caption, empty_words, fitting
from locales import marked
from shop.desk_figures import Figures, Sold
from shop.ledger.journals import AccountKind
from shop.statistics.chart import Chart, Form, Series
from shop.statistics.facts import totals

HELD: dict[str, str] = {
    AccountKind.WALLET: marked("Wallets"),
    AccountKind.HELD: marked("For orders under way"),
    AccountKind.GIFT: marked("Gifts nobody has opened"),
    AccountKind.SUSPENSE: marked("Payments not credited yet"),
}


def takings(period: Period) -> Told:
    """Return the chart of takings and margin."""
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
        about(period, unit_of(scale, drawn)),
        day_labels(facts.buckets, drawn),
        series,
        amount_ticks([*taken, *margin], period.currency, drawn),
        empty=empty_words(period, *taken, *margin),
    )
    figures = Figures(facts.buckets.days, totals(facts.sold))
    line = period.t.separator.join(sales_line(figures, period.t))
    return Told(chart, caption(period, title, line, unknown_line(figures, period.t)))


def _of_currency(sold: Sequence[Sold], currency: str) -> Sold:
    return next((one for one in sold if one.currency == currency), Sold(currency, 0, 0, 0))


def held_money(period: Period) -> Told:
    """Return the chart of the money that the shop holds for others now."""
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
        empty=empty_words(period, *(held.micro for held in here)),
    )
    lines = [
        t("{what}: {amount}", what=t(HELD[held.kind]), amount=t.money(held.micro, held.currency).strip())
        for held in islice(facts.held, 12)
    ]
    head = f"<b>{t(title)}</b>{t.separator}{t('Now')}"
    return Told(chart, fitting([head, *lines]))
