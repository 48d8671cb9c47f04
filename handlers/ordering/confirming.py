"""The confirm card: one tap orders, a second tap finds the same order."""

from telegram import Update
from telegram.ext import ConversationHandler

from handlers.context import Context
from handlers.deadline import answer_of
from handlers.growth.words import COUPON_ANSWERS
from handlers.ordering.asking import ask, ask_again, shortage_of
from handlers.ordering.browsing import tapped
from handlers.ordering.form_views import not_ordered, twin_warning
from handlers.ordering.left import with_way_to_left
from handlers.sentences import sentence_for
from handlers.shop_terms.asking import asked_to_accept, waits_for_acceptance
from handlers.shop_terms.views import ORDER
from handlers.show import put_keys_away, say, show, strip, strip_tapped
from shop.errors import ShopError
from shop.ledger.journals import FundsShort
from shop.ordering import place
from shop.ordering.draft import CONFIRM
from shop.ordering.order import Order


async def confirmed(_update: Update, context: Context) -> str | int:
    """Confirm."""
    return await _order(context, acknowledged=False)


async def confirmed_again(_update: Update, context: Context) -> str | int:
    """Confirm, below the warning that such an order is already running."""
    return await _order(context, acknowledged=True)


async def _order(context: Context, *, acknowledged: bool) -> str | int:
    turn, services, button = context.turn, context.services, context.button
    await _refuse_hidden(context, button.of)
    if await _is_new(context, button.of) and await asked_to_accept(context, ORDER):
        return CONFIRM
    try:
        order = await place.confirm(
            services.stores.orders,
            token=button.of,
            person_id=turn.person.id,
            acknowledged=acknowledged,
            now=services.clock.now(),
            card_message_id=turn.tapped_message_id,
        )
    except place.TwinRunning as running:
        return await _warned(context, button.of, running.twin)
    except FundsShort:
        if turn.draft is None:
            raise
        return await _came_short(context)
    except ShopError as error:
        if error.key not in {"quote_expired", *COUPON_ANSWERS} or turn.draft is None:
            raise
        return await ask(context, turn.draft, note=sentence_for(error, turn.t))
    await _accepted(context, order)
    return ConversationHandler.END


async def _refuse_hidden(context: Context, token: str) -> None:
    """Raise ShopError if this card waits for its Confirm, and its service was hidden since."""
    draft, hidden = context.turn.draft, context.services.storefront.curated.hidden
    if draft is None or draft.service_id not in hidden:
        return
    card = await context.services.stores.drafts.find_card(draft.id)
    if card is not None and card.token == token:
        raise ShopError("service_gone")


async def _is_new(context: Context, token: str) -> bool:
    """Return True if this card waits for its Confirm; a used one only finds its order again."""
    draft = context.turn.draft
    if draft is None or not waits_for_acceptance(context):  # which saves the question to the database
        return False
    card = await context.services.stores.drafts.find_card(draft.id)
    return card is not None and card.token == token


async def _accepted(context: Context, order: Order) -> None:
    """Answer the tap. The tapped card becomes the order's live card, or has had its day.

    The outbox edits it, so that a crash here cannot lose the card, and no later call of this turn may
    arrive behind that edit and undo it.
    """
    context.services.wakeups.panel()
    context.services.wakeups.outbox()
    await context.turn.answer(context.turn.t.label("Order {order} received.", order=str(order.id)))
    if order.card_message_id != context.turn.tapped_message_id:
        await strip_tapped(context)


async def _came_short(context: Context) -> str:
    """Show the same card again: it says how much is missing, with a button to top up."""
    turn = context.turn
    await turn.answer(turn.t.label("There is not enough in your wallet for this."), alert=True)
    return await ask_again(context)


async def _warned(context: Context, token: str, twin: Order) -> str:
    draft = context.turn.own_draft
    card = await context.services.stores.drafts.find_card(draft.id)
    if card is None or card.token != token:
        raise ShopError("button_old")
    shortage = await shortage_of(context, card)
    answer = await answer_of(context.services, twin)
    t = context.turn.t
    await show(context, twin_warning(draft.id, token, twin, card.terms, t, shortage=shortage, answer=answer))
    return CONFIRM


async def gave_up(_update: Update, context: Context) -> int:
    """/cancel, or the draft's Cancel button: the draft is dropped; the tapped card says so in its place."""
    turn = context.turn
    if turn.update.callback_query is not None:
        tapped(context)
    card, keys = turn.own_draft.card_message_id, turn.own_draft.keys
    if keys is not None:
        await put_keys_away(context, keys)
    turn.draft = await context.services.stores.drafts.drop(turn.person.id, context.services.clock.now())
    given_up = with_way_to_left(context, turn.draft, not_ordered(turn.t))
    if turn.update.callback_query is not None:
        await turn.answer(turn.t.label("Canceled. Nothing was ordered."))
        await show(context, given_up)
    else:
        await say(context, given_up)
    if card != turn.tapped_message_id:
        await strip(context, card)
    return ConversationHandler.END
