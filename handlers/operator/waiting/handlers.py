"""Waiting for you: the queue, what stands in it, and the way back."""

from datetime import UTC, datetime, timedelta

from telegram import Update

from handlers.buttons import Button, row_number
from handlers.context import Context
from handlers.operator.already import already
from handlers.operator.cards import led_back
from handlers.operator.review.ending import KEEP, REFUND, ask_to_end
from handlers.operator.waiting.opening import open_order, open_waiting, subject_that_closes
from handlers.operator.waiting.views import queue_page
from handlers.sentences import toast_for
from handlers.show import show
from handlers.view import PAGE
from shop.acts import subject_of
from shop.errors import ShopError
from shop.waiting import CLOSED_BY_HAND, Place, Waits, kinds_for

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


async def opened_queue(_update: Update, context: Context) -> None:
    """Waiting for you, or back to it: the oldest page."""
    await _show_page(context, None, 1)


async def paged_on(_update: Update, context: Context) -> None:
    """Next."""
    place, first = _place_of(context.button)
    await _show_page(context, place, first)


async def opened_waiting(_update: Update, context: Context) -> None:
    """Something in the queue, by its number: its card stands in place of the queue."""
    kind, number = _tapped(context)
    services, turn = context.services, context.turn
    view = await open_waiting(services, kind, number, turn.t, context.bot.username)
    message_id = await show(context, led_back(view, turn.t))
    subject = subject_that_closes(kind, number)
    if subject is not None:
        cards, now = services.stores.staff_cards, services.clock.now()
        await cards.stands(subject, turn.person.id, message_id, now, of_queue=True)
    if kind is Waits.TICKET and (latest := await services.stores.tickets.find_latest(number)) is not None:
        await services.stores.tickets.opened_at(latest, turn.person.id, message_id)


async def opened_order(_update: Update, context: Context) -> None:
    """An order that the desk names: whose refund is held."""
    view = await open_order(context.services, context.tapped_number, context.turn.t)
    await show(context, led_back(view, context.turn.t))


async def saw_to(_update: Update, context: Context) -> None:
    """Seen to: it leaves the queue, which is shown again."""
    kind, number = _tapped(context)
    if kind not in CLOSED_BY_HAND:
        raise ShopError("button_old")
    services, turn = context.services, context.turn
    if not await services.stores.waiting.see_to(kind, number, turn.person.id, services.clock.now()):
        first = await already(context, subject_of(kind, number))
        await turn.answer(toast_for(first, turn.t), alert=True)
    await _show_page(context, None, 1)


async def wished_to_end(_update: Update, context: Context) -> None:
    """End, money back, or End as done: are you sure?"""
    if context.button.value not in {REFUND, KEEP}:
        raise ShopError("button_old")
    await ask_to_end(context, context.button.of, context.button.value)


async def _show_page(context: Context, after: Place | None, first: int) -> None:
    services, turn = context.services, context.turn
    found = await services.stores.waiting.list_page(
        kinds_for(turn.role), services.clock.now(), limit=PAGE + 1, after=after
    )
    await show(context, queue_page(found, first, turn.t))


def _tapped(context: Context) -> tuple[Waits, int]:
    """Return what the tapped button is about. Raises ShopError if it is nothing that this role sees to."""
    if context.button.value not in set(Waits):
        raise ShopError("button_old")
    kind = Waits(context.button.value)
    if kind not in kinds_for(context.turn.role):
        raise ShopError("only_operators")
    return kind, context.tapped_number


def _place_of(button: Button) -> tuple[Place, int]:
    """Return the place behind which the page begins, and the number of its first line. Raises ShopError."""
    kind, _, rest = button.value.partition(",")
    micros, first = (row_number(one) for one in (*rest.split(","), "", "")[:2])
    if kind not in set(Waits) or micros is None or first is None or button.number is None:
        raise ShopError("button_old")
    try:
        since = _EPOCH + timedelta(microseconds=micros)
    except OverflowError:  # a forged number
        raise ShopError("button_old") from None
    return Place(since, Waits(kind), button.number), first
