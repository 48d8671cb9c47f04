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
    """Where an order stood when it was shown. It stays a place in the list if the order ends meanwhile.

    `page` is the number of that page, 0 if it is not known.
    """

    group: OrderGroup
    order_id: int
    page: int = 0


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One page of the list, and whether there are pages before and behind it.

    `number` is this page's, None if it is not known; `pages` how many there are, None if they were not
    counted. `words` are those that the orders were found by; `looked_through` how many of the newest orders
    were looked at, None if these were all.
    """

    showing: OrderFilter
    orders: Sequence[Order]
    newer: bool = False
    older: bool = False
    number: int | None = 1
    pages: int | None = None
    words: str = ""
    looked_through: int | None = None


def number_of(after: ListPlace | None, before: ListPlace | None, *, newer: bool) -> int | None:
    """Return the number of the page behind `after` or ahead of `before`, None if it is not known.

    It is counted on from the page that was left, so it may be one off where orders came or ended meanwhile;
    the first page is number 1 whatever was counted.
    """
    if not newer:
        return 1
    if after is not None:
        return after.page + 1 if after.page else None
    return max(2, before.page - 1) if before is not None and before.page else None


def group_of(order: Order, showing: OrderFilter) -> OrderGroup:
    """Return the group in which this list shows the order."""
    groups = GROUPS[showing]
    return groups[0] if len(groups) == 1 or order.state in RUNNING else groups[-1]
