"""An alert's one card: what is so, what to do about it, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import ALERT, PANEL, PAYMENT, ROUTE, Button
from handlers.operator.alerts.endings import (
    ENDINGS,
    ENDINGS_AT_SUPPLIER,
    NAMES,
    SETTLED_BY_HAND,
)
from handlers.operator.alerts.views import ALERTS, AT_SUPPLIER, BACKUP_UNSENT
from handlers.operator.navigation import back_and_desk, back_to_desk
from handlers.operator.suppliers import SUPPLIER_LEFT, with_supplier_name
from handlers.ordering.list_views import length
from handlers.view import PAGE, Row, Target, View, shortened
from locales import Translator
from shop.alert_cases import ALONE, HEAP, LEFT, Alert
from shop.alerts import AlertKind
from shop.catalogue.sync_report import Moved
from shop.ledger.mismatch import BY_HAND
from shop.ordering.order import Order, OrderState
from shop.suppliers import settings_named

LISTED = PAGE
"""Alerts on one page of the list."""

_PANEL, _REVIEW, _PRICES, _CHANGES, _RULES = "panel", "review", "prices", "changes", "rules"
_DOORS: dict[AlertKind, str] = {
    **dict.fromkeys(
        (
            *(AlertKind.PANEL_DOWN, AlertKind.PANEL_AUTH, AlertKind.PANEL_SHUT, AlertKind.PANEL_FUNDS),
            *(AlertKind.PANEL_BLOCKED, AlertKind.BALANCE_LOW, AlertKind.BALANCE_UNREAD, AlertKind.PRICES_OLD),
            *(AlertKind.TEXT_STRANGE, AlertKind.STATUS_WORD, AlertKind.REFUNDS_HELD),
            *(AlertKind.MONEY_UNEXPLAINED, AlertKind.CATALOGUE_SHRUNK),
        ),
        _PANEL,
    ),
    **dict.fromkeys(
        (AlertKind.UNKNOWN_WAITING, AlertKind.ORDERS_LATE, AlertKind.ORDER_PARKED, AlertKind.ORDER_UNKNOWN),
        _REVIEW,
    ),
    **dict.fromkeys(
        (
            *(AlertKind.RATE_MISSING, AlertKind.CURRENCY_CHANGED, AlertKind.PRICE_FALLEN),
            *(AlertKind.PRICE_OF_NOTHING, AlertKind.SERVICE_STOPPED, AlertKind.ORDER_DEARER),
        ),
        _PRICES,
    ),
    AlertKind.CATALOGUE_CHANGED: _CHANGES,
    AlertKind.HARMFUL_OFFERS: _RULES,
}
"""The screen on which something can be done about it."""

_OF_AMOUNTS = frozenset({AlertKind.BALANCE_LOW, AlertKind.MONEY_UNEXPLAINED})
"""Alerts whose word is an amount. It is shown in the reader's way, unless its currency is unknown."""


@dataclass(frozen=True, slots=True)
class Heap:
    """Alerts that share a card: the first open ones, how many are open, and how many are over."""

    first: Sequence[Alert]
    still: int
    over: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert with what its words need beside its own facts."""

    alert: Alert
    order: Order | None = None
    is_asked: bool = False
    heap: Heap | None = None


def alert_card(shown: Shown, t: Translator, now: datetime) -> View:
    """The card as it goes to the operators."""
    alert = shown.alert
    text = with_supplier_name(str(alert.facts.get("supplier", "")), _text(shown, t, now))
    return View(text, _buttons(shown, t, now) if alert.is_open else ())


def alert_screen(shown: Shown, t: Translator, now: datetime) -> View:
    """An alert's card, opened from the list."""
    card = alert_card(shown, t, now)
    return View(card.text, (*card.rows, back_and_desk(t, Button(ALERT, "", "list"))))


def goes_on_below(t: Translator) -> View:
    """What is left of a card that was sent anew."""
    return View(t("⤵️ This goes on; the newest card about it is further down."))


def alert_list(alerts: Sequence[Alert], t: Translator) -> View:
    """The open alerts, oldest first; one more than a page says that there are more."""
    title = t("🔔 <b>What is wrong now</b>")
    if not alerts:
        return View(f"{title}\n{t('Nothing. All is well.')}", (back_to_desk(t),))
    shown = alerts[:LISTED]
    lines = [t("{moment} · {name}", moment=one.opened_at, name=_name(one, t)) for one in shown]
    if len(alerts) > LISTED:
        lines.append(t("There are more; these are the oldest."))
    rows: list[Row] = [((_label(one, t), Button(ALERT, str(one.id), "card")),) for one in shown]
    return View("\n".join([title, *lines]), (*rows, back_to_desk(t)))


def _name(alert: Alert, t: Translator) -> str:
    supplier = str(alert.facts.get("supplier", ""))
    word = " · ".join(part for part in (t.label(NAMES[alert.kind]), supplier) if part)
    return word if alert.order_id is None or alert.subject == HEAP else f"{word} · {alert.order_id}"


def _label(alert: Alert, t: Translator) -> str:
    """Return a label that no other alert has."""
    return shortened(f"{_name(alert, t)} · {alert.id}", 30)


def _text(shown: Shown, t: Translator, now: datetime) -> str:
    alert = shown.alert
    if shown.heap is not None:
        return "\n\n".join([_heap_words(alert, shown.heap, t), *_notes(alert, t, now)])
    if alert.is_open:
        return "\n\n".join([_words(shown, t), *_notes(alert, t, now)])
    return "\n\n".join(["✅ " + _ending(shown, t), *_notes(alert, t, now)])


def _words(shown: Shown, t: Translator) -> str:
    alert = shown.alert
    if alert.kind is AlertKind.ORDER_UNKNOWN and shown.is_asked:
        return t(
            "❓ I could not find out whether the panel has order {order}. Please decide; its money waits "
            "until then.",
            order=str(alert.order_id),
        )
    said = AT_SUPPLIER.get(alert.kind) if alert.facts.get("supplier") else None
    if alert.kind is AlertKind.BACKUP_UNSENT:
        said = BACKUP_UNSENT.get(str(alert.facts.get("why")))
    return t(said or ALERTS[alert.kind], **_values(alert, t))


def _ending(shown: Shown, t: Translator) -> str:
    alert, order = shown.alert, shown.order
    if alert.kind is AlertKind.ORDER_UNKNOWN and order is not None:
        number = str(order.id)
        if order.panel_order_id is not None:
            found = t("Order {order} was found at the panel", order=number)
            theirs = t("its number there is {number}", number=order.panel_order_id)
            return t.series([found, theirs]) + ". " + t("There is nothing to do.")
        if order.state is OrderState.VOIDED:
            return t(
                "Order {order} counts as not placed, and its money went back. There is nothing to do.",
                order=number,
            )
    said = ENDINGS_AT_SUPPLIER.get(alert.kind) if alert.facts.get("supplier") else None
    said = SETTLED_BY_HAND if alert.facts.get(BY_HAND) else said
    said = SUPPLIER_LEFT if alert.facts.get(LEFT) else said
    return t(said or ENDINGS[alert.kind], **_values(alert, t))


def _heap_words(alert: Alert, heap: Heap, t: Translator) -> str:
    name = t.label(NAMES[alert.kind])
    if not alert.is_open:
        return "✅ " + t("{name}: all {count} of them are over.", name=name, count=heap.over)
    numbers = ", ".join(str(one.order_id or one.facts.get("word", "")) for one in heap.first)
    more = f" … +{heap.still - len(heap.first)}" if heap.still > len(heap.first) else ""
    return t(
        "🗂 {name}, {count} more at once: {numbers}. Those that are over: {over}. This card stands for all of "
        "them.",
        name=name,
        count=heap.still,
        numbers=shortened(numbers, 400) + more,
        over=heap.over,
    )


def _values(alert: Alert, t: Translator) -> dict[str, str]:
    facts = alert.facts
    amount, currency = facts.get("amount_micro", 0), str(facts.get("currency", ""))
    money = t.money(int(amount), currency) if currency else ""
    return {
        "order": str(facts.get("order_id", "")),
        "word": money if money and alert.kind in _OF_AMOUNTS else str(facts.get("word", "")),
        "number": str(facts.get("number", "")),
        "count": str(facts.get("count", "")),
        "found": str(facts.get("found", "")),
        "gateway": str(facts.get("gateway", "")),
        **{moved.value: str(facts.get(moved.value, 0)) for moved in Moved},
        "amount": money,
        **settings_named(str(facts.get("supplier", ""))),
        "currency": str(facts.get("word", "")).partition(" / ")[0],
    }


def _notes(alert: Alert, t: Translator, now: datetime) -> list[str]:
    """Return the lines below: since when, how long, who looks after it, whether it is silent."""
    lines = []
    if alert.is_open:
        lines.append(t("Since {moment}", moment=alert.opened_at))
    elif alert.closed_at is not None:
        lines.append(
            t(
                "It began at {begin} and was over at {end}, after {time}.",
                begin=alert.opened_at,
                end=alert.closed_at,
                time=length(alert.closed_at - alert.opened_at, t),
            )
        )
    if alert.times > 1:
        lines.append(t("It has come and gone: {times} times.", times=alert.times))
    if alert.seen_by is not None:
        lines.append(t("👀 Seen by {name}", name=alert.seen_name or str(alert.seen_by)))
    if alert.is_open and alert.muted_until is not None and alert.muted_until > now:
        lines.append(t("🔕 Silent until {moment}", moment=alert.muted_until))
    return ["\n".join(lines)] if lines else []


def _buttons(shown: Shown, t: Translator, now: datetime) -> tuple[Row, ...]:
    alert = shown.alert
    number, rows = str(alert.id), list[Row]()
    doors = _doors(alert, t)
    if doors:
        rows.append(tuple(doors))
    if shown.heap is not None:
        rows += [(door,) for door in map(_door_in_heap, shown.heap.first[:ALONE]) if door is not None]
    if alert.kind is AlertKind.GATEWAY_MISMATCH:
        rows.append((("✅ " + t.label("It is settled"), Button(ALERT, number, "settled")),))
    own: list[tuple[str, Target]] = []
    if alert.seen_by is None:
        own.append(("👀 " + t.label("I look after it"), Button(ALERT, number, "seen")))
    if alert.muted_until is not None and alert.muted_until > now:
        own.append(("🔔 " + t.label("Let it ring"), Button(ALERT, number, "loud")))
    else:
        own.append(("🔕 " + t.label("Silent for a day"), Button(ALERT, number, "mute")))
    return (*rows, tuple(own))


def _doors(alert: Alert, t: Translator) -> list[tuple[str, Target]]:
    doors: list[tuple[str, Target]] = []
    if alert.kind is AlertKind.MONEY_UNEXPLAINED:
        doors.append(("🙋 " + t.label("That was me"), Button(PANEL, "", "mine")))
    door = _DOORS.get(alert.kind)
    if alert.kind is AlertKind.ORDER_UNKNOWN and alert.subject != HEAP:
        doors.append(("🔎 " + t.label("The figures"), Button(ALERT, str(alert.order_id), "question")))
    elif alert.kind is AlertKind.SERVICE_FAILING and alert.subject != HEAP:
        label = t.label("Service {service}", service=str(alert.facts.get("number", ""))[:16])
        doors.append(("🧪 " + label, Button(ALERT, str(alert.facts.get("number", "")), "service")))
    elif alert.kind in {AlertKind.SERVICE_FAILING, AlertKind.BETTER_OFFER}:
        doors.append(("⚖️ " + t.label("Suppliers"), Button(ALERT, "", "compare")))
    elif alert.kind is AlertKind.REFUND_UNSURE and alert.subject != HEAP:
        doors.append(("❔ " + t.label("Did it go back?"), Button(PAYMENT, alert.subject, "unsure")))
    elif alert.kind is AlertKind.FALLBACK_DEAR and alert.subject != HEAP:
        doors.append(("🔀 " + t.label("Send it at a loss …"), Button(ROUTE, str(alert.order_id), "loss")))
    elif door == _PANEL:
        doors.append(("🔌 " + t.label("Panel"), Button(ALERT, "", _PANEL)))
    elif door == _REVIEW:
        doors.append(("🔎 " + t.label("Orders to decide"), Button(ALERT, "", _REVIEW)))
    elif alert.kind is AlertKind.ORPHAN_FOUND:
        doors.append(("🧭 " + t.label("Orders not ours"), Button(ALERT, "", "orphans")))
    elif door == _PRICES:
        doors.append(("🏷 " + t.label("Prices"), Button(ALERT, "", _PRICES)))
    elif door == _CHANGES:
        doors.append(("🆕 " + t.label("What changed"), Button(ALERT, "", _CHANGES)))
    elif door == _RULES:
        doors.append(("🙈 " + t.label("Look"), Button(ALERT, "", _RULES)))
    return doors


def _door_in_heap(alert: Alert) -> tuple[str, Target] | None:
    """Return the button of one of those that share a card, where each has its own question.

    After an operator's answer the card is drawn anew, with the next.
    """
    if alert.kind is AlertKind.REFUND_UNSURE:
        label = "❔ " + shortened(str(alert.facts.get("word", "")), 40)
        return label, Button(PAYMENT, alert.subject, "unsure")
    if alert.kind is AlertKind.FALLBACK_DEAR:
        return f"🔀 {alert.order_id}", Button(ROUTE, str(alert.order_id), "loss")
    return None
