"""The case of an alert, from the moment a condition begins until it is over. Facts in, decision out.

A condition that comes back soon opens the same case again, so that a panel that goes up and down is one card.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.acts import ALERT, subject_of
from shop.alerts import LASTS, AlertKind, Condition, Facts
from shop.notice import Notice
from shop.ordering.order import AT_WORK, OrderState


class AlertState(StrEnum):
    """An alert's state; both can become the other, see `is_same_case`."""

    OPEN = "open"
    CLOSED = "closed"


ALONE = 5
"""So many alerts of one kind have a card each; further ones share one."""

HEAP = "heap"
"""The subject of the alert that stands for further ones of its kind."""

FLAPS_WITHIN = timedelta(minutes=10)
"""What comes back so soon after it was over is the same case, on the same card."""

MUTED_FOR = timedelta(days=1)
RINGS_AGAIN = timedelta(days=1)
"""How often an open alert that nobody looks after is sent again."""

LEFT = "left"
"""A fact of an alert that is over because its supplier is no longer one of the shop's."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One case. `times`: how often the condition has begun, as far as that was the same case.

    `signaled_at` is when it was last seen to hold. `seen_by` looks after it; until `muted_until` it makes
    nobody's phone ring. `heap_id` is the alert on whose card it stands, None if it has its own.
    """

    id: int
    kind: AlertKind
    subject: str
    state: AlertState
    facts: Facts
    times: int
    opened_at: datetime
    changed_at: datetime
    signaled_at: datetime
    closed_at: datetime | None = None
    seen_by: int | None = None
    seen_name: str = ""
    muted_until: datetime | None = None
    heap_id: int | None = None

    @property
    def is_open(self) -> bool:
        """True while the condition lasts."""
        return self.state is AlertState.OPEN

    @property
    def order_id(self) -> int | None:
        """The order it is about, None if about none."""
        number = self.facts.get("order_id")
        return number if isinstance(number, int) else None

    @property
    def log_subject(self) -> str:
        """How acts about it name it."""
        return subject_of(ALERT, self.id)


@dataclass(frozen=True, slots=True)
class OrderStanding:
    """How an order stands. `heard_at` is when the panel last said something understandable of it."""

    state: OrderState
    heard_at: datetime | None
    is_ended_by_hand: bool
    refunded_micro: int


_OF_STATUS = frozenset({AlertKind.STATUS_NONE, AlertKind.STATUS_FAILED, AlertKind.STATUS_ERROR})
_OF_REFUND = frozenset({AlertKind.PARTIAL_UNCLEAR, AlertKind.POSTS_UNCLEAR})
_OF_ANSWER = frozenset({AlertKind.ORDER_UNKNOWN, AlertKind.ORDER_PARKED})
OF_AN_ORDER = _OF_STATUS | _OF_REFUND | _OF_ANSWER
"""Kinds of which the order itself shows when they are over."""


def is_settled(kind: AlertKind, opened_at: datetime, order: OrderStanding) -> bool:
    """Return True if what was wrong with the order is over."""
    if order.is_ended_by_hand:
        return True
    if kind in _OF_STATUS:
        return order.state not in AT_WORK or (order.heard_at is not None and order.heard_at > opened_at)
    if kind in _OF_REFUND:
        is_whole = kind is AlertKind.PARTIAL_UNCLEAR and order.state is OrderState.COMPLETED
        return is_whole or order.state in AT_WORK or order.refunded_micro > 0
    return kind in _OF_ANSWER and order.state is not OrderState.UNKNOWN


@dataclass(frozen=True, slots=True)
class Difference:
    """What must be written so that the open alerts are those of the conditions."""

    begin: tuple[Condition, ...]
    end: tuple[Alert, ...]

    @property
    def is_none(self) -> bool:
        """True if nothing must be written."""
        return not (self.begin or self.end)


def difference(open_now: Iterable[Alert], so_now: Sequence[Condition]) -> Difference:
    """Compare the open alerts of some kinds with the conditions of these kinds that hold now."""
    known = {(one.kind, one.subject): one for one in open_now if one.subject != HEAP}
    wanted = {(one.kind, one.subject): one for one in so_now}
    begin = tuple(one for key, one in wanted.items() if key not in known or known[key].facts != one.facts)
    return Difference(begin, tuple(one for key, one in known.items() if key not in wanted))


def is_same_case(closed_at: datetime, now: datetime) -> bool:
    """Return True if what begins now is the case that was over at `closed_at`."""
    return timedelta(0) <= now - closed_at <= FLAPS_WITHIN


def has_lapsed(signaled_at: datetime, kind: AlertKind, now: datetime) -> bool:
    """Return True if an alert of this kind is over because it has not happened again."""
    lasts = LASTS.get(kind)
    return lasts is not None and now - signaled_at >= lasts


CARD, PAST = "alert_card", "alert_past"


def card_notice(alert_id: int, chat_id: int) -> Notice:
    """A notice to bring the alert's card in this chat up to date."""
    return Notice(CARD, chat_id, f"{CARD}:{alert_id}:{chat_id}", {"alert_id": alert_id})


def past_notice(alert_id: int, chat_id: int, message_id: int) -> Notice:
    """A notice that the alert's earlier card in this chat is continued further down."""
    return Notice(
        PAST, chat_id, f"{PAST}:{chat_id}:{message_id}", {"alert_id": alert_id, "message_id": message_id}
    )
