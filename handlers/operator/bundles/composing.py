"""Composing a bundle: its name, parts, size and price. What is on sale stays as it is meanwhile."""

from collections.abc import Callable
from dataclasses import replace

from telegram import Update

from handlers.context import Context, typed_text
from handlers.operator.bundles.views import Known, ask_for, bundle_card, bundle_list, parts_card
from handlers.operator.questions import ask_at_desk, note_answered
from handlers.show import show
from shop.bundles.bundle import Bundle, Composed, check_part
from shop.bundles.pricing import price_of
from shop.bundles.typed import read_name, read_part, read_price, read_whole
from shop.desk_question import DeskAsks
from shop.errors import ShopError

NEW = "new"
"""What a question for a name is about while its bundle does not exist."""


async def opened_bundles(_update: Update, context: Context) -> None:
    """Bundles, or a page of them."""
    found = await context.services.stores.bundles.list_of_shop()
    await show(context, bundle_list(found, context.button.value, context.turn.t))


async def opened_bundle(_update: Update, context: Context) -> None:
    """A bundle of the list: its card."""
    await show_composed(context, await find_composed(context, context.tapped_number))


async def wished_bundle(_update: Update, context: Context) -> None:
    """New: asks for the name."""
    await _ask(context, DeskAsks.BUNDLE_NAME, None)


async def wished_name(_update: Update, context: Context) -> None:
    """Rename."""
    await _ask(context, DeskAsks.BUNDLE_NAME, await find_composed(context, context.tapped_number))


async def wished_part(_update: Update, context: Context) -> None:
    """Add a service: asks for its number and quantity."""
    await _ask(context, DeskAsks.BUNDLE_PART, await find_composed(context, context.tapped_number))


async def wished_whole(_update: Update, context: Context) -> None:
    """Size: asks for the quantity that shares are of."""
    await _ask(context, DeskAsks.BUNDLE_WHOLE, await find_composed(context, context.tapped_number))


async def wished_price(_update: Update, context: Context) -> None:
    """Price: asks for a discount or a fixed price."""
    await _ask(context, DeskAsks.BUNDLE_PRICE, await find_composed(context, context.tapped_number))


async def typed_bundle_name(update: Update, context: Context) -> None:
    """The name of a new bundle, or another name of one."""
    services, name = context.services, read_name(typed_text(update))
    if context.turn.desk_about == NEW:
        number = update.update_id
        made = await services.stores.bundles.add(name, update_id=number, now=services.clock.now())
        await _answered(context, made)
        return
    await _change(context, lambda bundle: replace(bundle, name=name))


async def typed_part(update: Update, context: Context) -> None:
    """A service's number, and how many of it."""
    part, storefront = read_part(typed_text(update)), context.services.storefront

    def with_part(bundle: Bundle) -> Bundle:
        check_part(bundle, part, storefront)
        return bundle.with_part(part)

    await _change(context, with_part)


async def typed_whole(update: Update, context: Context) -> None:
    """The quantity that shares are of."""
    whole = read_whole(typed_text(update))
    await _change(context, lambda bundle: replace(bundle, whole=whole))


async def typed_price(update: Update, context: Context) -> None:
    """A discount, or one fixed price."""
    currency = context.services.board.currency
    discount, fixed = read_price(typed_text(update), currency)
    currency = "" if fixed is None else currency

    def priced(bundle: Bundle) -> Bundle:
        return replace(bundle, discount_ppm=discount, fixed_micro=fixed, currency=currency)

    await _change(context, priced)


async def opened_parts(_update: Update, context: Context) -> None:
    """Take one out: which?"""
    composed = await find_composed(context, context.tapped_number)
    await show(context, parts_card(composed, known_to(context, composed.bundle), context.turn.t))


async def took_part_out(_update: Update, context: Context) -> None:
    """A part's button: it is out of the copy. Its place among the parts, and the revision, say which."""
    services, number = context.services, context.tapped_number
    at, _, revision = context.button.value.partition(".")
    before = await find_composed(context, number)
    if str(before.revision) != revision or not at.isdecimal() or int(at) >= len(before.bundle.parts):
        raise ShopError("button_old")
    gone = before.bundle.parts[int(at)].service_id
    fresh = await services.stores.bundles.change(
        number, lambda bundle: bundle.without(gone), services.clock.now()
    )
    await show_composed(context, fresh)


async def find_composed(context: Context, number: int) -> Composed:
    """Return this bundle. Raises ShopError if there is none."""
    found = await context.services.stores.bundles.find(number)
    if found is None:
        raise ShopError("button_old")
    return found


async def show_composed(context: Context, composed: Composed) -> None:
    """Show a bundle at the desk."""
    view = bundle_card(composed, known_to(context, composed.bundle), context.bot.username, context.turn.t)
    await show(context, view)


def known_to(context: Context, bundle: Bundle) -> Known:
    """Return the names of its services, and its price as most people see it or what stands in its way."""
    services = context.services
    names = {part.service_id: services.storefront.service(part.service_id) for part in bundle.parts}
    named = {number: one.name for number, one in names.items() if one is not None}
    try:
        price = price_of(bundle, services.storefront, services.board.at_level(""))
    except ShopError as refused:
        return Known(named, None, refused)
    return Known(named, price)


async def _ask(context: Context, asks: DeskAsks, composed: Composed | None) -> None:
    services = context.services
    about = NEW if composed is None else str(composed.id)
    await ask_at_desk(context, asks, about)
    await show(context, ask_for(asks, composed, services.board.currency, context.turn.t))


async def _change(context: Context, changed: Callable[[Bundle], Bundle]) -> None:
    """Change the bundle that the question is about. The same message once more changes nothing."""
    about, services = context.turn.desk_about, context.services
    if not about.isdecimal():
        raise ShopError("button_old")
    fresh = await services.stores.bundles.change(int(about), changed, services.clock.now())
    await _answered(context, fresh)


async def _answered(context: Context, fresh: Composed) -> None:
    await note_answered(context)
    await show_composed(context, fresh)
