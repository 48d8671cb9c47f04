"""Paying for an order from its confirm card: a bill for what is missing, which remembers the card."""

from telegram import Update

from handlers.context import Context
from handlers.deadline import answer_of
from handlers.ordering.asking import ask, ask_again, has_expired, shortage_of
from handlers.ordering.confirming import confirmed
from handlers.ordering.form_views import twin_warning
from handlers.sentences import sentence_for
from handlers.shop_terms.asking import asked_to_accept
from handlers.shop_terms.views import ORDER
from handlers.show import show
from handlers.topup.handlers import send_invoice
from shop.errors import ShopError
from shop.ordering.draft import CONFIRM
from shop.ordering.paid import Wish


async def pays(_update: Update, context: Context) -> str | int:
    """A way to pay on the confirm card."""
    return await _pay(context, acknowledged=False)


async def pays_again(_update: Update, context: Context) -> str | int:
    """A way to pay, below the warning that such an order is already running."""
    return await _pay(context, acknowledged=True)


async def _pay(context: Context, *, acknowledged: bool) -> str | int:
    turn, services, token = context.turn, context.services, context.button.of
    draft = turn.draft
    card = await services.stores.drafts.find_card(draft.id) if draft is not None else None
    if draft is None or card is None or card.token != token:
        return await confirmed(turn.update, context)  # which finds the order it has made, or says it is old
    if await asked_to_accept(context, ORDER):
        return CONFIRM
    if has_expired(card, services.clock.now()):
        return await ask(context, draft, note=sentence_for(ShopError("quote_expired"), turn.t))
    shortage = await shortage_of(context, card)
    if shortage is None:  # there is enough now: the card has Confirm
        return await ask_again(context)
    twin = None if acknowledged else await services.stores.orders.find_twin(turn.person.id, card.terms)
    if twin is not None:
        answer = await answer_of(services, twin)
        warning = twin_warning(draft.id, token, twin, card.terms, turn.t, shortage=shortage, answer=answer)
        await show(context, warning)
        return CONFIRM
    way = shortage.tariff.way(context.button.value)
    due = shortage.tariff.due(way, shortage.missing_micro)
    if due is None:
        raise ShopError("way_not_offered")
    await turn.answer()
    wish, service = Wish(token, acknowledged), card.terms.service_name
    await send_invoice(context, shortage.tariff, way, due, wish=wish, service=service)
    return CONFIRM
