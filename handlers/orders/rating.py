"""The stars below the message of an order's end."""

from telegram import Update

from handlers.context import Context
from handlers.orders.ending_views import ending_view
from handlers.show import show
from shop.errors import ShopError
from shop.ordering.rating import stars_of


async def rated(_update: Update, context: Context) -> None:
    """A star: notes it, or changes an earlier one; the message says thanks. Only for one's own order."""
    services, turn, button = context.services, context.turn, context.button
    stars, number, me = stars_of(button.value), button.number, turn.person.id
    if number is None:
        raise ShopError("button_old")
    await services.stores.ratings.rate(number, owner=me, stars=stars, now=services.clock.now())
    services.wakeups.outbox()
    order = await services.stores.orders.find(number, owner=me)
    if order is not None:
        await show(context, ending_view(order, order.state, turn.t))
