"""/orders, /status, and the buttons of an order's card."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.deadline import answer_of
from handlers.ordering.asking import ask, over_with_other_questions
from handlers.orders.list_views import came_from, filter_of, place_of
from handlers.orders.refill import has_refill, refill_of
from handlers.orders.searching import list_page
from handlers.orders.views import (
    COPY,
    NOT_AGAIN_YET,
    card,
    list_under,
    opened_over,
    sure_to_drop,
    sure_to_stop,
)
from handlers.orders.words import without_heading
from handlers.sentences import sentence_for, toast_for
from handlers.show import say, show, strip
from handlers.view import shortened
from shop.about import is_about
from shop.errors import ShopError
from shop.ordering import refills_and_cancels, reorder
from shop.ordering.draft import Draft
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.ordering.reason import NEVER_SENT
from shop.ordering.refilling import ask_refill
from shop.ordering.terms import Terms
from shop.typed import without_sign


async def opened_orders(_update: Update, context: Context) -> None:
    """/orders, or its button: shows the newest page."""
    await show(context, await list_page(context))


async def chose_filter(_update: Update, context: Context) -> None:
    """A chip of the list: all orders, those running, done, or with money back."""
    await show(context, await list_page(context, filter_of(context.button)))


async def went_back(_update: Update, context: Context) -> None:
    """Back: turns an opened card into its page of the list again; the live card is where it was before.

    If that is not known the card stays, for each order has one, and the list comes below. An order that stood
    only in its mass order's card stands only there again.
    """
    services, order = context.services, await _tapped_order(context)
    before, opened_from = list_under(context.button.value)
    showing, place = came_from(opened_from)
    page = await list_page(context, showing, after=place)
    if order.card_message_id == context.turn.tapped_message_id and order.person_id == context.turn.person.id:
        is_listed = before is None and await services.stores.mass_orders.find_of_order(order.id) is not None
        if before is None and not is_listed:
            await say(context, page)
            return
        await services.stores.orders.card_stands(order, before, services.clock.now(), tell=True)
        services.wakeups.outbox()
    await show(context, page)


async def paged_older(_update: Update, context: Context) -> None:
    """Next."""
    showing, place = place_of(context.button)
    await show(context, await list_page(context, showing, after=place))


async def paged_newer(_update: Update, context: Context) -> None:
    """Previous."""
    showing, place = place_of(context.button)
    await show(context, await list_page(context, showing, before=place))


async def asked_status(update: Update, context: Context) -> None:
    """/status 12: that order's card; all of them without a number, as a tap in Telegram's menu sends it."""
    arguments = context.args or []
    if not arguments:
        return await opened_orders(update, context)
    number, *_ = without_sign(without_heading(" ".join(arguments), context.turn.t)).split() or [""]
    await _show(context, await _get_order(context, number), is_opened=True)
    return None


async def opened_order(_update: Update, context: Context) -> None:
    """An order's button in the list."""
    await _show(context, await _tapped_order(context), is_opened=True)


async def refreshed(_update: Update, context: Context) -> None:
    """Refresh: shows the card as stored at once, and asks the panel in the background."""
    order = await _tapped_order(context)
    t = context.turn.t
    news = t.label("Checking. The card changes if there is news.")
    again = t.label("Checking. Tap again in a moment for the news.")
    await context.turn.answer(news if order.person_id == context.turn.person.id else again)
    context.services.wakeups.check_order(order.id)
    await _show(context, order)


async def asked_refill(_update: Update, context: Context) -> None:
    """Refill: makes a request; the card shows its outcome."""
    services, order = context.services, await _own_order(context)
    now, is_known = services.clock.now(), has_refill(services, order)
    await ask_refill(services.stores.requests, order, now, has_refill=is_known)
    await _asked(context, order)


async def wished_cancel(update: Update, context: Context) -> None:
    """Cancel order: at once if it is about to be sent; a running or a scheduled order asks once more.

    Below the card of a running one, which stays: its news would take the question's place.
    """
    order = await _own_order(context)
    if order.is_scheduled:
        await show(context, sure_to_drop(order, context.turn.t, value=context.button.value))
        return
    if order.state in AT_WORK and order.offers_cancel:
        await say(context, sure_to_stop(order, context.turn.t, value=context.button.value))
    else:
        await asked_cancel(update, context)


async def dropped(_update: Update, context: Context) -> None:
    """Drop it: all of the money comes back, or nothing happens because the order has gone out already."""
    services, order = context.services, await _own_order(context)
    owner, now = order.person_id, services.clock.now()
    if await services.stores.orders.withdraw(order.id, owner=owner, now=now):
        services.wakeups.outbox()
    fresh = await _get_order(context, context.button.of)
    if fresh.state is OrderState.VOIDED and fresh.reason_kind in NEVER_SENT:
        await context.turn.answer(context.turn.t.label("Canceled. Nothing was ordered."))
    else:
        too_late = ShopError("dropped_too_late", order=str(order.id))
        await context.turn.answer(toast_for(too_late, context.turn.t), alert=True)
    await _show(context, fresh)


async def kept_order(_update: Update, context: Context) -> None:
    """Keep it: shows the card again."""
    await _show(context, await _tapped_order(context))


async def asked_cancel(_update: Update, context: Context) -> None:
    """Stop it: at once if nothing was sent, else by a request to the panel."""
    services, order = context.services, await _own_order(context)
    was_never_sent = order.state is OrderState.VOIDED and order.reason_kind in NEVER_SENT
    if was_never_sent:  # a second tap, or the same again
        await context.turn.answer(context.turn.t.label("Canceled. Nothing was ordered."))
        return await _show(context, order)
    stores, now = services.stores, services.clock.now()
    withdrawn = await refills_and_cancels.ask_cancel(stores.requests, stores.orders, order, now)
    if withdrawn:
        await context.turn.answer(context.turn.t.label("Canceled. Nothing was ordered."))
    return await _asked(context, order)


async def reordered(_update: Update, context: Context) -> str:
    """Reorder: asks for the same order at today's price, in a new message."""
    order, turn = await _own_order(context), context.turn
    if order.state in NOT_AGAIN_YET:
        raise ShopError("reorder_too_early", order=str(order.id))
    await over_with_other_questions(context)
    draft, note = _again(context, order.terms)
    await turn.answer()
    return await ask(context, draft, note=note)


def _again(context: Context, terms: Terms) -> tuple[Draft, str]:
    """Return the draft that comes nearest to these terms today, and what is different, in words."""
    person_id, storefront, t = context.turn.person.id, context.services.storefront, context.turn.t
    try:
        draft = reorder.draft_again(person_id, terms, storefront)
    except ShopError as refused:
        note = sentence_for(
            ShopError("service_gone_nearest") if refused.key == "service_gone" else refused, t
        )
        return reorder.draft_of_nearest(person_id, terms, storefront), note
    name = storefront.sold(terms.service_id).service.name
    if name == terms.service_name:
        return draft, ""
    return draft, t("⚠️ This service has another name now: {service}", service=shortened(name, 120))


async def _asked(context: Context, order: Order) -> None:
    context.services.wakeups.panel()
    context.services.wakeups.outbox()
    await context.turn.answer(context.turn.t.label("Requested. The card shows what becomes of it."))
    fresh = await context.services.stores.orders.find(order.id, owner=order.person_id)
    if fresh is not None:
        await _show(context, fresh)


async def _show(context: Context, order: Order, *, is_opened: bool = False) -> None:
    """Show the order's card; for the operator it names the owner.

    The card its owner looks at becomes the live card: news comes there, and the message that
    was live before loses its buttons.
    """
    turn, services = context.turn, context.services
    is_own = order.person_id == turn.person.id
    owner = None if is_own else await services.stores.people.find(order.person_id)
    tapped, before = turn.tapped_message_id, order.card_message_id
    value = context.button.value if tapped is not None else ""
    if is_opened:
        value = opened_over(order, before if is_own and before != tapped else None, value)
    view = card(
        order,
        turn.t,
        value=value if value.startswith(COPY) else "",
        owner=owner,
        answer=await answer_of(services, order),
        operates=turn.operates,
        measure=services.storefront.measured.of(order.terms.service_id),
        refill=refill_of(services, order),
    )
    shown = await show(context, view)
    if is_own and turn.draft is not None and turn.draft.card_message_id == shown:
        await services.stores.drafts.shown(turn.draft.id, None)  # its question stood here before
    if is_own and before != shown:
        await strip(context, before)
        await services.stores.orders.card_stands(order, shown, services.clock.now())
        services.wakeups.outbox()


async def _tapped_order(context: Context) -> Order:
    return await _get_order(context, context.button.of)


async def _own_order(context: Context) -> Order:
    """Return the person's own order: here nobody acts in another's place. Raises ShopError if it is not."""
    order = await _tapped_order(context)
    if order.person_id != context.turn.person.id:
        raise ShopError("order_unknown", order=str(order.id))
    return order


async def _get_order(context: Context, text: str) -> Order:
    """Return the person's own order; the staff sees anybody's. Raises ShopError if there is none."""
    number = row_number(text)
    owner = None if context.turn.serves else context.turn.person.id
    order = await context.services.stores.orders.find(number, owner=owner) if number is not None else None
    if order is None:
        raise ShopError("order_unknown", order=without_sign(text.strip())[:20] or "?")
    is_about(order_id=order.id)
    return order
