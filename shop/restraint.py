"""The refund brake: when a sweep would give back strangely much at once, the money waits.

A panel in trouble may call everything canceled for a while, and what was given
back is never taken again. So refunds that come in a heap are held, the orders
stay as they are, and each is asked about again at every sweep: what the panel
goes on saying for `HELD_FOR` is believed, anything else lets go of it. A single
order is held as well where the panel calls it canceled and charges all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop.change import Change
from shop.charging import charge_micro
from shop.order import OrderState

HELD_FOR = timedelta(minutes=20)

FREE, SHARE, MOST = 3, 4, 50
"""Up to `FREE` orders of one sweep get money back at once; more than that only if they are at most
one in `SHARE` of those asked about, and at most `MOST`."""


@dataclass
class Brake:
    """What one sweep gives back so far. `held` is how many orders wait from earlier sweeps."""

    held: int = 0
    asked: int = 0
    giving: int = 0

    def restrain(self, changes: Sequence[Change], now: datetime) -> list[Change]:
        """The same changes, with those held back whose money is to wait."""
        self.asked += len(changes)
        self.giving += sum(1 for one in changes if one.refunds_micro and one.before.refund_held_at is None)
        heap = self.giving > FREE and (self.giving * SHARE > self.asked or self.giving > MOST)
        return [_restrained(one, now, heap=heap or self.held > FREE) for one in changes]


def _restrained(change: Change, now: datetime, *, heap: bool) -> Change:
    since = change.before.refund_held_at
    if not change.refunds_micro:
        return change if since is None else _let_go(change)
    if since is None and not heap and not is_doubtful(change):
        return change
    if since is not None and now - since >= HELD_FOR:
        return _let_go(change)
    before, after = change.before, change.after
    waits = replace(
        before,
        checked_at=after.checked_at,
        heard_at=after.heard_at,
        ask_at=now,
        refund_held_at=since or now,
    )
    return Change(before, waits)


def is_doubtful(change: Change) -> bool:
    """Whether the panel calls the order canceled and still shows its full charge."""
    order, charged = change.after, charge_micro(change.after.charge)
    cost = order.terms.cost_micro
    return order.state is OrderState.CANCELED and bool(cost) and charged is not None and charged >= cost


def _let_go(change: Change) -> Change:
    return replace(change, after=replace(change.after, refund_held_at=None))
