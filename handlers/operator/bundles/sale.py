"""Putting a bundle on sale and taking it off: each looks first, and happens once."""

from telegram import Update

from handlers.buttons import row_number
from handlers.context import Context
from handlers.operator.already import already, is_mine
from handlers.operator.bundles.composing import find_composed, known_to, show_composed
from handlers.operator.bundles.views import preview, sure_off_sale
from handlers.show import show
from shop.acts import Did, subject_of
from shop.bundles.bundle import BUNDLE
from shop.bundles.pricing import price_of
from shop.errors import ShopError


async def looked_at_bundle(_update: Update, context: Context) -> None:
    """Preview: as customers will see it, with the button that sells it. Raises ShopError if nobody could."""
    composed = await find_composed(context, context.tapped_number)
    known = known_to(context, composed.bundle)
    if known.price is None:
        raise known.refused or ShopError("bundle_not_now")
    await show(context, preview(composed, known.price, context.turn.t))


async def put_on_sale(_update: Update, context: Context) -> None:
    """Put it on sale: exactly what was looked at."""
    services, number = context.services, context.tapped_number
    composed = await find_composed(context, number)
    price_of(composed.bundle, services.storefront, services.board.at_level(""))
    revision = row_number(context.button.value) or 0
    try:
        composed = await services.stores.bundles.put_on_sale(
            number, revision, by=context.turn.person.id, now=services.clock.now()
        )
    except ShopError as refused:
        await _decided_before(context, number, refused, "bundle_is_on_sale", Did.BUNDLE_ON_SALE)
    await show_composed(context, await find_composed(context, number))


async def wished_off_sale(_update: Update, context: Context) -> None:
    """Take off sale: asks first."""
    await show(context, sure_off_sale(await find_composed(context, context.tapped_number), context.turn.t))


async def took_off_sale(_update: Update, context: Context) -> None:
    """Take it off sale: nobody can confirm it from now on."""
    services, number = context.services, context.tapped_number
    try:
        await services.stores.bundles.take_off_sale(
            number, by=context.turn.person.id, now=services.clock.now()
        )
    except ShopError as refused:
        await _decided_before(context, number, refused, "bundle_is_off_sale", Did.BUNDLE_OFF_SALE)
    await show_composed(context, await find_composed(context, number))


async def _decided_before(context: Context, number: int, refused: ShopError, key: str, did: Did) -> None:
    """Raise what was refused; who did it before, if it is done, unless that was whoever taps."""
    if refused.key != key:
        raise refused
    subject = subject_of(BUNDLE, number)
    if not await is_mine(context, subject):
        raise await already(context, subject, did)
