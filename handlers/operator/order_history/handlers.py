"""The timeline of an order."""

from telegram import Update

from handlers.context import Context
from handlers.operator.order_history.views import History, timeline
from handlers.operator.orders.cards import find_order
from handlers.show import show

ACTS = 50
"""The newest acts of the staff that are shown."""


async def opened_timeline(_update: Update, context: Context) -> None:
    """Timeline, or a page of it; the button carries the page of the list, and that of the timeline."""
    stores, turn = context.services.stores, context.turn
    order = await find_order(context, context.tapped_number)
    came, _, page = context.button.value.partition("/")
    case = await stores.cases.find(order.id)
    decider = None if case is None or case.decided_by is None else await stores.people.find(case.decided_by)
    history = History(
        order=order,
        known=await stores.desk_orders.get_timeline(order),
        case=case,
        acts=await stores.acts.list_of_order(order.id, ACTS),
        decider="" if decider is None else decider.name,
    )
    await show(context, timeline(history, turn.t, came=came, page=int(page) if page.isdecimal() else 0))
