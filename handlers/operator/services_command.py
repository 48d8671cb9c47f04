"""/services with words: a service by its number, what words find, or routes and fallbacks."""

from telegram import Update

from handlers.context import Context
from handlers.operator.catalogue.browsing import show_found
from handlers.operator.routing.handlers import wrote_route
from shop.typed import seen


async def wrote_services(update: Update, context: Context) -> None:
    """/services 21 shows the card of service 21, /services fallback 21 2000021 has another deliver."""
    words = context.args or []
    if words[0].lower() in {"route", "routes", "fallback"}:
        await wrote_route(update, context)
    else:
        await show_found(context, seen(" ".join(words)))
