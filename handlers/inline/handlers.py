"""Inline queries: @bot in any chat lists the asker's own orders, nobody else's; words find services."""

from telegram import InlineQuery, InlineQueryResultArticle, Update
from telegram.error import BadRequest

from handlers.buttons import row_number
from handlers.context import Context, too_late
from handlers.deadline import answers_of
from handlers.growth.gifts_inline import asks_for_gifts, gift_of, gifts_inline
from handlers.inline.service_views import service_result
from handlers.inline.views import closed_hint, hint, order_of, result
from handlers.orders.words import without_heading
from handlers.price_lines import Prices
from shop.ordering.order import Order

RESULTS = 20
"""Results in one answer; Telegram takes 50, a phone shows few."""


async def queried(update: Update, context: Context) -> None:
    """@bot, @bot 12, or @bot likes. Answered for this person alone, without the panel, never cached."""
    query = update.inline_query
    if query is None:
        return
    found = await _results(query.query.strip(), context) if context.turn.may_order else []
    try:
        await _answer(query, found, context)
    except BadRequest as error:
        if not too_late(error):  # they have typed on, or closed the chat
            raise


async def shared(update: Update, context: Context) -> None:
    """A result was put into a chat: it is kept up to date there, if BotFather tells us of it."""
    chosen, turn, services = update.chosen_inline_result, context.turn, context.services
    if chosen is None or chosen.inline_message_id is None or not turn.may_order:
        return
    stores, now, card = services.stores, services.clock.now(), chosen.inline_message_id
    if (gift := gift_of(chosen.result_id)) is not None:
        await stores.gifts.share(card, gift, turn.person.id, now)
        services.wakeups.outbox()
    elif (number := order_of(chosen.result_id)) is not None:
        await stores.shared_cards.share(card, order_id=number, owner=turn.person.id, now=now)


async def _answer(query: InlineQuery, found: list[InlineQueryResultArticle], context: Context) -> None:
    t, is_closed = context.turn.t, context.turn.may_order and context.services.rules.gate.is_closed
    way = None if found else hint(t)
    await query.answer(
        results=found,
        cache_time=0,  # Telegram's default of 300 s would show yesterday's status
        is_personal=True,  # and without this, one person's orders to another
        button=closed_hint(t) if is_closed else way,
    )


async def _results(words: str, context: Context) -> list[InlineQueryResultArticle]:
    """Return the asker's orders for no words or a number, else the services that the words find."""
    t = context.turn.t
    if asks_for_gifts(words) and (gifts := await gifts_inline(context, words)):
        return gifts
    words = without_heading(words, t)
    if words and row_number(words) is None:
        return _services(words, context)
    found = await _found(words, context)
    answers = await answers_of(context.services, found)
    username = context.bot.username
    return [result(order, t, answers.get(order.id), username) for order in found]


def _services(words: str, context: Context) -> list[InlineQueryResultArticle]:
    services, turn, username = context.services, context.turn, context.bot.username
    own, board = services.prices(turn.person.id, turn.t), services.board
    usual = Prices(turn.t, board.at_level("") if board.closed is None else None)
    found, unrefilled = services.storefront.find(words)[:RESULTS], services.storefront.unrefilled
    return [
        service_result(service, own, usual, username, turn.t, is_refilled=bool(unrefilled.refill_of(service)))
        for service in found
    ]


async def _found(words: str, context: Context) -> list[Order]:
    orders, person_id = context.services.stores.orders, context.turn.person.id
    if not words:
        return await orders.list_latest(person_id, limit=RESULTS)
    number = row_number(words)
    order = await orders.find(number, owner=person_id) if number is not None else None
    return [order] if order else []
