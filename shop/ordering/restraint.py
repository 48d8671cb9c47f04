"""The refund brake: when unusually much would be refunded within minutes, the money waits.

A panel in trouble may call everything canceled for a while, and a refund is never
taken back. So a heap of refunds is held, whether it comes at once or one by one, as
orders are asked about at different times. The orders stay as they are, and every
sweep asks about them again: a report that lasts for `HELD_FOR` is believed, any
other releases the hold. A single order is also held if the panel calls it canceled
and still charges for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shop.ordering.change import Change
from shop.ordering.order import OrderState
from shop.pricing.charging import charge_micro

HELD_FOR = timedelta(minutes=20)

LATELY = timedelta(minutes=20)

FREE, SHARE, MOST = 3, 4, 50
"""Up to `FREE` orders are refunded at once within `LATELY`; more only if they are at most one in
`SHARE` of those asked about, or at work, and at most `MOST` in one sweep."""


@dataclass(frozen=True, slots=True)
class Refunds:
    """Counts of orders: refund on hold, refunded lately by the panel's report, at work."""

    held: int = 0
    given: int = 0
    at_work: int = 0


@dataclass
class Brake:
    """The refunds of one sweep so far; `before` is the state when it began."""

    before: Refunds = Refunds()
    asked: int = 0
    giving: int = 0

    def restrain(self, changes: Sequence[Change], now: datetime) -> list[Change]:
        """Return the same changes, with refunds put on hold where they must wait."""
        self.asked += len(changes)
        self.giving += sum(1 for c in changes if c.refunds_micro and c.before.refund_held_at is None)
        lately, total = self.before.given + self.giving, max(self.asked, self.before.at_work)
        heap = lately > FREE and (lately * SHARE > total or self.giving > MOST)
        return [_restrained(c, now, heap=heap or self.before.held > FREE) for c in changes]


def _restrained(change: Change, now: datetime, *, heap: bool) -> Change:
    since = change.before.refund_held_at
    if not change.refunds_micro:
        return change if since is None else _released(change)
    if since is None and not heap and not is_doubtful(change):
        return change
    if since is not None and now - since >= HELD_FOR:
        return _released(change)
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
    """Return True if the panel calls the order canceled and still shows its full charge."""
    order, charged = change.after, charge_micro(change.after.charge)
    cost = order.terms.cost_micro
    return order.state is OrderState.CANCELED and bool(cost) and charged is not None and charged >= cost


def _released(change: Change) -> Change:
    return replace(change, after=replace(change.after, refund_held_at=None))
