"""What a bundle costs, and which share of its price each part has.

The shares are what comes back when a part is not delivered, so they add up to the price exactly. Each is at
least what its part costs us: a bundle that would be sold below that is not sold.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shop.bundles.bundle import Bundle, OnSale, check_whole
from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError
from shop.money import PRICE_QUANTUM, ceil_div
from shop.ordering.terms import Terms
from shop.pricing.board import OwnPrices
from shop.pricing.price_list import WHOLE
from shop.pricing.quotes import DEAREST


@dataclass(frozen=True, slots=True)
class PartPrice:
    """One part as it is sold: its service, quantity, and share of the bundle's price.

    `alone_micro` is its price by itself, `cost_micro` what it costs us, in the price's currency.
    """

    offer: Offer
    quantity: int
    alone_micro: int
    cost_micro: int
    share_micro: int = 0


@dataclass(frozen=True, slots=True)
class BundlePrice:
    """A bundle's price for one person, in micro-units, with its parts."""

    parts: tuple[PartPrice, ...]
    price_micro: int
    currency: str

    @property
    def alone_micro(self) -> int:
        """What its parts cost by themselves."""
        return sum(part.alone_micro for part in self.parts)

    @property
    def cost_micro(self) -> int:
        """What its parts cost us."""
        return sum(part.cost_micro for part in self.parts)


def price_of(bundle: Bundle, storefront: Storefront, prices: OwnPrices) -> BundlePrice:
    """Return the bundle's price now.

    Raises ShopError if a part cannot be sold, or if the price is below cost.
    """
    parts = [
        _part(offer, part.of(bundle.whole), prices)
        for offer, part in zip(check_whole(bundle, storefront), bundle.parts, strict=True)
    ]
    price = _whole_price(bundle, parts, prices)
    if price > DEAREST:
        raise ShopError("price_too_high")
    costs, alone = [part.cost_micro for part in parts], [part.alone_micro for part in parts]
    shares = shares_of(price, costs, alone, prices.step_micro)
    shared = (replace(part, share_micro=share) for part, share in zip(parts, shares, strict=True))
    return BundlePrice(tuple(shared), price, prices.currency)


def shares_of(
    price_micro: int, costs: Sequence[int], alone: Sequence[int], step_micro: int = PRICE_QUANTUM
) -> list[int]:
    """Return each part's share of the price: its cost, and of what is left as much as its price alone weighs.

    All are multiples of the shop's step, as wallets show it, where the price is one and the costs leave room
    for it; else of PRICE_QUANTUM, except the last bit of a price that is none.
    Raises ShopError if the price is below the sum of the costs.

    >>> shares_of(1_000_000, [100_000, 200_000], [300_000, 600_000])
    [333400, 666600]
    """
    unit = step_micro
    if price_micro % unit or price_micro < sum(_least(costs, unit)):
        unit = PRICE_QUANTUM
    least = _least(costs, unit)
    left = price_micro - sum(least)
    if left < 0:
        raise ShopError("bundle_below_cost")
    weights = list(alone) if sum(alone) else [1] * len(least)
    given = [left * weight // sum(weights) // unit * unit for weight in weights]
    rest = left - sum(given)
    for at in range(len(given)):  # what rounding left, unit by unit from the first part on
        more = min(rest, unit)
        given[at] += more
        rest -= more
    return [one + more for one, more in zip(least, given, strict=True)]


def _least(costs: Sequence[int], unit: int) -> list[int]:
    return [ceil_div(cost, unit) * unit for cost in costs]


def sold_as(sold: OnSale, price: BundlePrice, terms: Sequence[Terms]) -> tuple[Terms, ...]:
    """Return the terms of the parts' orders: each at its share of the bundle's price."""
    return tuple(
        replace(one, price_micro=part.share_micro, bundle=sold.bundle.name, bundle_id=sold.id)
        for one, part in zip(terms, price.parts, strict=True)
    )


def _part(offer: Offer, quantity: int, prices: OwnPrices) -> PartPrice:
    service = offer.service
    return PartPrice(
        offer, quantity, prices.price_for(service, quantity), prices.cost_here_micro(service, quantity)
    )


def _whole_price(bundle: Bundle, parts: Sequence[PartPrice], prices: OwnPrices) -> int:
    if bundle.fixed_micro is not None:
        if bundle.currency != prices.currency:
            raise ShopError("bundle_other_currency", currency=bundle.currency)
        return bundle.fixed_micro
    alone = sum(part.alone_micro for part in parts)
    return ceil_div(alone * (WHOLE - bundle.discount_ppm), WHOLE * prices.step_micro) * prices.step_micro


def check_costs(terms: Sequence[Terms], storefront: Storefront, prices: OwnPrices) -> None:
    """Raise ShopError if a part is not on sale any more, or costs us more by now than its share."""
    for one in terms:
        if not storefront.knows(one.service_id):
            raise ShopError("bundle_not_now")
        service = storefront.sold(one.service_id).service
        if one.currency != prices.currency or not prices.sells(service):
            raise ShopError("bundle_not_now")
        if prices.cost_here_micro(service, one.quantity or 0) > one.price_micro:
            raise ShopError("bundle_dearer")
