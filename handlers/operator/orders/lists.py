"""Everybody's orders: the pages of the list, and the choice of what it shows."""

import asyncio
import re
from collections.abc import Iterable
from datetime import date, datetime

from telegram import Update

from handlers.context import Context, Services, typed_text
from handlers.operator.orders.cards import show_order
from handlers.operator.orders.doors import CameFrom, list_in
from handlers.operator.orders.list_views import (
    MOST_COUNTED,
    ON_A_PAGE,
    days,
    filters,
    found_several,
    order_list,
    search_question,
    similar,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.orders.words import without_heading
from handlers.show import show
from handlers.view import shortened
from locales import Translator
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.ordering.desk_list import (
    DeskFound,
    DeskGroup,
    DeskList,
    Narrowed,
    bounds_of,
    day_of,
    number_of_day,
)
from shop.ordering.order_search import Wanted
from shop.person import Person
from shop.typed import as_typed_number
from shop.zones import clock_of

_DAY_LAST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_DAY_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})")


async def opened_list(_update: Update, context: Context) -> None:
    """Orders, or a list of a filter, from its first page on."""
    await _show_page(context, list_in(context.button))


async def opened_orders_of(_update: Update, context: Context) -> None:
    """Orders, on a person's card."""
    await _show_page(context, DeskList(DeskGroup.ALL, Narrowed.PERSON, context.tapped_number))


async def went_back_to_page(_update: Update, context: Context) -> None:
    """Back: the page that begins with this order."""
    await _show_page(context, list_in(context.button), older_than=context.tapped_number + 1)


async def paged_older(_update: Update, context: Context) -> None:
    """Next."""
    await _show_page(context, list_in(context.button), older_than=context.tapped_number)


async def paged_newer(_update: Update, context: Context) -> None:
    """Previous."""
    await _show_page(context, list_in(context.button), newer_than=context.tapped_number)


async def wished_filter(_update: Update, context: Context) -> None:
    """Filter: what the list can be narrowed to."""
    showing, t = list_in(context.button), context.turn.t
    counts = await context.services.stores.desk_orders.count_few(most=MOST_COUNTED + 1)
    await show(context, filters(showing, await _about(context.services, showing, t), counts, t))


async def wished_day(_update: Update, context: Context) -> None:
    """A day: to tap or to type."""
    showing = list_in(context.button)
    await _ask(context, DeskAsks.ORDER_DAY, showing)
    await show(context, days(showing, _today(context), context.turn.t))


async def typed_day(update: Update, context: Context) -> None:
    """The day that was asked for. Raises ShopError("day_unclear")."""
    day = _read_day(typed_text(update))
    if day is None:
        raise ShopError("day_unclear")
    await note_answered(context)
    await _show_page(context, DeskList(_asked_in(context).group, Narrowed.DAY, number_of_day(day)))


async def wished_search(_update: Update, context: Context) -> None:
    """Search, or Other words."""
    showing = list_in(context.button)
    await _ask(context, DeskAsks.ORDER_WORDS, showing)
    await show(context, search_question(showing, context.turn.t))


async def typed_order_words(update: Update, context: Context) -> None:
    """The words that were asked for: what they name is opened, or offered where it is not one thing."""
    t = context.turn.t
    wanted = Wanted.read(without_heading(typed_text(update), t))
    if not wanted.words:
        await show(context, search_question(_asked_in(context), t, t("⚠️ There are no words in this.")))
        return
    await note_answered(context)
    found = await context.services.stores.desk_orders.find_by_words(wanted)
    customers = await _customers(context.services, wanted)
    if not await _opened_the_only(context, found, customers):
        people = await people_of(context.services, (order.person_id for order in found.orders))
        await show(context, found_several(wanted.words, found, customers, people, t))


async def opened_similar(_update: Update, context: Context) -> None:
    """Similar, on an order's card: the lists that it is in."""
    services, turn, number = context.services, context.turn, context.tapped_number
    order = await services.stores.orders.find(number, owner=None)
    if order is None:
        raise ShopError("button_old")
    day = order.created_at.astimezone(clock_of(turn.person.preferences.zone)).date()
    person = await services.stores.people.find(order.person_id)
    await show(context, similar(order, person, day, turn.t, CameFrom.read(context.button.value)))


async def people_of(services: Services, ids: Iterable[int]) -> dict[int, Person]:
    """Return the people with these numbers, each once."""
    wanted = list(dict.fromkeys(ids))
    found = await asyncio.gather(*(services.stores.people.find(one) for one in wanted))
    return {one.id: one for one in found if one is not None}


async def _opened_the_only(context: Context, found: DeskFound, customers: list[Person]) -> bool:
    """Open what the words name if that is one thing; return False if it is not."""
    named = [(Narrowed.SERVICE, one) for one in found.services]
    named += [(Narrowed.LINK, one) for one in found.links]
    if len(found.orders) + len(customers) + len(named) != 1:
        return False
    if found.orders:
        await show_order(context, found.orders[0].id, CameFrom())
    elif customers:
        await _show_page(context, DeskList(DeskGroup.ALL, Narrowed.PERSON, customers[0].id))
    else:
        [(by, one)] = named
        await _show_page(context, DeskList(DeskGroup.ALL, by, one.order_id))
    return True


async def _customers(services: Services, wanted: Wanted) -> list[Person]:
    if wanted.number is not None:
        person = await services.stores.people.find(wanted.number)
        return [] if person is None else [person]
    found = await services.stores.directory.search(wanted.words, number=None, limit=5)
    return [glance.person for glance in found]


async def _show_page(
    context: Context, showing: DeskList, *, older_than: int | None = None, newer_than: int | None = None
) -> None:
    services, turn = context.services, context.turn
    page = await services.stores.desk_orders.list_page(
        showing,
        size=ON_A_PAGE,
        day=_bounds(context, showing),
        older_than=older_than,
        newer_than=newer_than,
    )
    people = await people_of(services, (order.person_id for order in page.orders))
    await show(context, order_list(page, await _about(services, showing, turn.t), people, turn.t))


def _bounds(context: Context, showing: DeskList) -> tuple[datetime, datetime] | None:
    """Return the day's first moment and the next day's. Raises ShopError if the button has no such day."""
    if showing.by is not Narrowed.DAY:
        return None
    if showing.day is None:
        raise ShopError("button_old")
    return bounds_of(showing.day, clock_of(context.turn.person.preferences.zone))


async def _about(services: Services, showing: DeskList, t: Translator) -> str:
    """Return the line that says what the orders of this list have in common; "" for all."""
    if showing.by is Narrowed.DAY:
        return t("📅 Ordered on {day}", day=str(day_of(showing.of)))
    if showing.by is Narrowed.PERSON:
        person = await services.stores.people.find(showing.of)
        return t("👤 Of {name}, {number}", name=person.name if person else "?", number=str(showing.of))
    order = await services.stores.orders.find(showing.of, owner=None) if showing.by is not None else None
    if order is None:
        return ""
    if showing.by is Narrowed.SERVICE:
        return t("🏷 Of the service {service}", service=shortened(order.terms.service_name, 80))
    return t("🔗 For {link}", link=shortened(order.terms.subject, 120))


def _today(context: Context) -> date:
    return context.services.clock.now().astimezone(clock_of(context.turn.person.preferences.zone)).date()


def _read_day(text: str) -> date | None:
    """Return the day that was typed, by its year first or last; None for anything else."""
    words = as_typed_number(text)
    if first := _DAY_FIRST.fullmatch(words):
        year, month, day = (int(part) for part in first.groups())
    elif last := _DAY_LAST.fullmatch(words):
        day, month, year = (int(part) for part in last.groups())
    else:
        return None
    return day_of(year * 10_000 + month * 100 + day) if month < 100 and day < 100 else None


async def _ask(context: Context, asks: DeskAsks, showing: DeskList) -> None:
    await ask_at_desk(context, asks, showing.write())


def _asked_in(context: Context) -> DeskList:
    """Return the list that the question was asked from."""
    return DeskList.read(context.turn.desk_about) or DeskList()
