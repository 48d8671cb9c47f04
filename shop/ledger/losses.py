"""What the shop lost of payments that went back, and which orders may make it good."""

from collections.abc import Iterable
from typing import NamedTuple


class Loss(NamedTuple):
    """What a return took that the wallet had no more. `number` counts the book's entries."""

    number: int
    micro: int


class MadeGood(NamedTuple):
    """What an order gave back and the shop took for a loss. `order` is the number of what had paid for it."""

    number: int
    order: int
    micro: int


def open_since(paid: int, losses: Iterable[Loss], made_good: Iterable[MadeGood]) -> int:
    """Return what is not made good of the losses since the entry that paid for an order.

    What an order gives back makes good what was lost since that was paid, the oldest loss first, for which
    fewest orders are left. Times say nothing: of several kiosks one may have another clock.

    >>> losses = [Loss(2, 5), Loss(6, 3)]
    >>> open_since(1, losses, []), open_since(4, losses, []), open_since(7, losses, [])
    (8, 3, 0)
    >>> open_since(4, losses, [MadeGood(8, 5, 3)]), open_since(4, losses, [MadeGood(8, 1, 5)])
    (0, 3)
    """
    is_open = dict(sorted(losses))
    in_all = sum(is_open.values())
    for good in sorted(made_good):
        left = good.micro
        in_all -= left  # also what was taken for a loss when clocks still decided which one it was
        for number, micro in is_open.items():
            if good.order < number < good.number:
                taken = min(left, micro)
                is_open[number] -= taken
                left -= taken
    return max(0, min(in_all, sum(micro for number, micro in is_open.items() if number > paid)))
