"""Starting and stopping news of one's services, and the ways from them to a service's card."""

from dataclasses import replace

from telegram import Update

from handlers.context import Context
from handlers.ordering.browsing import opened_by_link
from handlers.service_news.views import switch
from handlers.show import show


async def opened_news(_update: Update, context: Context) -> None:
    """News, in the settings."""
    turn = context.turn
    await show(context, switch(turn.t, wanted=turn.person.preferences.news))


async def wished_news(_update: Update, context: Context) -> None:
    """Tell me, in the settings."""
    turn, services = context.turn, context.services
    await services.stores.service_news.start(turn.person.id, services.clock.now())
    await _show_switch(context, wanted=True)


async def stopped_news(_update: Update, context: Context) -> None:
    """Stop this news."""
    await context.services.stores.service_news.stop(context.turn.person.id)
    await _show_switch(context, wanted=False)


async def opened_service(_update: Update, context: Context) -> None:
    """A service in the news: its card."""
    await opened_by_link(context, context.button.of)


async def _show_switch(context: Context, *, wanted: bool) -> None:
    turn = context.turn
    turn.person = replace(turn.person, preferences=replace(turn.person.preferences, news=wanted))
    await show(context, switch(turn.t, wanted=wanted))
