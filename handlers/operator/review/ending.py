"""Ending an order that the panel says nothing about: /review 12 end refund, /review 12 end keep."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.already import was_first
from handlers.operator.orders.cards import show_order
from handlers.operator.orders.doors import CameFrom
from handlers.operator.review.sure_views import sure_to_end
from handlers.sentences import toast_for
from handlers.show import show
from shop.acts import Did
from shop.errors import ShopError
from shop.ordering.order import Order
from shop.typed import without_sign
from storage.orders.endings import can_end

REFUND, KEEP = "refund", "keep"


async def wished_end(_update: Update, context: Context) -> None:
    """Give the money back, or Keep it, on the order's card at the desk."""
    how, _, came_from = context.button.value.partition(",")
    if how not in {REFUND, KEEP}:
        raise ShopError("button_old")
    await ask_to_end(context, context.button.of, how, came_from)


async def ask_to_end(context: Context, number: str, how: str, came_from: str = "") -> None:
    """Ask if the operator is sure: money moves, and the panel is never asked about the order again.

    `came_from` is the page of the list that the order was opened from.
    """
    order = await _get_order(context, number)
    if order.ended_by is not None or not can_end(order.state, refund=how == REFUND):
        raise ShopError("not_to_end", order=str(order.id))
    await show(context, sure_to_end(order, context.turn.t, refund=how == REFUND, came_from=came_from))


async def ended(_update: Update, context: Context) -> None:
    """Yes, end it."""
    turn, services = context.turn, context.services
    how, _, came_from = context.button.value.partition(",")
    order = await _get_order(context, context.button.of)
    if how not in {REFUND, KEEP}:
        raise ShopError("button_old")
    endings, now = services.stores.endings, services.clock.now()
    done = await endings.end(order.id, now, refund=how == REFUND, by=turn.person.id)
    if not done:
        await _tell_who(context, order, Did.ORDER_REFUNDED if how == REFUND else Did.ORDER_KEPT)
    services.wakeups.outbox()
    await show_order(context, order.id, CameFrom.read(came_from))


async def _tell_who(context: Context, order: Order, wanted: Did) -> None:
    """Say that it has ended already: by whom of the staff, if it was somebody else of them."""
    first = await was_first(context, f"end:{order.id}", wanted)
    await context.turn.answer(toast_for(first, context.turn.t), alert=True)


async def _get_order(context: Context, text: str) -> Order:
    """Return the order with this number. Raises ShopError if there is none."""
    number = row_number(text)
    order = await context.services.stores.orders.find(number, owner=None) if number is not None else None
    if order is None:
        raise ShopError("order_not_there", order=without_sign(text.strip())[:20] or "?")
    return order
