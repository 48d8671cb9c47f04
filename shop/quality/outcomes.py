"""What an ended order tells of its service, and the figures of many."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt

from shop.catalogue.measured import NEWEST, Ended, measures_of
from shop.ordering.order import OrderState
from shop.ordering.reason import NEVER_SENT, ReasonKind
from shop.ordering.request import RequestState
from shop.replies import RefillRefusal

LOOKED_AT = NEWEST
"""The latest ended orders of a service that count: a panel is not what it was long ago."""

ENOUGH = 10
"""Orders below which a share is chance, and nothing is said of it."""

SURE = 1.96
"""Standard deviations of a confidence of 95 %."""

WHOLE = 1_000_000


class Outcome(StrEnum):
    """How an order ended, as far as that is its service's doing. One letter each: a row keeps many."""

    DONE = "d"
    PARTIAL = "p"
    CANCELED = "c"
    REFUSED = "r"
    LOST = "u"


_REFUSES_SERVICE = frozenset(
    {
        ReasonKind.SERVICE,
        ReasonKind.QUANTITY,
        ReasonKind.PARAMS,
        ReasonKind.UNSUPPORTED,
        ReasonKind.OTHER,
    }
)
"""Refusals for the service; those for the link are the customer's, those for the account the shop's."""

_ENDS = {
    OrderState.COMPLETED: Outcome.DONE,
    OrderState.PARTIAL: Outcome.PARTIAL,
    OrderState.CANCELED: Outcome.CANCELED,
    OrderState.VOIDED: Outcome.LOST,
}


@dataclass(frozen=True, slots=True)
class Past:
    """An ended order. `is_wished` if somebody asked to cancel it; `was_lost` if its answer was lost at first.

    `refills` are the ends of its refill requests.
    """

    ended: Ended
    created_at: datetime
    reason: ReasonKind
    is_wished: bool = False
    was_lost: bool = False
    refills: tuple[bool, ...] = ()

    @property
    def outcome(self) -> Outcome | None:
        """How it ended; None if that was not its service's doing."""
        if self.ended.state is OrderState.REJECTED:
            return Outcome.REFUSED if self.reason in _REFUSES_SERVICE else None
        if self.ended.state is OrderState.VOIDED and self.reason in NEVER_SENT:
            return None
        if self.is_wished and self.ended.state is not OrderState.COMPLETED:
            return None
        return _ENDS.get(self.ended.state)


def honoured(state: RequestState, why: RefillRefusal | None) -> bool | None:
    """Return True if this end of a refill request keeps the promise; None if it tells nothing."""
    if state is RequestState.DONE:
        return True
    too_early = why is not None and why is not RefillRefusal.SERVICE
    return False if state in {RequestState.REFUSED, RequestState.REJECTED} and not too_early else None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of all. `least` and `most` bound the true share: Wilson, 95 % confidence, in millionths."""

    some: int
    all: int

    @property
    def says(self) -> bool:
        """True if there are enough to say anything."""
        return self.all >= ENOUGH

    @property
    def least(self) -> int:
        """What the true share hardly is below.

        >>> Share(0, 20).least, Share(3, 20).least, Share(0, 0).least
        (0, 52367, 0)
        """
        return max(0, int(self._bound(-1) * WHOLE)) if self.some else 0

    @property
    def most(self) -> int:
        """What the true share hardly is above.

        >>> Share(0, 20).most, Share(20, 20).most, Share(0, 0).most
        (161130, 1000000, 1000000)
        """
        return min(WHOLE, int(self._bound(1) * WHOLE)) if self.all and self.some < self.all else WHOLE

    def _bound(self, sign: int) -> float:
        n, share, z2 = self.all, self.some / self.all, SURE * SURE
        middle, spread = share + z2 / (2 * n), SURE * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
        return (middle + sign * spread) / (1 + z2 / n)


@dataclass(frozen=True, slots=True)
class Quality:
    """The figures of one service by its latest ended orders.

    `recent` are their outcomes, newest first; `fresh` those of orders made since it was put back on sale,
    or all. `lost` counts answers of the panel that were lost, whatever came of the orders. Times are None
    while too few orders tell them.
    """

    recent: tuple[Outcome, ...] = ()
    fresh: tuple[Outcome, ...] = ()
    lost: int = 0
    refills: int = 0
    honoured: int = 0
    start: timedelta | None = None
    finish: timedelta | None = None
    nearly_all: timedelta | None = None

    def count(self, outcome: Outcome) -> int:
        """Return how many ended so."""
        return self.recent.count(outcome)

    @property
    def failed(self) -> Share:
        """How many were not delivered whole: partial, canceled, refused or lost."""
        return Share(len(self.recent) - self.count(Outcome.DONE), len(self.recent))

    @property
    def kept(self) -> Share:
        """How many refills that were asked for were done."""
        return Share(self.honoured, self.refills)


def quality_of(past: Sequence[Past], since: datetime | None = None) -> Quality:
    """Return the figures of these orders of one service, newest first; `since` is when it was put back."""
    told = [(one, one.outcome) for one in past]
    recent = [(one, outcome) for one, outcome in told if outcome is not None][:LOOKED_AT]
    measure = next(iter(measures_of(one.ended for one in past).values()), None)
    refills = [kept for one in past for kept in one.refills]
    return Quality(
        recent=tuple(outcome for _, outcome in recent),
        fresh=tuple(outcome for one, outcome in recent if since is None or one.created_at > since),
        lost=sum(one.was_lost for one, _ in recent),
        refills=len(refills),
        honoured=sum(refills),
        start=None if measure is None else measure.start,
        finish=None if measure is None else measure.finish,
        nearly_all=None if measure is None else measure.nearly_all,
    )


def failures(outcomes: Iterable[Outcome]) -> int:
    """Return how many of these were not delivered whole."""
    return sum(one is not Outcome.DONE for one in outcomes)
