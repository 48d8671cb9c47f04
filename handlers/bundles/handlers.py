"""Bundles: the list, one of them, and beginning to order it."""

from telegram import Update

from handlers.bundles.finding import find_sold, price_for
from handlers.bundles.views import bundle_card, bundle_list
from handlers.buttons import row_number
from handlers.context import Context
from handlers.mass.handlers import begun
from handlers.mass.showing import show_list
from handlers.show import show
from shop.errors import ShopError
from shop.ordering.mass_list import MassList


async def opened_bundles(_update: Update, context: Context) -> None:
    """Bundles, Previous or Next."""
    found = await context.services.stores.bundles.list_on_sale()
    await show(context, bundle_list(found, row_number(context.button.value) or 0, context.turn.t))


async def opened_bundle(_update: Update, context: Context) -> None:
    """A bundle's button."""
    await show_bundle(context, context.tapped_number)


async def opened_by_link(context: Context, typed: str) -> None:
    """A link to a bundle."""
    number = row_number(typed)
    if number is None:
        raise ShopError("bundle_gone")
    await show_bundle(context, number)


async def show_bundle(context: Context, number: int) -> None:
    """Show this bundle's card."""
    sold = await find_sold(context, number)
    await show(context, bundle_card(sold, price_for(context, sold), context.turn.t))


async def wished_to_order(_update: Update, context: Context) -> str:
    """Order, or Order again: begins the order, which asks for the link."""
    services, sold = context.services, await find_sold(context, context.tapped_number)
    price_for(context, sold)
    draft = await begun(context)
    lines = sold.bundle.lines()
    listed = MassList(draft.id, draft.person_id, lines, wants_link=True, bundle=sold.id, version=sold.version)
    await services.stores.mass_orders.save(listed, None, services.clock.now())
    return await show_list(context, draft, listed)
