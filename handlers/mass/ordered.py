"""The buttons of a confirmed mass order's card. It goes on in the chat, so other screens come below it."""

from telegram import Update

from handlers.context import Context
from handlers.mass.card_views import mass_card
from handlers.orders.searching import list_page
from handlers.show import say, show
from handlers.welcome.home import showed_home
from shop.ordering.mass_quote import MassOrder


async def refreshed(_update: Update, context: Context) -> None:
    """Refresh: shows how the orders stand now."""
    mass = await _tapped(context)
    await show(context, mass_card(mass, context.turn.t))


async def opened_orders(_update: Update, context: Context) -> None:
    """My orders."""
    await _tapped(context)
    await say(context, await list_page(context))


async def went_home(_update: Update, context: Context) -> None:
    """Menu."""
    await showed_home(context)


async def _tapped(context: Context) -> MassOrder:
    """Return the mass order. Raises ShopError if it is gone, or somebody else's."""
    return await context.services.stores.mass_orders.find_ordered(context.button.of, context.turn.person.id)
