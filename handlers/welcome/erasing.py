"""Delete my data: asked first, hindered by what is under way, then done at once."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.show import put_keys_away, show
from handlers.view import View
from handlers.welcome.erasing_views import (
    being_deleted,
    deleted,
    giving_up,
    obstacle_view,
    operators_stay,
    question,
)
from handlers.welcome.menu import follow_language
from handlers.welcome.outside_views import only_outside
from shop.errors import ShopError

STEPS = 30
"""Steps within the tap: most deletions end there. The rest goes on by itself."""


async def wished_deletion(_update: Update, context: Context) -> None:
    """Delete my data."""
    await _ask(context)


async def wished_to_give_up(_update: Update, context: Context) -> None:
    """Give the money up: asked once more, with the amount."""
    services, turn = context.services, context.turn
    matters = await services.stores.erasures.open_matters(turn.person.id)
    if matters.money_mark != context.button.of:  # it has changed since
        return await _ask(context)
    await _show(context, giving_up(matters, turn.t))
    return None


async def deleted_data(_update: Update, context: Context) -> None:
    """Delete for good, or Give up and delete: begun in one transaction, which looks at everything again."""
    services, turn = context.services, context.turn
    person, draft, now = turn.person, turn.draft, services.clock.now()
    erasures = services.stores.erasures
    _refuse_nobody(context)
    if turn.serves or await erasures.begin(person.id, now, given_up=context.button.of) is not None:
        return await _ask(context)
    turn.draft = None
    is_done = False
    for _ in range(STEPS):
        if is_done := await erasures.go_on(person.id, now):
            break
    await _show(context, deleted(turn.t, comes_back=turn.may_order) if is_done else being_deleted(turn.t))
    if draft is not None and draft.keys is not None:
        await put_keys_away(context, draft.keys)
    if person.chosen_language is not None:
        await follow_language(context.bot, replace(person, chosen_language=None), turn.role, turn.t)
    return None


async def _ask(context: Context) -> None:
    """Ask whether to delete, or say what stands in the way."""
    services, turn = context.services, context.turn
    if turn.serves:
        await show(context, operators_stay(turn.t, owns=turn.owns))
        return
    _refuse_nobody(context)
    matters = await services.stores.erasures.open_matters(turn.person.id)
    obstacle = matters.obstacle()
    if obstacle is None:
        until = services.board.members.until(turn.person.id, services.clock.now())
        await _show(context, question(turn.t, is_member=until is not None))
        return
    words = services.rules.words
    contact = words.contact if turn.may_order else words.strangers_contact or words.contact
    await _show(context, obstacle_view(obstacle, matters, contact, turn.t, is_outside=not turn.may_order))


async def _show(context: Context, view: View) -> None:
    """Show the view; whoever may not order sees no doors to where they may not go."""
    await show(context, view if context.turn.may_order else only_outside(view))


def _refuse_nobody(context: Context) -> None:
    """Raise ShopError for a stranger of whom nothing is known: there is nothing to delete."""
    turn = context.turn
    if not turn.may_order and not turn.is_known:
        raise ShopError("button_old")
