"""Inline queries: @bot in any chat lists the asker's own orders, and nobody else's."""

from telegram import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    Update,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.buttons import row_number
from handlers.context import Context, too_late
from handlers.orders.views import brief, status_of
from handlers.view import shortened
from locales import Translator
from shop.ordering.order import Order

MOST = 20
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
        results=[_result(order, t) for order in found],
        cache_time=0,  # Telegram's default of 300 s would show yesterday's status
        is_personal=True,  # and without this, one person's orders to another
        button=None if found else _hint(t),
    )


async def _found(words: str, context: Context) -> list[Order]:
    orders, person_id = context.services.stores.orders, context.turn.person.id
    if not words:
        return await orders.latest(person_id, limit=MOST)
    number = row_number(words)
    order = await orders.find(number, owner=person_id) if number is not None else None
    return [order] if order else []


def _result(order: Order, t: Translator) -> InlineQueryResultArticle:
    status = status_of(order, t)
    return InlineQueryResultArticle(
        id=f"{order.id}-{int(order.changed_at.timestamp())}",
        title=t.label("Order {order} · {status}", order=str(order.id), status=status),
        description=shortened(order.terms.service_name, 120),
        input_message_content=InputTextMessageContent(
            message_text=brief(order, t), parse_mode=ParseMode.HTML
        ),
    )


def _hint(t: Translator) -> InlineQueryResultsButton:
    return InlineQueryResultsButton(text=t.label("Nothing to show. Open the shop"), start_parameter="inline")
