"""Saving presets, ordering one for a link, naming and deleting them."""

from collections.abc import Sequence
from dataclasses import replace

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context, typed_text
from handlers.mass.handlers import begun
from handlers.mass.showing import link_question, show_card
from handlers.ordering.left import with_way_to_left
from handlers.presets.naming import named_in, show_name_question
from handlers.presets.views import preset_list, preset_rows, preset_saved, sure_to_delete
from handlers.sentences import sentence_for
from handlers.show import say, show
from shop.errors import ShopError
from shop.ordering.draft import PRESET_NAME
from shop.ordering.order import Order
from shop.ordering.presets import Preset, can_be_preset, first_name, items_of, list_of, read_name


async def saved_mass_order(_update: Update, context: Context) -> None:
    """Save as preset, on the card of a mass order."""
    mass_orders, person_id = context.services.stores.mass_orders, context.turn.person.id
    await _save(context, (await mass_orders.find_ordered(context.button.of, person_id)).orders)


async def saved_order(_update: Update, context: Context) -> None:
    """Save as preset, on the card of an ended order."""
    orders, person_id = context.services.stores.orders, context.turn.person.id
    order = await orders.find(context.tapped_number, owner=person_id)
    if order is None or not can_be_preset(order):
        raise ShopError("button_old")
    await _save(context, (order,))


async def opened_presets(_update: Update, context: Context) -> None:
    """Presets, Previous or Next."""
    await _show_list(context, row_number(context.button.value) or 0)


async def opened_preset(_update: Update, context: Context) -> None:
    """A preset's button: begins a mass order of it, which asks for the link."""
    services, preset = context.services, await _tapped(context)
    draft = await begun(context)
    listed = list_of(preset, draft.id)
    await services.stores.mass_orders.save(listed, None, services.clock.now())
    names = {item.service_id: item.service_name for item in preset.items}
    view = await link_question(context, listed, names)
    await show_card(context, draft, replace(view, rows=preset_rows(preset, context.turn.t)))


async def wished_name(_update: Update, context: Context) -> None:
    """Rename: asks for the name."""
    services, preset = context.services, await _tapped(context)
    draft = replace(await begun(context), question=PRESET_NAME, answers={"preset": preset.id})
    await services.stores.drafts.save(draft, services.clock.now())
    context.turn.draft = draft
    await show_name_question(context, draft)


async def typed_name(update: Update, context: Context) -> None:
    """The new name."""
    services, turn = context.services, context.turn
    draft = turn.own_draft
    text = typed_text(update)
    try:
        name = read_name(text)
    except ShopError as refused:
        await show_name_question(context, draft, note=sentence_for(refused, turn.t))
        return
    preset = await named_in(context, draft)
    await services.stores.presets.rename(preset.id, turn.person.id, name)
    turn.draft = await services.stores.drafts.drop(turn.person.id, services.clock.now())
    saved = preset_saved(replace(preset, name=name), turn.t)
    await say(context, with_way_to_left(context, turn.draft, saved))


async def wished_to_delete(_update: Update, context: Context) -> None:
    """Delete: asks once more."""
    await show(context, sure_to_delete(await _tapped(context), context.turn.t))


async def deleted(_update: Update, context: Context) -> None:
    """Delete it. The mass order that was begun with it stays, if one was."""
    services, turn = context.services, context.turn
    await services.stores.presets.drop(context.tapped_number, turn.person.id)
    await turn.answer(turn.t.label("Deleted."))
    await _show_list(context, 0)


async def _show_list(context: Context, page: int) -> None:
    presets = await context.services.stores.presets.list_of(context.turn.person.id)
    await show(context, preset_list(presets, page, context.turn.t))


async def _save(context: Context, orders: Sequence[Order]) -> None:
    """Save what these orders had, and say so below their card, which goes on."""
    services, turn = context.services, context.turn
    items = items_of(orders)
    preset = await services.stores.presets.add(turn.person.id, first_name(items), items, services.clock.now())
    await say(context, preset_saved(preset, turn.t))


async def _tapped(context: Context) -> Preset:
    return await context.services.stores.presets.find(context.tapped_number, context.turn.person.id)
