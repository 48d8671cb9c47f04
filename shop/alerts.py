"""Alerts: what can be wrong in the shop, and a condition that is so now.

A condition is something that is so now and that operators must know. Its alert is opened when it begins,
changed while it lasts, and closed when it is over: `alert_cases`. `alert_thresholds` has what is measured.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from shop.notice import Notice

Facts = Mapping[str, str | int]


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
"""What a change owes: messages to people, and conditions that begin."""

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


def notices_in(news: Iterable[News]) -> list[Notice]:
    """Return those of the news that are messages to people."""
    return [one for one in news if isinstance(one, Notice)]


def conditions_in(news: Iterable[News]) -> list[Condition]:
    """Return those of the news that are conditions, each of an alert."""
    return [one for one in news if isinstance(one, Condition)]
