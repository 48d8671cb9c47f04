"""What the shop lost of payments that went back, and which orders may make it good."""

from collections.abc import Callable, Iterable
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

Worth = Callable[[str, str, datetime | None], Fraction]
"""Says how much of the second currency one unit of the first was at that moment, or is now."""


class Loss(NamedTuple):
    """What a return took that the wallet had no more. `number` counts the book's entries."""

    number: int
    micro: int
    currency: str


class MadeGood(NamedTuple):
    """What an order gave back and the shop took for a loss. `order` is the number of what had paid for it."""

    number: int
    order: int
    micro: int
    currency: str
    at: datetime | None = None


def open_since(
    paid: int, losses: Iterable[Loss], made_good: Iterable[MadeGood], currency: str, worth: Worth
) -> int:
    """Return, in this currency, what is not made good of the losses since the entry that paid for an order.

    What an order gives back makes good what was lost since that was paid, the oldest loss first, for which
    fewest orders are left. Times say nothing: of several kiosks one may have another clock. Each loss counts
    in its own currency, at the rates at which something was taken for it: later ones, or those back, need not
    agree with them.

    >>> usd = lambda number, micro: Loss(number, micro, "USD")
    >>> back = lambda number, order, micro: MadeGood(number, order, micro, "USD")
    >>> same = lambda *_: Fraction(1)
    >>> still = lambda paid, *good: open_since(paid, [usd(2, 5), usd(6, 3)], good, "USD", same)
    >>> still(1), still(4), still(7)
    (8, 3, 0)
    >>> still(4, back(8, 5, 3)), still(4, back(8, 1, 5))
    (0, 3)
    """
    is_open = {loss: Fraction(loss.micro) for loss in sorted(losses)}
    unused = Fraction(0)  # taken for a loss when clocks still decided which one it was
    for good in sorted(made_good):
        left = Fraction(good.micro)
        for loss, micro in is_open.items():
            rate = worth(loss.currency, good.currency, good.at)
            if rate and good.order < loss.number < good.number:
                taken = min(left, micro * rate)
                is_open[loss] -= taken / rate
                left -= taken
        unused += left * worth(good.currency, currency, None)
    told = {loss: micro * worth(loss.currency, currency, None) for loss, micro in is_open.items()}
    since = sum(micro for loss, micro in told.items() if loss.number > paid)
    return max(0, int(min(sum(told.values()) - unused, since)))
