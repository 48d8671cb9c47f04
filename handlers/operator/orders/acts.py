"""What the staff does about an order: ask the panel, cancel, ask for a refill, end it."""

from collections.abc import Callable

from telegram import Update

from handlers.context import Context
from handlers.operator.already import already
from handlers.operator.orders.act_views import (
    how_to_end,
    no_answer,
    panels_answer,
    sure_to_drop,
    sure_to_refill,
    sure_to_stop,
)
from handlers.operator.orders.card_views import AtDesk
from handlers.operator.orders.cards import at_desk, find_order, show_order
from handlers.operator.orders.doors import CameFrom
from handlers.orders.refill import has_refill
from handlers.sentences import toast_for
from handlers.show import show
from handlers.view import View
from locales import Translator
from shop.acts import Act, Did
from shop.errors import PanelError, ShopError
from shop.ordering import refills_and_cancels
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.ordering.refilling import ask_refill
from shop.ordering.request import RequestKind


async def asked_panel(_update: Update, context: Context) -> None:
    """Ask the panel: says what came, within seconds, and has the order followed at once."""
    services, turn = context.services, context.turn
    order = await find_order(context, context.tapped_number)
    if order.panel_order_id is None:
        raise ShopError("no_number_there", order=str(order.id))
    if not services.stores.orders.is_here(order):
        raise ShopError("panel_changed")
    desk = services.at(order.panel)
    account = await desk.stores.catalogue.get_account()
    try:
        note = panels_answer(await desk.look_up(order.panel_order_id), account.currency, turn.t)
    except PanelError:
        note = no_answer(turn.t)
    act = Act(
        turn.person.id,
        Did.PANEL_ASKED,
        person_id=order.person_id,
        order_id=order.id,
        subject=f"panel_asked:{turn.update.update_id}",
    )
    await services.stores.acts.note_once(act, services.clock.now())
    services.wakeups.check_order(order.id)
    await show_order(context, order.id, _came(context), note)


async def wished_to_cancel(_update: Update, context: Context) -> None:
    """Cancel order: asks first."""
    order = await find_order(context, context.tapped_number)
    if order.state is OrderState.RESERVED:
        await _question(context, order, sure_to_drop)
    elif order.state in AT_WORK and order.offers_cancel:
        await _question(context, order, sure_to_stop)
    else:
        is_done = order.state is OrderState.VOIDED or order.state in AT_WORK
        await _refused(context, order, ShopError("cancel_not_now"), f"cancel:{order.id}", is_done=is_done)


async def dropped_order(_update: Update, context: Context) -> None:
    """Yes, cancel it: the money goes back, or nothing happens because it has been sent meanwhile."""
    services, number, me = context.services, context.tapped_number, context.turn.person.id
    order = await find_order(context, number)
    if await services.stores.orders.withdraw(order.id, owner=None, now=services.clock.now(), by=me):
        await _done(context, order)
    else:
        order = await find_order(context, number)  # as it stands since
        late = ShopError("dropped_too_late", order=str(order.id))
        await _refused(context, order, late, f"cancel:{order.id}", is_done=order.state is OrderState.VOIDED)


async def asked_to_stop(_update: Update, context: Context) -> None:
    """Yes, ask to stop it."""
    services, order = context.services, await find_order(context, context.tapped_number)
    subject = f"{RequestKind.CANCEL}:{order.id}"
    if order.state is OrderState.RESERVED:
        raise ShopError("button_old")  # it was asked about an order at work, whose money stays for now
    requests, orders, now = services.stores.requests, services.stores.orders, services.clock.now()
    try:
        await refills_and_cancels.ask_cancel(requests, orders, order, now, by=context.turn.person.id)
    except ShopError as refused:
        await _refused(context, order, refused, subject, is_done=refused.key == "request_under_way")
    else:
        await _done(context, order)


async def wished_refill(_update: Update, context: Context) -> None:
    """Refill: asks first."""
    await _question(context, await find_order(context, context.tapped_number), sure_to_refill)


async def asked_for_refill(_update: Update, context: Context) -> None:
    """Yes, ask for it."""
    services, order = context.services, await find_order(context, context.tapped_number)
    now, is_known, me = services.clock.now(), has_refill(services, order), context.turn.person.id
    try:
        await ask_refill(services.stores.requests, order, now, has_refill=is_known, by=me)
    except ShopError as refused:
        is_done = refused.key == "request_under_way"
        await _refused(context, order, refused, f"{RequestKind.REFILL}:{order.id}", is_done=is_done)
    else:
        await _done(context, order)


async def wished_to_end(_update: Update, context: Context) -> None:
    """End it by hand: how?"""
    order = await find_order(context, context.tapped_number)
    shown = await at_desk(context, order, _came(context))
    if not shown.can_end:
        late, is_done = ShopError("not_to_end", order=str(order.id)), order.ended_by is not None
        await _refused(context, order, late, f"end:{order.id}", is_done=is_done)
        return
    await show(context, how_to_end(shown, context.turn.t))


async def _question(context: Context, order: Order, ask: Callable[[AtDesk, Translator], View]) -> None:
    await show(context, ask(await at_desk(context, order, _came(context)), context.turn.t))


async def _done(context: Context, order: Order) -> None:
    services, t = context.services, context.turn.t
    services.wakeups.panel()
    services.wakeups.outbox()
    await context.turn.answer(t.label("Done."))
    await show_order(context, order.id, _came(context))


async def _refused(
    context: Context, order: Order, refused: ShopError, subject: str, *, is_done: bool
) -> None:
    """Say why nothing was done: it cannot be, or it `is_done` already, and by whom. Show the card."""
    turn = context.turn
    last = await context.services.stores.acts.last(subject) if is_done else None
    if last is None:
        await turn.answer(toast_for(refused, turn.t), alert=True)
    elif last.act.actor_id != turn.person.id:
        await turn.answer(toast_for(await already(context, subject), turn.t), alert=True)
    await show_order(context, order.id, _came(context))


def _came(context: Context) -> CameFrom:
    return CameFrom.read(context.button.value)
