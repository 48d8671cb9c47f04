"""The coupon on a confirm card: taken off the price before it is frozen."""

from dataclasses import replace

from handlers.context import Context
from handlers.sentences import sentence_for
from shop.errors import ShopError
from shop.growth.coupons import discounted
from shop.pricing.costing import Costing, Unsent, floor_of
from shop.sentences import Amount
from storage.orders.drafts import ConfirmCard


async def with_coupon(context: Context, card: ConfirmCard) -> tuple[ConfirmCard, str]:
    """Return the card at the price with the person's coupon, and what to say if that is not used.

    A coupon that cannot be used any more is forgotten.
    """
    services, turn = context.services, context.turn
    if not services.access.open:
        return card, ""
    coupons, now = services.stores.coupons, services.clock.now()
    ready = await coupons.ready_of(turn.person.id, card.terms.currency, now)
    if ready is None:
        return card, ""
    coupon, refusal = ready
    if refusal is not None:
        await coupons.put_away(turn.person.id)
        return card, sentence_for(refusal, turn.t)
    cost = Costing(services.board, services.storefront, services.cuts_at)(card.terms)
    if isinstance(cost, Unsent):
        return card, ""
    if card.terms.price_micro < coupon.least_micro:
        least = Amount(coupon.least_micro, coupon.currency)
        return card, sentence_for(ShopError("coupon_least", code=coupon.code, least=least), turn.t)
    terms = discounted(
        card.terms,
        coupon,
        floor_micro=floor_of(cost.here_micro, services.rules.coupon_loss_ppm),
        step_micro=services.board.steps(card.terms.currency),
    )
    if not terms.coupon or terms.is_by_post:  # what a subscription costs the shop is known post by post
        return card, sentence_for(ShopError("coupon_no_lower", code=coupon.code), turn.t)
    return replace(card, terms=terms), ""
