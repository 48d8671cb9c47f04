"""Finding a bundle with its price for whoever looks at it."""

from handlers.context import Context
from shop.bundles.bundle import OnSale
from shop.bundles.pricing import BundlePrice, price_of
from shop.errors import ShopError


def price_for(context: Context, sold: OnSale) -> BundlePrice:
    """Return the bundle's price for this person.

    Raises ShopError while the shop sells nothing, or "bundle_not_now" if something stands in this one's way,
    which is for the operator to know.
    """
    services = context.services
    own = services.board.for_person(context.turn.person.id)
    try:
        return price_of(sold.bundle, services.storefront, own)
    except ShopError as refused:
        raise ShopError("bundle_not_now") from refused


async def find_sold(context: Context, number: int) -> OnSale:
    """Return this bundle as it is sold now. Raises ShopError if it is not."""
    sold = await context.services.stores.bundles.find_on_sale(number)
    if sold is None:
        raise ShopError("bundle_gone")
    return sold


async def find_named(context: Context, words: str) -> list[OnSale]:
    """Return the bundles on sale whose names have all of these words."""
    return [one for one in await context.services.stores.bundles.list_on_sale() if one.is_named(words)]
