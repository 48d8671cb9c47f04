"""Level: which prices somebody has, chosen from those that /prices knows."""

from telegram import Update

from handlers.context import Context
from handlers.operator.finding import get_person
from handlers.operator.people.card_views import NO_LEVEL, level_mark, levels_card, sure_of_level
from handlers.operator.people.handlers import show_person
from handlers.show import show
from shop.errors import ShopError
from shop.pricing.changes import Change, Signed, change_price
from shop.pricing.price_list import Scope


async def opened_levels(_update: Update, context: Context) -> None:
    """Level: this person's, and those to choose from."""
    person = await get_person(context, context.button.of)
    prices = context.services.board.prices
    await show(context, levels_card(person, prices.level_of(person.id), prices.levels, context.turn.t))


async def chose_level(_update: Update, context: Context) -> None:
    """A level: asks before prices change."""
    person = await get_person(context, context.button.of)
    await show(context, sure_of_level(person, _level_of(context), context.turn.t))


async def sure_of_chosen_level(update: Update, context: Context) -> None:
    """Confirm. The same tap once more changes nothing."""
    services, person = context.services, await get_person(context, context.button.of)
    level = _level_of(context)
    if services.board.prices.level_of(person.id) != level:
        by = Signed(context.turn.person.id, update.update_id, services.clock.now())
        wanted = Change(Scope.PERSON, str(person.id), level or None)
        await change_price(services.stores.price_rules, services.board, wanted, by)
    await context.turn.answer(context.turn.t.label("The level is set."))
    await show_person(context, person.id)


def _level_of(context: Context) -> str:
    """Return the level that the button stands for. Raises ShopError if it is gone since."""
    marks = {level_mark(one): one for one in (*context.services.board.prices.levels, NO_LEVEL)}
    level = marks.get(context.button.value)
    if level is None:
        raise ShopError("button_old")
    return level
