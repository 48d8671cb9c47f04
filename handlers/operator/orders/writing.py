"""The staff writes to an order's customer: what is written goes into a ticket about the order."""

from telegram import Message, Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.media import said_in
from handlers.operator.orders.act_views import message_question, message_sent, sure_to_send
from handlers.operator.orders.card_views import AtDesk
from handlers.operator.orders.cards import at_desk, find_order
from handlers.operator.orders.doors import CameFrom
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.reading import update_from
from handlers.show import say, show
from locales.translator import own_name
from messaging.fast_json import loads
from shop.acts import Act, Did
from shop.desk_question import DeskAsks
from shop.errors import ShopError
from shop.person import MAY_ORDER
from shop.plain import cleaned_json
from shop.tickets.ticket import About, Asked, Said


async def wished_to_write(_update: Update, context: Context) -> None:
    """Write: asks for the words."""
    came = CameFrom.read(context.button.value)
    shown = await at_desk(context, await find_order(context, context.tapped_number), came)
    await ask_at_desk(context, DeskAsks.ORDER_MESSAGE, f"{shown.order.id} {came.write()}")
    language = own_name(shown.person.language) if shown.person is not None else "?"
    may_answer = context.services.access.role_of(shown.order.person_id) in MAY_ORDER
    await show(context, message_question(shown, language, context.turn.t, may_answer=may_answer))


async def wrote_message(update: Update, context: Context) -> None:
    """The message for the customer: asks once more before it goes."""
    turn = context.turn
    _said(update.message, turn.person.id)
    shown = await _asked_about(context)
    await note_answered(context)
    await say(context, sure_to_send(shown, update.update_id, turn.t))


async def sent_message(_update: Update, context: Context) -> None:
    """Send it. The message is read again, for a button carries no words; sent twice, it goes once."""
    services, turn, update_id = context.services, context.turn, context.tapped_number
    order = await find_order(context, _order_number(context))
    raw = await services.stores.inbox.find_raw(turn.person.id, update_id)
    if raw is None:
        raise ShopError("button_old")
    said = _said(update_from(cleaned_json(raw, loads), context.bot).message, turn.person.id)
    act = Act(
        turn.person.id,
        Did.CUSTOMER_WRITTEN_TO,
        person_id=order.person_id,
        order_id=order.id,
        subject=f"message:{turn.person.id}:{update_id}",
    )
    message = await services.stores.tickets.write_to(
        order.person_id,
        Asked(None, order.id, About.SHOP),
        said,
        act,
        places=services.rules.desk.places,
        now=services.clock.now(),
    )
    services.wakeups.outbox()
    shown = await at_desk(context, order, CameFrom())
    await show(context, message_sent(shown, message.ticket_id, turn.t))


def _said(message: Message | None, author_id: int) -> Said:
    """Return the message as a ticket keeps it. Raises ShopError for what cannot be passed on."""
    said = said_in(message, author_id) if message is not None else None
    if said is None:
        raise ShopError("ticket_kind")
    if said.album is not None:
        raise ShopError("message_album")
    return said


async def _asked_about(context: Context) -> AtDesk:
    number, _, came = context.turn.desk_about.partition(" ")
    if not number.isdecimal():
        raise ShopError("button_old")
    return await at_desk(context, await find_order(context, int(number)), CameFrom.read(came))


def _order_number(context: Context) -> int:
    number = row_number(context.button.value)
    if number is None:
        raise ShopError("button_old")
    return number
