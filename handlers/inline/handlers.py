"""Inline queries: @bot in any chat lists the asker's own orders, and nobody else's."""

from telegram import InlineQuery, Update
from telegram.error import BadRequest

from handlers.buttons import row_number
from handlers.context import Context, too_late
from handlers.inline.views import hint, result
from locales import Translator
from shop.ordering.order import Order

RESULTS = 20
"""Results in one answer; Telegram takes 50, a phone shows few."""


async def queried(update: Update, context: Context) -> None:
    """@bot, or @bot 12. Answered from the database alone, for this person alone, never cached."""
    query = update.inline_query
    if query is None:
        return
    found = await _found(query.query.strip(), context) if context.turn.may_order else []
    try:
        await _answer(query, found, context.turn.t)
    except BadRequest as error:
        if not too_late(error):  # they have typed on, or closed the chat
            raise


async def _answer(query: InlineQuery, found: list[Order], t: Translator) -> None:
    await query.answer(
        results=[result(order, t) for order in found],
        cache_time=0,  # Telegram's default of 300 s would show yesterday's status
        is_personal=True,  # and without this, one person's orders to another
        button=None if found else hint(t),
    )


async def _found(words: str, context: Context) -> list[Order]:
    orders, person_id = context.services.stores.orders, context.turn.person.id
    if not words:
        return await orders.list_latest(person_id, limit=RESULTS)
    number = row_number(words)
    order = await orders.find(number, owner=person_id) if number is not None else None
    return [order] if order else []
