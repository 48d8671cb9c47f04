"""Starting an order later: the choice of a moment, from the confirm card and back to it."""

from datetime import UTC, datetime, timedelta

from telegram import Update

from handlers.context import Context
from handlers.ordering.asking import ask
from handlers.ordering.browsing import tapped
from shop.errors import ShopError
from shop.ordering import filling
from shop.ordering.draft import WHEN
from shop.ordering.start_times import Start, in_bounds, read_start, zone_of


async def wished_to_start_later(_update: Update, context: Context) -> str:
    """Start later, or Change the start: from the confirm card to the choice of a moment."""
    tapped(context)
    return await ask(context, filling.wish_start(context.turn.own_draft))


async def typed_start(update: Update, context: Context) -> str:
    """A time, typed by the reader's own clock."""
    message = update.message
    if message is None or not message.text:
        raise ShopError("not_text")
    now = context.services.clock.now()
    return await _starts_at(context, read_start(message.text, now, zone_of(context.turn.person)))


async def chose_start(_update: Update, context: Context) -> str:
    """A moment's button: in an hour from the tap, or the very moment that its label names."""
    value, now = _tapped_start(context), context.services.clock.now()
    if value == Start.IN_AN_HOUR:
        return await _starts_at(context, now + timedelta(hours=1))
    if not (value.isascii() and value.isdecimal() and len(value) <= 10):
        raise ShopError("button_old")
    return await _starts_at(context, in_bounds(datetime.fromtimestamp(int(value), UTC), now))


async def chose_at_once(_update: Update, context: Context) -> str:
    """Start at once: the chosen moment is dropped."""
    _tapped_start(context)
    return await ask(context, filling.start_at(context.turn.own_draft, None))


def _tapped_start(context: Context) -> str:
    """Return the tapped button's value. Raises ShopError if the start is not being asked for."""
    value = tapped(context).value
    if context.turn.own_draft.question != WHEN:
        raise ShopError("button_old")
    return value


async def _starts_at(context: Context, at: datetime) -> str:
    return await ask(context, filling.start_at(context.turn.own_draft, at))
