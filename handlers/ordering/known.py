"""What the lists and cards of services know of a person and of the shop's own orders."""

from dataclasses import dataclass, field

from handlers.context import Context
from handlers.price_lines import Prices
from shop.bundles.bundle import OnSale
from shop.catalogue.measured import MeasuredTimes
from shop.catalogue.ratings import Scores
from shop.catalogue.shelf import Shelf
from shop.catalogue.unrefilled import Unrefilled


@dataclass(frozen=True, slots=True)
class Known:
    """The person's prices and own services, how long services take, and what is said of them.

    `news`: they are told when one of their own services changes. `bundles` are those on sale.
    """

    prices: Prices
    shelf: Shelf = field(default_factory=Shelf)
    measured: MeasuredTimes = field(default_factory=MeasuredTimes)
    scores: Scores = field(default_factory=Scores)
    unrefilled: Unrefilled = field(default_factory=Unrefilled)
    news: bool = False
    bundles: tuple[OnSale, ...] = ()


async def known_to(context: Context) -> Known:
    """Read what is known of this turn's person."""
    services, turn = context.services, context.turn
    goods = await services.stores.own_things.to_choose_from(turn.person.id)
    return Known(
        prices=services.prices(turn.person.id, turn.t),
        shelf=goods.shelf,
        measured=services.storefront.measured,
        scores=services.storefront.scores,
        unrefilled=services.storefront.unrefilled,
        news=turn.person.preferences.news,
        bundles=goods.bundles,
    )


async def shelf_of(context: Context) -> Shelf:
    """Read the own services of this turn's person."""
    return (await context.services.stores.own_things.to_choose_from(context.turn.person.id)).shelf
