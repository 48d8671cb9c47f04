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
    """Return the view for the tapped card of this subject; with the way back, if it is of the queue."""
    tapped, cards = context.turn.tapped_card, context.services.stores.staff_cards
    if tapped is None:
        return view
    view = replace(view, about=subject)
    is_of_queue = await cards.is_of_queue(subject, tapped.chat.id, tapped.message_id)
    return led_back(view, context.turn.t) if is_of_queue else view
