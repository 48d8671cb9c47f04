"""Ending an order that the panel says nothing about: /review 12 end refund, /review 12 end keep."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.review.sure_views import sure_to_end
from handlers.orders.refill import refill_of
from handlers.orders.views import card
from handlers.show import show
from shop.errors import ShopError
from shop.ordering.order import Order
from storage.orders.endings import can_end

REFUND, KEEP = "refund", "keep"


async def ask_to_end(context: Context, number: str, how: str) -> None:
    """Ask if the operator is sure: money moves, and the panel is never asked about the order again."""
    order = await _get_order(context, number)
    if order.ended_by is not None or not can_end(order.state, refund=how == REFUND):
        raise ShopError("not_to_end", order=str(order.id))
    await show(context, sure_to_end(order, context.turn.t, refund=how == REFUND))


async def ended(_update: Update, context: Context) -> None:
    """Yes, end it."""
    turn, services = context.turn, context.services
    order, how = await _get_order(context, context.button.of), context.button.value
    if how not in {REFUND, KEEP}:
        raise ShopError("button_old")
    endings, now = services.stores.endings, services.clock.now()
    done = await endings.end(order.id, now, refund=how == REFUND, by=turn.person.id)
    if not done:
        await turn.answer(turn.t.label("This has already been decided; nothing changed."), alert=True)
    services.wakeups.outbox()
    order = await _get_order(context, str(order.id))
    owner = await services.stores.people.find(order.person_id)
    await show(context, card(order, turn.t, owner=owner, refill=refill_of(context.services, order)))


async def _get_order(context: Context, text: str) -> Order:
    """Return the order with this number. Raises ShopError if there is none."""
    number = row_number(text)
    order = await context.services.stores.orders.find(number, owner=None) if number is not None else None
    if order is None:
        raise ShopError("order_not_there", order=text.strip().removeprefix("#")[:20] or "?")
    return order
