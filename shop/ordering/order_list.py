"""A person's list of orders: what it may show, and where one of its pages begins.

The running orders come first, then those that have ended, newest first in each group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shop.ordering.order import RUNNING, Order


class OrderFilter(StrEnum):
    """Which of a person's orders the list shows; the value is what its buttons carry."""

    ALL = "a"
    RUNNING = "r"
    DONE = "d"
    MONEY_BACK = "b"
    FOUND = "f"


class OrderGroup(StrEnum):
    """Orders that stand together in the list, by falling id."""

    RUNNING = "r"
    ENDED = "e"
    DONE = "d"
    MONEY_BACK = "b"


GROUPS: dict[OrderFilter, tuple[OrderGroup, ...]] = {
    OrderFilter.ALL: (OrderGroup.RUNNING, OrderGroup.ENDED),
    OrderFilter.RUNNING: (OrderGroup.RUNNING,),
    OrderFilter.DONE: (OrderGroup.DONE,),
    OrderFilter.MONEY_BACK: (OrderGroup.MONEY_BACK,),
    OrderFilter.FOUND: (OrderGroup.RUNNING, OrderGroup.ENDED),
}
"""The groups of each list, in the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class ListPlace:
    """Where an order stood when it was shown. It stays a place in the list if the order ends meanwhile."""

    group: OrderGroup
    order_id: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of the list, and whether there are pages before and behind it.

    `words` are those that the orders were found by; `looked_through` how many of the newest orders were
    looked at, None if these were all.
    """

    showing: OrderFilter
    orders: Sequence[Order]
    newer: bool = False
    older: bool = False
    words: str = ""
    looked_through: int | None = None


def group_of(order: Order, showing: OrderFilter) -> OrderGroup:
    """Return the group in which this list shows the order."""
    groups = GROUPS[showing]
    return groups[0] if len(groups) == 1 or order.state in RUNNING else groups[-1]
