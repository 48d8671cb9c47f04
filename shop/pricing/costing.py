"""Compute an order's cost by the newest catalogue again, right before submitting it.

Minutes pass between card and panel, and a price may rise. Nothing was sent yet, so an
order that would cost more than its price is refunded instead: free for everybody, and
a card with the current price is one tap away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shop.catalogue.storefront import Offer, Storefront
from shop.errors import ShopError
from shop.ordering.fields import Counted
from shop.ordering.terms import Terms, answers_of
from shop.pricing.board import Pricing
from shop.pricing.price_list import WHOLE
from shop.pricing.quotes import quote
from shop.quality.kinds import tells_another


class Unsent(StrEnum):
    """Why an order is not submitted; stored as the order's reason."""

    DEARER = "dearer"  # its cost now exceeds its price
    GONE = "gone"  # no longer on sale, or another service has its number


@dataclass(frozen=True, slots=True)
class Cost:
    """The panel's expected charge: in micro-units of its own currency, and of the price's.

    Both are 0 if the charge is unknown beforehand. `currency` is the panel's, None while it has named none.
    """

    micro: int
    here_micro: int
    currency: str | None = None


def floor_of(cost_micro: int, loss_ppm: int) -> int:
    """Return the lowest price that a coupon may lead to; `loss_ppm` is how far below the cost, in millionths.

    >>> floor_of(1_000_000, 0), floor_of(1_000_000, 250_000)
    (1000000, 750000)
    """
    return cost_micro - cost_micro * loss_ppm // WHOLE


@dataclass(frozen=True, slots=True)
class Costing:
    """Computes costs. `cuts_at` returns the marks at which a panel account cuts comments, as known by now.

    A coupon may lead to a loss of what `loss_ppm` returns now, in millionths of the cost.
    `of_placed`: the orders were placed before, so it does not matter that a service was hidden since.
    """

    board: Pricing
    storefront: Storefront
    cuts_at: Callable[[str], tuple[str, ...]]
    loss_ppm: Callable[[], int] = lambda: 0
    of_placed: bool = False

    def __call__(self, terms: Terms) -> Cost | Unsent:
        """Return the cost of these terms, or why they cannot be honoured."""
        try:
            find = self.storefront.served if self.of_placed else self.storefront.sold
            sold = find(terms.service_id)
        except ShopError:
            return Unsent.GONE
        if _is_another(terms, sold):
            return Unsent.GONE
        prices = self.board.of(sold.service.panel)
        exchange = prices.rate
        if exchange is None or terms.currency != self.board.currency:
            return Unsent.DEARER  # no cost can be computed in the price's currency
        try:
            bare = quote(
                sold.service,
                sold.form,
                answers_of(terms, sold.form),
                currency=terms.currency,
                markup_ppm=0,
                exchange=exchange,
                cuts_at=self.cuts_at(sold.service.panel),
            )
        except ShopError:  # more than can be booked
            return Unsent.DEARER
        least = floor_of(bare.price_micro, self.loss_ppm()) if terms.discount_micro else bare.price_micro
        if terms.price_micro < least or terms.per_post_micro < bare.per_post_micro:
            return Unsent.DEARER
        return Cost(bare.cost_micro, bare.price_micro if bare.cost_micro else 0, prices.named)


def _is_another(terms: Terms, sold: Offer) -> bool:
    """Return True if the service is not what was ordered any more: by its names, or by what it counts.

    Its number alone says nothing: the panel would deliver something else, or another amount of it.
    """
    if terms.service_name and tells_another(terms.service_name, sold.service):
        return True
    match sold.form.counted:
        case Counted.QUANTITY:
            return not terms.asks_quantity
        case Counted.ONCE:
            return terms.asks_quantity or not terms.fields.keys() <= {one.name for one in sold.form.fields}
        case Counted.LINES:
            return sold.form.lines not in terms.fields
        case Counted.LATER | Counted.POSTS:
            return "max" not in terms.fields  # how many each post gets
