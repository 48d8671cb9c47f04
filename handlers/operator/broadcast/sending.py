"""A broadcast that somebody consented to: pausing, going on, stopping, deleting again; and those before."""

from datetime import datetime

from telegram import Update

from handlers.context import Context
from handlers.operator.already import was_first
from handlers.operator.broadcast.progress_views import LISTED, history, sure_to_delete
from handlers.operator.broadcast.showing import (
    get_broadcast,
    show_card,
    show_message,
    show_page,
    tally_of,
)
from handlers.sentences import toast_for
from handlers.show import show
from shop.acts import Did
from shop.broadcast import Broadcast, BroadcastState
from shop.errors import ShopError

BEGINS = frozenset({Did.BROADCAST_SENT, Did.BROADCAST_PLANNED})
"""Acts that decide nothing about one under way."""


async def paused_broadcast(_update: Update, context: Context) -> None:
    """Pause: what has not gone out waits."""
    number, by, now = _tap(context)
    if not await context.services.stores.broadcasts.pause(number, by, now):
        return await _too_late(context, Did.BROADCAST_PAUSED)
    return await _tell(context, context.turn.t.label("Paused."))


async def went_on_with_broadcast(_update: Update, context: Context) -> None:
    """Go on."""
    number, by, now = _tap(context)
    if not await context.services.stores.broadcasts.go_on(number, by, now):
        return await _too_late(context, Did.BROADCAST_WENT_ON)
    return await _tell(context, context.turn.t.label("It goes on."))


async def stopped_broadcast(_update: Update, context: Context) -> None:
    """Stop: messages that have not gone out yet are not sent."""
    number, by, now = _tap(context)
    if not await context.services.stores.broadcasts.stop(number, by, now):
        return await _too_late(context, Did.BROADCAST_STOPPED)
    return await _tell(context, context.turn.t.label("Stopped."))


async def wished_deletion(_update: Update, context: Context) -> None:
    """Delete again: asks first, with the number of chats it is about."""
    services, number = context.services, context.tapped_number
    found = await _deletable(context, number)
    if found is None:
        return await _too_late(context, Did.BROADCAST_DELETED)
    people = await services.stores.broadcasts.count_deletable(number, services.clock.now())
    await show(context, sure_to_delete(found, people, context.turn.t))
    return None


async def deleted_again(_update: Update, context: Context) -> None:
    """Delete it: the message vanishes where it arrived."""
    number, by, now = _tap(context)
    if await _deletable(context, number) is None:
        return await _too_late(context, Did.BROADCAST_DELETED)
    if not await context.services.stores.broadcasts.delete_again(number, by, now):
        return await _too_late(context, Did.BROADCAST_DELETED)
    return await _tell(context, context.turn.t.label("It is being deleted."))


async def _deletable(context: Context, number: int) -> Broadcast | None:
    """Return the broadcast if what arrived of it can be deleted; None if that was asked for before.

    Raises ShopError where it cannot be.
    """
    found = await get_broadcast(context.services, number)
    if found.deleting_at is not None:
        return None
    if not found.is_deletable(context.services.clock.now()):
        raise ShopError("broadcast_kept")
    return found


async def opened_broadcast(_update: Update, context: Context) -> None:
    """One of the history."""
    await show_page(context, context.tapped_number)


async def opened_history(_update: Update, context: Context) -> None:
    """Earlier ones, or a page of them: the button names the last one of the page before."""
    services, before = context.services, context.button.number
    found = await services.stores.broadcasts.list_begun(before=before, limit=LISTED + 1)
    tallies = [await tally_of(services, one) for one in found[:LISTED]]
    await show(context, history(found, tallies, context.turn.t, is_first=before is None))


async def sends_again(_update: Update, context: Context) -> None:
    """Send again: a new draft with the same message, for the same people."""
    services, person_id = context.services, context.turn.person.id
    sent = await get_broadcast(services, context.tapped_number)
    if sent.method:
        await show_message(context, sent.method, sent.content)  # what Telegram takes no more is not copied
    number = await services.stores.broadcasts.copy(sent.id, person_id, services.clock.now())
    if number is None:
        raise ShopError("broadcast_over")
    await show_card(context, number)


def _tap(context: Context) -> tuple[int, int, datetime]:
    """Return what was tapped about, by whom, and when."""
    return context.tapped_number, context.turn.person.id, context.services.clock.now()


async def _too_late(context: Context, wanted: Did) -> None:
    """Say that it is done or decided already, and by whom if it was a colleague; show how it stands."""
    services, turn = context.services, context.turn
    found = await get_broadcast(services, context.tapped_number)
    last = await services.stores.acts.last(found.subject)
    by_itself = found.trouble or (found.state is BroadcastState.DONE and found.deleting_at is None)
    if by_itself or last is None or last.act.did in BEGINS:
        first = ShopError("broadcast_over")
    else:
        first = await was_first(context, found.subject, wanted)
    await turn.answer(toast_for(first, turn.t), alert=True)
    await show_page(context, context.tapped_number)


async def _tell(context: Context, words: str) -> None:
    """Say that it is done, and show how the broadcast stands."""
    await context.turn.answer(words)
    context.services.wakeups.outbox()
    await show_page(context, context.tapped_number)
