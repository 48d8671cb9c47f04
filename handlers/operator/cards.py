"""Cards that were opened out of the queue lead back there, whatever is decided on them."""

from dataclasses import replace

from handlers.context import Context
from handlers.operator.navigation import QUEUE, desk_door
from handlers.view import View
from locales import Translator


def led_back(view: View, t: Translator) -> View:
    """Return the view with the way back to the queue below it."""
    back = ("🔔 " + t.label("Waiting for you"), QUEUE)
    return replace(view, rows=(*view.rows, (back, desk_door(t))))


async def with_way_back(context: Context, subject: str, view: View) -> View:
    """Return the view for the tapped card; with the way back, if it was opened out of the queue."""
    tapped, cards = context.turn.tapped_card, context.services.stores.staff_cards
    if tapped is None or not await cards.is_of_queue(subject, tapped.chat.id, tapped.message_id):
        return view
    return led_back(view, context.turn.t)


async def leave_card(context: Context) -> None:
    """Note that the tapped message shows something else from now on: no decision is to be written over it."""
    tapped = context.turn.tapped_card
    if tapped is not None:
        await context.services.stores.staff_cards.leaves(tapped.chat.id, tapped.message_id)
