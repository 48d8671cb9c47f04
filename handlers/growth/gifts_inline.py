"""Gifts in any chat: `@bot gift` lists one's own, and the messages they become are kept up to date."""

from telegram import InlineQueryResultArticle

from handlers.buttons import row_number
from handlers.context import Context
from handlers.growth.gift_views import gift_result
from shop.growth.gifts import ASKED_INLINE, MOST_OPEN


def asks_for_gifts(words: str) -> bool:
    """Return True if these words after the bot's name ask for gifts: `gift`, or `gift 12`."""
    first, _, rest = words.partition(" ")
    return first.lower() == ASKED_INLINE and (not rest.strip() or row_number(rest.strip()) is not None)


async def gifts_inline(context: Context, words: str) -> list[InlineQueryResultArticle]:
    """Return the asker's own open gifts as results, or the one whose number stands in the words."""
    services, turn = context.services, context.turn
    if not services.access.open:
        return []
    number = row_number(words.partition(" ")[2].strip() or "-")
    gifts = await services.stores.gifts.list_open(turn.person.id, limit=MOST_OPEN)
    wanted = [gift for gift in gifts if number in {None, gift.id}]
    return [gift_result(gift, context.bot.username, turn.t) for gift in wanted]


def gift_of(result_id: str) -> int | None:
    """Return the number of the gift whose result this was; None if it was not a gift's."""
    kind, _, number = result_id.partition("-")
    return row_number(number) if kind == "g" else None
