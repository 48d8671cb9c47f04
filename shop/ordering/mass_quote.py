"""A mass order's quote behind its Confirm, and what the tap makes of it."""

from dataclasses import dataclass
from datetime import datetime

from shop.ordering.order import Order
from shop.ordering.terms import Terms


@dataclass(frozen=True, slots=True)
class MassQuote:
    """The terms of every line that is ordered, frozen behind a token that works once, until `expires_at`.

    `known_twins` are the running orders of which the person was told that a line orders the same again.
    """

    token: str
    terms: tuple[Terms, ...]
    expires_at: datetime
    known_twins: frozenset[int] = frozenset()

    @property
    def total_micro(self) -> int:
        """The price of all lines, in micro-units."""
        return sum(terms.price_micro for terms in self.terms)

    @property
    def currency(self) -> str:
        """The currency of all their prices."""
        return self.terms[0].currency


@dataclass(frozen=True, slots=True)
class MassOrder:
    """A confirmed mass order: its orders in the order of its lines, and the message that lists them."""

    id: str
    person_id: int
    orders: tuple[Order, ...]
    card_message_id: int | None = None

    @property
    def bundle(self) -> str:
        """The name of the bundle whose parts its orders are; empty for a list."""
        return self.orders[0].terms.bundle

    @property
    def bundle_id(self) -> int:
        """The number of that bundle; 0 for a list."""
        return self.orders[0].terms.bundle_id

    @property
    def total_micro(self) -> int:
        """What all its orders cost, in micro-units."""
        return sum(order.terms.price_micro for order in self.orders)

    @property
    def currency(self) -> str:
        """The currency of all their prices."""
        return self.orders[0].terms.currency
