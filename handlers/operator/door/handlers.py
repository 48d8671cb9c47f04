"""Operators let people in, turn them away, and see who is where."""

from telegram import Update

from handlers.context import Context
from handlers.operator.already import is_mine, was_first
from handlers.operator.door.views import (
    IN_LIST,
    card_of,
    door_card,
    door_screen,
    people_list,
    sure_to_let_in,
    sure_to_put_out,
)
from handlers.operator.in_force import in_force
from handlers.operator.naming import tapped_person
from handlers.show import show
from handlers.view import View
from shop import notice
from shop.acts import Did
from shop.errors import ShopError
from shop.notice import Notice
from shop.person import Standing
from storage.desk.staff import subject_of_standing

DOOR = frozenset({Standing.ASKING, Standing.REFUSED, None})
"""Who can be let in: also whoever never asked."""

WANTED = {Standing.LET_IN: Did.LET_IN, Standing.REFUSED: Did.REFUSED}


async def opened_door(_update: Update, context: Context) -> None:
    """Door and bans."""
    services = context.services
    counts = await services.stores.door.count()
    await show(context, door_screen(counts, context.turn.t, is_open=services.access.open))


async def listed_people(_update: Update, context: Context) -> None:
    """One of the lists, or a page of it: the button names the last person of the page before."""
    button = context.button
    if button.value not in set(Standing):
        raise ShopError("button_old")
    state, after = Standing(button.value), button.number
    people = await context.services.stores.door.list_standing(state, after=after, limit=IN_LIST + 1)
    await show(context, people_list(state, people, context.turn.t, is_first=after is None))


async def opened_person(_update: Update, context: Context) -> None:
    """Somebody in a list, or Cancel on a question about them."""
    await show(context, await _card(context, tapped_person(context)))


async def wished_to_let_in(_update: Update, context: Context) -> None:
    """Let in, on somebody's card: asks first."""
    stands = await context.services.stores.door.find(tapped_person(context))
    await show(context, sure_to_let_in(stands, context.turn.t))


async def let_in(_update: Update, context: Context) -> None:
    """Let in: they may order at once, and are told."""
    await _decide(context, Standing.LET_IN)


async def turned_away(_update: Update, context: Context) -> None:
    """No: they are told once, and cannot ask again for thirty days."""
    await _decide(context, Standing.REFUSED)


async def _decide(context: Context, state: Standing) -> None:
    services, number = context.services, tapped_person(context)
    _refuse_staff(context, number)
    now, only_from = services.clock.now(), DOOR if state is Standing.LET_IN else {Standing.ASKING}
    news = [notice.door_news(number, state, now), *cards_about(context, number)]
    deciding = services.stores.staff.stand(
        number, state, context.turn.person.id, now, only_from=only_from, news=news
    )
    await _settle(context, await in_force(services, deciding, number), number, WANTED[state])


async def wished_to_put_out(_update: Update, context: Context) -> None:
    """Remove: asks first."""
    stands = await context.services.stores.door.find(tapped_person(context))
    await show(context, sure_to_put_out(stands, context.turn.t))


async def put_out(_update: Update, context: Context) -> None:
    """Confirm: they order nothing more, and may ask to come in again."""
    services, number = context.services, tapped_person(context)
    putting = services.stores.staff.put_out(number, context.turn.person.id, services.clock.now())
    await _settle(context, await in_force(services, putting, number), number, Did.PUT_OUT)


async def _settle(context: Context, is_done: bool, number: int, wanted: Did) -> None:
    """Show what became of it; somebody else's decision stands, and is named."""
    if not is_done and not await is_mine(context, subject_of_standing(number)):
        raise await was_first(context, subject_of_standing(number), wanted)
    await show(context, await _card(context, number))


async def _card(context: Context, number: int) -> View:
    """Return the card that asks, on a message that asked; else the person's card."""
    services, t = context.services, context.turn.t
    stands = await services.stores.door.find(number)
    asking = await services.stores.door.find_card(number, context.turn.person.id)
    if asking is not None and asking == context.turn.tapped_message_id:
        return door_card(stands, t)
    return card_of(stands, services.access.role_of(number), t)


def cards_about(context: Context, number: int) -> list[Notice]:
    """Return what has every operator's card about this person show how they stand."""
    return [notice.door(one, number) for one in sorted(context.services.access.operators)]


def _refuse_staff(context: Context, number: int) -> None:
    if number in context.services.access.staff:
        raise ShopError("works_here")
