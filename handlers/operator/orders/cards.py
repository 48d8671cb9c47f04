"""An order's card at the desk: read all that it shows, and show it."""

from telegram import Update

from handlers.context import Context, Services
from handlers.deadline import answer_of
from handlers.operator.orders.card_views import AtDesk, desk_order
from handlers.operator.orders.doors import CameFrom
from handlers.operator.suppliers import name_at
from handlers.orders.refill import refill_of
from handlers.show import show
from shop.errors import ShopError
from shop.ordering.order import Order
from shop.person import Person
from storage.orders.endings import can_end


async def opened_order(_update: Update, context: Context) -> None:
    """An order in a list, or the way back to its card."""
    await show_order(context, context.tapped_number, CameFrom.read(context.button.value))


async def find_order(context: Context, number: int) -> Order:
    """Return anybody's order. Raises ShopError if there is none."""
    order = await context.services.stores.orders.find(number, owner=None)
    if order is None:
        raise ShopError("order_not_there", order=str(number))
    return order


async def show_order(context: Context, number: int, came: CameFrom, note: str = "") -> None:
    """Show the card of this order; `note` says what has just happened."""
    shown = await at_desk(context, await find_order(context, number), came)
    await show(context, desk_order(shown, context.turn.t, note))


async def showed_order_of_number(context: Context, number: int) -> bool:
    """Show the order of this number, as /find does; return False if there is none."""
    if await context.services.stores.orders.find(number, owner=None) is None:
        return False
    await show_order(context, number, CameFrom())
    return True


async def at_desk(context: Context, order: Order, came: CameFrom) -> AtDesk:
    """Return all that the order's card shows."""
    services, is_here = context.services, context.services.stores.orders.is_here(order)
    return AtDesk(
        order=order,
        person=await person_of(services, order),
        operates=context.turn.operates,
        refill=refill_of(services, order),
        can_end=order.ended_by is None
        and (can_end(order.state, refund=True) or can_end(order.state, refund=False)),
        currency=await _currency(services, order) if is_here else None,
        came=came,
        answer=await answer_of(services, order),
        is_here=is_here,
        supplier=name_at(services, order.panel),
    )


async def person_of(services: Services, order: Order) -> Person | None:
    """Return the order's customer; None if nothing is kept of them."""
    return await services.stores.people.find(order.person_id)


async def _currency(services: Services, order: Order) -> str | None:
    account = await services.at(order.panel).stores.catalogue.get_account()
    return account.currency
