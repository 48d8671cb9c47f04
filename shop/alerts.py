"""Alerts: what is wrong in the shop right now, one case each, until it is over. Facts in, decision out.

A condition is something that is so now and that operators must know. Its alert is opened when it begins,
changed while it lasts, and closed when it is over. One that comes back soon opens the same alert again, so
that a panel that goes up and down is one card.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from shop.acts import ALERT, subject_of
from shop.desk_figures import SPENT_IN
from shop.notice import Notice
from shop.ordering.order import AT_WORK, OrderState

Facts = Mapping[str, str | int]


class AlertState(StrEnum):
    """An alert's state; both can become the other, see `is_same_case`."""

    OPEN = "open"
    CLOSED = "closed"


class AlertKind(StrEnum):
    """What is wrong. A new kind needs its words in handlers/operator/alerts, no revision."""

    # The panel and its account
    PANEL_DOWN = "panel_down"
    PANEL_AUTH = "panel_auth"
    PANEL_SHUT = "panel_shut"
    PANEL_FUNDS = "panel_funds"
    PANEL_BLOCKED = "panel_blocked"
    BALANCE_LOW = "balance_low"
    BALANCE_UNREAD = "balance_unread"
    MONEY_UNEXPLAINED = "money_unexplained"
    TEXT_STRANGE = "text_strange"
    STATUS_WORD = "status_word"
    # Orders
    ORDER_UNKNOWN = "order_unknown"
    ORDER_PARKED = "order_parked"
    STATUS_NONE = "status_none"
    STATUS_FAILED = "status_failed"
    STATUS_ERROR = "status_error"
    PARTIAL_UNCLEAR = "partial_unclear"
    POSTS_UNCLEAR = "posts_unclear"
    ORPHAN_FOUND = "orphan_found"
    UNKNOWN_WAITING = "unknown_waiting"
    ORDERS_SILENT = "orders_silent"
    ORDERS_ENDLESS = "orders_endless"
    ORDERS_LATE = "orders_late"
    REFUNDS_HELD = "refunds_held"
    # Prices
    ORDER_DEARER = "order_dearer"
    ORDER_GONE = "order_gone"
    ORDER_OVERCHARGED = "order_overcharged"
    SERVICE_STOPPED = "service_stopped"
    SERVICE_FAILING = "service_failing"
    BETTER_OFFER = "better_offer"
    FALLBACK_DEAR = "fallback_dear"
    RATE_MISSING = "rate_missing"
    CURRENCY_CHANGED = "currency_changed"
    PRICES_OLD = "prices_old"
    PRICE_FALLEN = "price_fallen"
    PRICE_OF_NOTHING = "price_of_nothing"
    CATALOGUE_SHRUNK = "catalogue_shrunk"
    # The catalogue
    CATALOGUE_CHANGED = "catalogue_changed"
    HARMFUL_OFFERS = "harmful_offers"
    # The kiosk itself
    BOOKS_BROKEN = "books_broken"
    BOOKS_UNCHECKED = "books_unchecked"
    BACKUP_OLD = "backup_old"
    BACKUP_UNSENT = "backup_unsent"
    RESTORED = "restored"
    DISK_FULL = "disk_full"
    WORK_FAILING = "work_failing"
    # Payments
    GATEWAY_MISMATCH = "gateway_mismatch"
    REFUND_UNSURE = "refund_unsure"
    # Telegram
    STARS_MISMATCH = "stars_mismatch"
    STARS_BALANCE = "stars_balance"
    WEBHOOK_REMOVED = "webhook_removed"
    OTHER_POLLER = "other_poller"
    TELEGRAM_WAITS = "telegram_waits"
    OPERATORS_CHAT_AWAY = "operators_chat_away"


_KNOWN = frozenset(AlertKind)

ONE_BY_ONE = frozenset(
    {
        AlertKind.ORDER_UNKNOWN,
        AlertKind.ORDER_PARKED,
        AlertKind.STATUS_NONE,
        AlertKind.STATUS_FAILED,
        AlertKind.STATUS_ERROR,
        AlertKind.PARTIAL_UNCLEAR,
        AlertKind.POSTS_UNCLEAR,
        AlertKind.ORPHAN_FOUND,
        AlertKind.ORDER_DEARER,
        AlertKind.ORDER_GONE,
        AlertKind.ORDER_OVERCHARGED,
        AlertKind.SERVICE_STOPPED,
        AlertKind.SERVICE_FAILING,
        AlertKind.FALLBACK_DEAR,
        AlertKind.TEXT_STRANGE,
        AlertKind.STATUS_WORD,
        AlertKind.REFUND_UNSURE,
    }
)
"""Kinds of which a hundred can be open at once: a few have cards of their own, one card has the rest."""

ALONE = 5
"""So many alerts of one kind have a card each; further ones share one."""

HEAP = "heap"
"""The subject of the alert that stands for further ones of its kind."""

LASTS: Mapping[AlertKind, timedelta] = {
    AlertKind.ORDER_DEARER: timedelta(days=1),
    AlertKind.ORDER_GONE: timedelta(days=1),
    AlertKind.ORDER_OVERCHARGED: timedelta(days=1),
    AlertKind.BETTER_OFFER: timedelta(hours=20),  # before a reminder: it is news, nothing is wrong
    AlertKind.MONEY_UNEXPLAINED: timedelta(days=2),  # what left meanwhile is told once a day
    AlertKind.CATALOGUE_CHANGED: timedelta(days=1),
    AlertKind.WORK_FAILING: timedelta(hours=1),
    AlertKind.PANEL_AUTH: timedelta(hours=6),
    AlertKind.PANEL_SHUT: timedelta(hours=6),
    AlertKind.PANEL_FUNDS: timedelta(hours=6),
    AlertKind.PANEL_BLOCKED: timedelta(hours=6),
    AlertKind.WEBHOOK_REMOVED: timedelta(hours=1),
    AlertKind.OTHER_POLLER: timedelta(minutes=10),
    AlertKind.TELEGRAM_WAITS: timedelta(hours=1),
    AlertKind.OPERATORS_CHAT_AWAY: timedelta(hours=1),
}
"""How long after it last happened an alert is over, of the kinds whose end nothing tells."""

FLAPS_WITHIN = timedelta(minutes=10)
"""What comes back so soon after it was over is the same case, on the same card."""

MUTED_FOR = timedelta(days=1)
RINGS_AGAIN = timedelta(days=1)
"""How often an open alert that nobody looks after is sent again."""

UNDECIDED_FOR = timedelta(hours=2)
"""How long an order whose answer was lost waits for a decision before that is an alert of its own."""

DAYS_LEFT = 2
"""The balance is low if it lasts for fewer days than this, at the rate of the last SPENT_IN."""

SILENT_AFTER = timedelta(minutes=10)
"""How long a panel has given no usable answer when it counts as down, however seldom it is asked."""

LEAST_SPACE = 500 * 1024 * 1024
LEAST_SHARE = 20
AMPLE_SPACE = 20 * 1024**3
"""Bytes; a disk is full below the first, or with less than 1/LEAST_SHARE free, but not above this."""

BACKUP_WITHIN = timedelta(days=2)
"""A shop that makes backups has a newer one than this, unless the kiosk is to make them more seldom."""


def backup_within(every_hours: int) -> timedelta:
    """Return how old the last backup may be where the kiosk makes one `every_hours`; 0 is never."""
    return max(BACKUP_WITHIN, 2 * timedelta(hours=every_hours))


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that is so now. `subject` tells apart two of one kind; `facts` are what its words name.

    `rings`: if the alert is open already, this is worse than before, and its card is sent anew.
    """

    kind: AlertKind
    subject: str = ""
    facts: Facts = field(default_factory=dict)
    rings: bool = False


News = Notice | Condition

OF_A_PANEL = frozenset(
    {
        AlertKind.PANEL_DOWN,
        AlertKind.PANEL_AUTH,
        AlertKind.PANEL_SHUT,
        AlertKind.PANEL_FUNDS,
        AlertKind.PANEL_BLOCKED,
        AlertKind.BALANCE_LOW,
        AlertKind.BALANCE_UNREAD,
        AlertKind.MONEY_UNEXPLAINED,
        AlertKind.UNKNOWN_WAITING,
        AlertKind.ORDERS_SILENT,
        AlertKind.ORDERS_ENDLESS,
        AlertKind.ORDERS_LATE,
        AlertKind.REFUNDS_HELD,
        AlertKind.RATE_MISSING,
        AlertKind.CURRENCY_CHANGED,
        AlertKind.PRICES_OLD,
        AlertKind.PRICE_FALLEN,
        AlertKind.PRICE_OF_NOTHING,
        AlertKind.CATALOGUE_SHRUNK,
    }
)
"""Kinds that each supplier has for itself."""

_AT = "@"

LEFT = "left"
"""A fact of an alert that is over because its supplier is no longer one of the shop's."""


def subject_at(name: str, subject: str = "") -> str:
    """Return the subject of an alert about the supplier of this name; empty is the one of PANEL_URL.

    >>> subject_at(""), subject_at("fast"), subject_at("fast", "21")
    ('', '@fast', '@fast 21')
    """
    return f"{_AT}{name} {subject}".rstrip() if name else subject


def is_about(subject: str, name: str) -> bool:
    """Return True if an alert with this subject is about the supplier of this name.

    >>> is_about("", ""), is_about("@fast 21", "fast"), is_about("@fast", ""), is_about("", "fast")
    (True, True, False, False)
    """
    return subject.split(" ", maxsplit=1)[0] == f"{_AT}{name}" if name else not subject.startswith(_AT)


def at_supplier(so: Condition, name: str) -> Condition:
    """Return the condition as one of this supplier's; others' kinds, and PANEL_URL's, stay as they are."""
    if not name or so.kind not in OF_A_PANEL:
        return so
    return replace(so, subject=subject_at(name, so.subject), facts={**so.facts, "supplier": name})


def news_at(news: Iterable[News], name: str) -> list[News]:
    """Return the news with the conditions among them as this supplier's."""
    return [at_supplier(one, name) if isinstance(one, Condition) else one for one in news]


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


"""What a change owes: messages to people, and conditions that begin."""


def kind_of(word: str) -> AlertKind | None:
    """Return the kind of this name; None for the name of an event, which is told once and never over."""
    return AlertKind(word) if word in _KNOWN else None


def of_order(kind: AlertKind, order_id: int, **facts: str | int) -> Condition:
    """Return this condition of an order."""
    return Condition(kind, order_subject(order_id), {"order_id": order_id, **facts})


def order_subject(order_id: int) -> str:
    """Return the subject of alerts about this order."""
    return f"order:{order_id}"


def of_text(kind: AlertKind, number: int | None, word: str) -> list[Condition]:
    """Return the condition that the panel says something unexplained; none without a `number` to teach by."""
    if number is None:
        return []
    return [Condition(kind, f"text:{number}", {"word": word[:200], "number": number})]


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


def is_down(
    *, is_shut: bool, silent: bool, heard_at: datetime | None, told_at: datetime | None, now: datetime
) -> bool:
    """Return True if the panel is down.

    `is_shut`: the circuit breaker stops calls. `silent`: the last question got no usable answer. `heard_at`
    is when a question last got one. `told_at` is since when it is known to be down, None if it is not: a
    restart forgets what the breaker knew, so only an answer since then shows that it is back.
    """
    if is_shut:
        return True
    if silent and heard_at is not None and now - heard_at >= SILENT_AFTER:
        return True
    return told_at is not None and (heard_at is None or heard_at <= told_at)


def is_low(balance_micro: int, spent_micro: int, largest_micro: int) -> bool:
    """Return True if the panel account needs money soon.

    `spent_micro` is what orders cost in the last SPENT_IN, `largest_micro` the cost of the dearest order
    that waits.

    >>> is_low(1_000_000, 3_500_000, 0), is_low(1_000_000, 3_499_999, 0), is_low(1_000_000, 0, 1_000_001)
    (False, False, True)
    >>> is_low(999_999, 3_500_000, 0)
    True
    """
    days = SPENT_IN // timedelta(days=1)
    return balance_micro < largest_micro or balance_micro * days < spent_micro * DAYS_LEFT


def is_full(free: int, total: int) -> bool:
    """Return True if the disk has too little room, in bytes.

    >>> gib = 1024**3
    >>> is_full(gib // 4, 4 * gib), is_full(40 * gib, 2000 * gib), is_full(gib, 30 * gib)
    (True, False, True)
    """
    return free < LEAST_SPACE or (free * LEAST_SHARE < total and free < AMPLE_SPACE)


CARD, PAST = "alert_card", "alert_past"


def card_notice(alert_id: int, chat_id: int) -> Notice:
    """A notice to bring the alert's card in this chat up to date."""
    return Notice(CARD, chat_id, f"{CARD}:{alert_id}:{chat_id}", {"alert_id": alert_id})


def past_notice(alert_id: int, chat_id: int, message_id: int) -> Notice:
    """A notice that the alert's earlier card in this chat is continued further down."""
    return Notice(
        PAST, chat_id, f"{PAST}:{chat_id}:{message_id}", {"alert_id": alert_id, "message_id": message_id}
    )


def notices_in(news: Iterable[News]) -> list[Notice]:
    """Return those of the news that are messages to people."""
    return [one for one in news if isinstance(one, Notice)]


def conditions_in(news: Iterable[News]) -> list[Condition]:
    """Return those of the news that are conditions, each of an alert."""
    return [one for one in news if isinstance(one, Condition)]
