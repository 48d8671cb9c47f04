"""Refills: whether one can be asked for now, until when, and from when again."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from shop.errors import ShopError
from shop.ordering.order import Order, OrderState
from shop.ordering.refills_and_cancels import UNANSWERED_BY, Requests
from shop.ordering.request import Request, RequestKind, RequestState
from shop.replies import RefillRefusal

RESTS_FOR = timedelta(hours=24)
"""After an answer a refill is not asked for again so soon: panels take one a day."""

ENDED = frozenset({OrderState.COMPLETED, OrderState.PARTIAL})

_REFILL = r"(?:refill\w*|guarantee\w*|гаранти\w*|рефил\w*)"
_SO_MANY = r"(?P<{name}>\d{{1,3}}) ?-?(?:d|days?|дн\w*)"
_DAYS = re.compile(
    r"(?<![^\W\d_])A?R ?(?P<short>\d{1,3})(?!\w)"
    rf"|{_SO_MANY.format(name='before')}\W{{1,3}}(?:auto\W)?{_REFILL}"
    rf"|{_REFILL}\W{{1,4}}{_SO_MANY.format(name='after')}(?!\w)",
    re.IGNORECASE,
)
"""R30, 30 Days Refill, Refill: 30 days."""


class Refilling(Enum):
    """How a refill of an order stands."""

    NEVER = auto()
    """Its service has none."""
    NOT_NOW = auto()
    """The order has not ended, or ended with nothing to refill."""
    ASKED = auto()
    RESTING = auto()
    OVER = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class RefillStanding:
    """How a refill stands. `at` is aware and UTC.

    RESTING: when it can be asked for again. OPEN and OVER: the end of the time for it, None where nobody
    told one.
    """

    what: Refilling
    at: datetime | None = None

    @property
    def can_ask(self) -> bool:
        """True if a refill can be asked for now."""
        return self.what is Refilling.OPEN


def refill_standing(order: Order, now: datetime, *, has_refill: bool = True) -> RefillStanding:
    """Return how a refill of this order stands; `has_refill` is False if its service is known to have none.

    What nobody told is for the panel to decide. A moment in the future, as after the clock was set back, ends
    and delays nothing.
    """
    newest = order.request(RequestKind.REFILL)
    if newest is not None and newest.under_way:
        return RefillStanding(Refilling.ASKED, newest.asked_at)
    if order.state not in ENDED or order.panel_order_id is None or order.delivered == 0:
        return RefillStanding(Refilling.NOT_NOW)
    if order.terms.refill is False or not has_refill or _is_refused(newest, RefillRefusal.SERVICE):
        return RefillStanding(Refilling.NEVER)
    until = _until(order)
    if _is_refused(newest, RefillRefusal.OVER) or (until is not None and until <= now):
        return RefillStanding(Refilling.OVER, until if until is not None and until <= now else None)
    if newest is not None and _was_answered(newest) and newest.changed_at <= now:
        again = newest.changed_at + RESTS_FOR
        if until is not None and now < again and until <= again:
            return RefillStanding(Refilling.OVER)
        if now < again:
            return RefillStanding(Refilling.RESTING, again)
    return RefillStanding(Refilling.OPEN, until)


async def ask_refill(
    requests: Requests, order: Order, now: datetime, *, has_refill: bool = True, by: int | None = None
) -> None:
    """Store the person's refill request. Raises ShopError, which says why, if none can be made now."""
    match refill_standing(order, now, has_refill=has_refill).what:
        case Refilling.OPEN:
            await requests.ask(order, RequestKind.REFILL, now, by=by)
        case Refilling.NEVER:
            raise ShopError("refill_never")
        case Refilling.NOT_NOW:
            raise ShopError("refill_not_now")
        case Refilling.ASKED:
            raise ShopError("request_under_way")
        case Refilling.RESTING:
            raise ShopError("refill_resting")
        case Refilling.OVER:
            raise ShopError("refill_over")


def days_promised(name: str) -> int | None:
    """Return for how many days a service's name promises refills; None if it tells none, or several."""
    found = {int(next(filter(None, match.groups()))) for match in _DAYS.finditer(name)}
    days = found.pop() if len(found) == 1 else 0
    return days or None


def _until(order: Order) -> datetime | None:
    """Return the end of the time for refills: so many days after the order's first end.

    A refilled order ends anew; its first end was no later than the first request for a refill.
    """
    days = days_promised(order.terms.service_name)
    if days is None or order.finished_at is None:
        return None
    asked = [one.asked_at for one in order.requests if one.kind is RequestKind.REFILL]
    return min([order.finished_at, *asked]) + timedelta(days=days)


def _is_refused(newest: Request | None, why: RefillRefusal) -> bool:
    return newest is not None and newest.state is RequestState.REFUSED and newest.why is why


def _was_answered(newest: Request) -> bool:
    """Return False if nobody answered it: then it may be made again at once."""
    return newest.state is not RequestState.REFUSED or newest.text not in UNANSWERED_BY
