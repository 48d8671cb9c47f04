"""/people, /find, and a person's card."""

import asyncio

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.finding import FOUND, find_people, named_in
from handlers.operator.orders.cards import showed_order_of_number
from handlers.operator.people.card_views import Known, person_card
from handlers.operator.people.list_views import (
    PEOPLE_ON_A_PAGE,
    filters_card,
    people_list,
    search_card,
    several_found,
)
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.orders.words import without_heading
from handlers.show import show
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.people.listing import PeopleFilter, PeoplePlace


async def opened_people(_update: Update, context: Context) -> None:
    """/people, or its door: everybody, last seen first."""
    await _show_page(context, PeopleFilter.ALL, None)


async def chose_people(_update: Update, context: Context) -> None:
    """A filter, or First page."""
    await _show_page(context, _filter_of(context.button.value), None)


async def paged_people(_update: Update, context: Context) -> None:
    """Next."""
    button = context.button
    await _show_page(context, _filter_of(button.value), PeoplePlace.read(button.of))


async def opened_filters(_update: Update, context: Context) -> None:
    """Show …"""
    await show(context, filters_card(context.turn.t))


async def wished_person(_update: Update, context: Context) -> None:
    """Search: asks for words to find somebody by."""
    await ask_at_desk(context, DeskAsks.PERSON_WORDS)
    await show(context, search_card(context.turn.t))


async def typed_person(update: Update, context: Context) -> None:
    """The words that were asked for; where they find nobody, others may follow."""
    words = named_in(update.message)
    if not words.strip():
        raise ShopError("not_text")
    await _look_for(context, words)
    await note_answered(context)


async def looked_for(update: Update, context: Context) -> None:
    """/find: an order by its number, or a person by number, @name or name; without words it asks for them."""
    words = " ".join(context.args or [])
    if not words:
        return await wished_person(update, context)
    number = row_number(without_heading(words, context.turn.t))
    if number is not None and await showed_order_of_number(context, number):
        return None
    try:
        await _look_for(context, words)
    except ShopError as nobody:
        if number is None or nobody.key != "person_unknown":
            raise
        raise ShopError("number_unknown", number=str(number)) from nobody
    return None


async def opened_person(_update: Update, context: Context) -> None:
    """Somebody in the list, or Back to their card."""
    await show_person(context, context.tapped_number)


async def show_person(context: Context, person_id: int) -> None:
    """Show somebody's card. Raises ShopError if nobody has this number."""
    services, turn = context.services, context.turn
    stores, currency = services.stores, services.board.currency
    facts, wallet, notes = await asyncio.gather(
        stores.directory.facts(person_id, currency),
        stores.statements.get_wallet(person_id, currency, limit=1),
        stores.notes.list_of(person_id, limit=1),
    )
    if facts is None:
        raise ShopError("person_unknown", person=str(person_id))
    known = Known(
        facts=facts,
        wallet=wallet,
        role=services.access.role_of(person_id),
        level=services.board.prices.level_of(person_id),
        note=notes[0] if notes else None,
        member_until=services.board.members.until(person_id, services.clock.now()),
    )
    await show(context, person_card(known, turn.t, turn.role))


async def _look_for(context: Context, words: str) -> None:
    people = await find_people(context, words)
    if len(people) == 1:
        await show_person(context, people[0].person.id)
    else:
        await show(context, several_found(people, context.services.access, context.turn.t, most=FOUND))


async def _show_page(context: Context, showing: PeopleFilter, after: PeoplePlace | None) -> None:
    services = context.services
    access, directory = services.access, services.stores.directory
    among = access.roster.banned if showing is PeopleFilter.BANNED else access.staff
    page = await directory.list_page(showing, size=PEOPLE_ON_A_PAGE, after=after, among=among)
    await show(context, people_list(page, access, context.turn.t, is_first=after is None))


def _filter_of(text: str) -> PeopleFilter:
    return PeopleFilter(text) if text in set(PeopleFilter) else PeopleFilter.ALL
