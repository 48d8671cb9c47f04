"""The operator's /coupon: the list, a new one, and stopping one."""

from telegram import Update

from handlers.context import Context
from handlers.growth.coupons import refuse_in_private
from handlers.operator.coupons.views import LISTED, coupon_list, coupon_made, coupon_stopped
from handlers.show import say, show
from shop.errors import ShopError
from shop.growth.coupons import coupon_key
from shop.growth.typed_coupons import read_coupon

STOP = "stop"


async def asked_for_coupons(_update: Update, context: Context) -> None:
    """/coupon by itself: the live coupons, and how one is made."""
    await _show_page(context, None)


async def opened_coupons(_update: Update, context: Context) -> None:
    """Coupons at the desk, or a page of them: the button names the last one of the page before."""
    await _show_page(context, context.button.number)


async def changed_coupon(update: Update, context: Context) -> None:
    """/coupon with words: makes one, or stops one."""
    refuse_in_private(context)
    turn, services, words = context.turn, context.services, context.args or []
    if words[0].lower() == STOP:
        return await _stop(context, " ".join(words[1:]))
    now = services.clock.now()
    new = read_coupon(words, services.board.currency, now)
    made = await services.stores.coupons.make(new, by=turn.person.id, update_id=update.update_id, now=now)
    await say(context, coupon_made(made, turn.t))
    return None


async def _stop(context: Context, name: str) -> None:
    key = coupon_key(name)
    now, coupons = context.services.clock.now(), context.services.stores.coupons
    stopped = await coupons.stop(key, now, by=context.turn.person.id) if key is not None else None
    if stopped is None:
        raise ShopError("coupon_none", code=name[:40] or "?")
    await say(context, coupon_stopped(stopped, context.turn.t))


async def _show_page(context: Context, before: int | None) -> None:
    refuse_in_private(context)
    live = await context.services.stores.coupons.list_live(before=before, limit=LISTED + 1)
    currency = context.services.board.currency
    await show(context, coupon_list(live, context.turn.t, currency, is_first=before is None))
