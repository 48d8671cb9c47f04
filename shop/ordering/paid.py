"""Orders that are paid for by one act: what a payment was made for, and when its order must stay behind.

The payment is credited in any case. Its order is made in the same transaction, under the
guards of Confirm and those that otherwise wait for the hand-over: nobody should pay for
an order just to have its money back a moment later.
"""

from collections.abc import Callable
from dataclasses import dataclass

from shop.ordering.place import Costs
from shop.ordering.terms import Terms
from shop.person import MAY_ORDER, Access
from shop.pricing.board import Pricing
from shop.pricing.costing import Unsent

ORDERED_BEFORE = "ordered_before"
"""Why a payment made no order: its confirm card has already made one."""

NOT_ADMITTED = "not_admitted"

OF_THE_PRICE = frozenset(Unsent)
"""Reasons for which the card is worth nothing any more, and a new price is due."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The confirm card a payment is made for. `acknowledged`: its person knows of a running twin."""

    token: str
    acknowledged: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of a wish: the order, or why there is none (also for one that was made before).

    `why` is a ShopError's key, or one of this module's words.
    """

    order_id: int | None = None
    why: str | None = None


Refuses = Callable[[int, Terms], str | None]
"""Return why this person may not have this order now, None if they may."""


@dataclass(frozen=True, slots=True)
class Guard:
    """The guards outside the database: who may order, whether the shop sells, and at what cost."""

    access: Access
    board: Pricing
    costs: Costs

    def __call__(self, person_id: int, terms: Terms) -> str | None:
        """See Refuses."""
        if self.access.role_of(person_id) not in MAY_ORDER:
            return NOT_ADMITTED
        if (closed := self.board.refusal()) is not None:
            return closed.key
        cost = self.costs(terms)
        return cost.value if isinstance(cost, Unsent) else None
