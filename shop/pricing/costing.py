"""What an order costs us by the newest catalogue, reckoned again right before it is handed over.

Between the card and the panel minutes go by, and a price may rise. Nothing was
sent yet, so an order that would cost more than it was sold for is given back
instead: free for everybody, and the card of now is one tap away.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shop.catalogue.storefront import Storefront
from shop.errors import ShopError
from shop.ordering.order import Terms, answers_of
from shop.pricing.board import Pricing
from shop.pricing.quotes import quote


class Unsent(StrEnum):
    """Why an order is not handed over; it is the reason that stays on it."""

    DEARER = "dearer"  # it costs more than its price by now
    GONE = "gone"  # nobody sells it any more


@dataclass(frozen=True, slots=True)
class Cost:
    """What the panel will charge: in micro-units of its own currency, and of the price's.

    Both are 0 where that is not known beforehand.
    """

    micro: int
    here_micro: int


@dataclass(frozen=True, slots=True)
class Costing:
    """Reckons costs. `cuts_at` tells where the panel, as it is known by now, cuts comments."""

    board: Pricing
    storefront: Storefront
    cuts_at: Callable[[], tuple[str, ...]]

    def __call__(self, terms: Terms) -> Cost | Unsent:
        """The cost of these terms, or why they cannot be honoured."""
        try:
            sold = self.storefront.sold(terms.service_id)
        except ShopError:
            return Unsent.GONE
        exchange = self.board.exchange
        if exchange is None or terms.currency != self.board.currency:
            return Unsent.DEARER  # the price is in other money than costs can be reckoned in
        try:
            bare = quote(
                sold.service,
                sold.form,
                answers_of(terms, sold.form),
                currency=terms.currency,
                markup_ppm=0,
                exchange=exchange,
                cuts_at=self.cuts_at(),
            )
        except ShopError:  # more than can be booked
            return Unsent.DEARER
        if terms.price_micro < bare.price_micro or terms.per_post_micro < bare.per_post_micro:
            return Unsent.DEARER
        return Cost(bare.cost_micro, bare.price_micro)
