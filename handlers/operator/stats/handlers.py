"""/stats, or Statistics: figures as text, as pictures, as a file."""

import logging

from telegram import InputMediaPhoto, Update

from charts.process import NotDrawn, draw
from handlers.buttons import row_number
from handlers.context import Context, Services
from handlers.operator.navigation import back_to_desk
from handlers.operator.stats.chart_parts import Period
from handlers.operator.stats.charts import charts_of
from handlers.operator.stats.views import figures_page, period_page
from handlers.show import show, where_to_send
from handlers.view import PARSE_MODE, markup
from locales import Translator
from shop.desk_figures import PERIODS, starts_of
from shop.errors import ShopError
from shop.statistics.chart import Theme
from shop.statistics.facts import DAYS, Facts, buckets_of, totals, weeks_of
from shop.statistics.scale import is_drawable
from shop.statistics.table import HEAD, lines
from shop.statistics.times import LOOKED_AT, SupplierTimes, times_of
from shop.transfer.cells import csv_text
from shop.zones import clock_of

SENDING_SECONDS = 60.0
"""The time limit of an upload: an album has about half a megabyte."""

log = logging.getLogger("kiosk.handlers")


async def opened_figures(_update: Update, context: Context) -> None:
    """Today, 7 days and 30 days, by this operator's clock."""
    services, turn = context.services, context.turn
    starts = starts_of(services.clock.now(), turn.person.preferences.zone, PERIODS)
    found = await services.stores.figures.list_all(starts)
    await show(context, figures_page([found[days] for days in starts], turn.t))


async def chose_period(_update: Update, context: Context) -> None:
    """Today, 7 days, 30 days or 90 days."""
    services, turn, days = context.services, context.turn, _days(context)
    starts = starts_of(services.clock.now(), turn.person.preferences.zone, (days,))
    found = await services.stores.figures.list_all(starts)
    await show(context, period_page(found[days], turn.t))


async def wanted_pictures(_update: Update, context: Context) -> None:
    """Pictures, or Dark pictures: all charts of the period as one album, below its page."""
    turn, days = context.turn, _days(context)
    if context.button.value not in set(Theme):
        raise ShopError("button_old")
    await turn.answer(turn.t.label("The pictures come in a moment."))
    told = charts_of(await _period(context, days))
    try:
        pictures = await draw([one.chart for one in told], Theme(context.button.value))
    except NotDrawn as error:
        log.error("The pictures of the statistics were not drawn: %s", error)
        raise ShopError("pictures_not_drawn") from error
    album = [
        InputMediaPhoto(picture, caption=one.caption, parse_mode=PARSE_MODE, filename="chart.png")
        for picture, one in zip(pictures, told, strict=True)
    ]
    place = where_to_send(context)
    await context.bot.send_media_group(
        chat_id=place["chat_id"],
        message_thread_id=place.get("message_thread_id"),
        media=album,
        read_timeout=SENDING_SECONDS,
        write_timeout=SENDING_SECONDS,
    )


async def wanted_file(_update: Update, context: Context) -> None:
    """CSV: every figure of the pictures, a line each."""
    services, turn, days = context.services, context.turn, _days(context)
    await turn.answer()
    facts, times = await _facts(context, days), await _times(context, days)
    rows = [HEAD, *lines(facts, times, lambda number: _name_of(services, number))]
    place, day = where_to_send(context), services.clock.now().astimezone(clock_of(turn.t.zone))
    await context.bot.send_document(
        chat_id=place["chat_id"],
        message_thread_id=place.get("message_thread_id"),
        document=csv_text(rows).encode("utf-8-sig"),
        filename=f"statistics-{days}d-{day:%Y-%m-%d}.csv",
        caption=turn.t.label("Every figure of the pictures, a line each. Moments in UTC."),
        reply_markup=markup(back_to_desk(turn.t)),
        read_timeout=SENDING_SECONDS,
        write_timeout=SENDING_SECONDS,
    )


def _days(context: Context) -> int:
    days = row_number(context.button.of)
    if days not in DAYS:
        raise ShopError("button_old")
    return days


async def _period(context: Context, days: int) -> Period:
    services, t = context.services, context.turn.t
    facts = await _facts(context, days)
    sold = totals(facts.sold)
    return Period(
        facts=facts,
        times=await _times(context, days),
        currency=sold[0].currency if sold else services.board.currency,
        name_of=lambda number: _name_of(services, number),
        drawn=_drawn_in(services, t),
        t=t,
    )


async def _facts(context: Context, days: int) -> Facts:
    now, zone = context.services.clock.now(), context.turn.t.zone
    return await context.services.stores.statistics.read(buckets_of(now, zone, days), weeks_of(now, zone))


async def _times(context: Context, days: int) -> list[SupplierTimes]:
    """Return the times of each supplier that completed orders in the period."""
    services = context.services
    since = buckets_of(services.clock.now(), context.turn.t.zone, days).starts[0]
    found = []
    for desk in services.panels.values():
        ended = await desk.stores.ended.list_ended(limit=LOOKED_AT)
        times = times_of(desk.supplier.shown, ended, since)
        if times is not None:
            found.append(times)
    return found


def _name_of(services: Services, number: str) -> str:
    """Return how a service is called; empty if it is not in the catalogue any more."""
    offer = services.suppliers.find(number)
    return offer.service.name if offer is not None else ""


def _drawn_in(services: Services, t: Translator) -> Translator:
    """Return who speaks in the pictures: English where the charts' letters lack the reader's script."""
    if is_drawable(t.own_name):
        return t
    return services.catalogues.of(None).at(t.zone)
