"""The charts of services: their margins, and those most ordered."""

from collections.abc import Callable, Sequence

from handlers.operator.stats.axes import (
    drawn_amount,
    scale_for,
    unit_of,
)
from handlers.operator.stats.chart_parts import (
    FEWEST_DRAWN,
    NAME_TOLD,
    ROW_DRAWN,
    Period,
    Told,
    caption,
    ranks,
)
from handlers.view import shortened
from locales import marked
from shop.statistics.chart import Series
from shop.statistics.facts import TOP_SERVICES, ServiceSold
from shop.statistics.scale import drawable


def margins(period: Period) -> Told:
    """Return the chart of takings and margin of the services with the highest takings."""
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
    chart = ranks(
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
    return Told(chart, caption(period, title, *lines))


def top_services(period: Period) -> Told:
    """Return the chart of the services with the most orders."""
    drawn, t = period.drawn, period.t
    best = _best(period, lambda service: service.sold.orders)
    title = marked("Top services")
    series = (Series(drawn.label("Orders"), tuple(service.sold.orders for service in best)),)
    texts = [drawn.number(service.sold.orders) for service in best]
    chart = ranks(period, title, _drawn_names(period, best, texts), series, texts=texts)
    lines = [
        t.separator.join(
            [_told_name(period, service), t.plural("{n} order", "{n} orders", service.sold.orders)]
        )
        for service in best
    ]
    return Told(chart, caption(period, title, *lines))


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
