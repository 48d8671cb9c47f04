"""Orders that take much longer than their service usually does: facts in, decision out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.catalogue.measured import Measure
from shop.ordering.due import SELDOM

TIMES = 3
"""An order is late after this many times what nine of ten orders of its service took."""


def news_within(between_sweeps: timedelta) -> timedelta:
    """Return how old the last news of an order may be.

    Without any for longer nobody knows how it stands: the panel or the kiosk was away, and the next sweep
    may show that it is long done.
    """
    return 2 * max(SELDOM, between_sweeps)


@dataclass(frozen=True, slots=True)
class AtWork:
    """An order at work at the panel, as its lateness is judged. Times are aware and UTC.

    `heard_at` is the panel's last report that was understood. It is `spread` if it runs more than once
    (drip-feed), and `is_told` if the operators were told that it is late.
    """

    id: int
    service_id: str
    placed_at: datetime
    heard_at: datetime | None
    spread: bool
    is_told: bool


def late_after(measure: Measure) -> timedelta:
    """Return how long after its submission an order of the service so measured is late."""
    return TIMES * measure.nearly_all


def is_late(order: AtWork, measure: Measure | None, now: datetime, *, within: timedelta) -> bool:
    """Return True if the order is late and nobody was told. Without a measure of its service none is.

    `within`: how old the last news of it may be.
    """
    if measure is None or order.spread or order.is_told or order.heard_at is None:
        return False
    return now - order.placed_at > late_after(measure) and now - order.heard_at <= within
