"""Decide who is notified of what when an order changes: facts in, notices out.

Storage writes the notices in the transaction that makes the facts true. `operators` are user ids; every
moment is aware and UTC, and is part of a notice's key if the notice comes once a day or an hour.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from shop.money import amount_text
from shop.notice import (
    Notice,
    alerts,
    card,
    finished,
    money_back,
    order_alerts,
    refill_news,
)
from shop.ordering.change import Change
from shop.ordering.order import Order, OrderState, Request, RequestKind, RequestState
from shop.ordering.place import Settlement
from shop.ordering.reason import Reason, ReasonKind
from shop.pricing.costing import Unsent

AWAKE = timedelta(hours=1)
"""Whoever ordered so recently is up; an effect in the night would be a nuisance."""


def is_celebrated(order: Order, state: OrderState, now: datetime) -> bool:
    """Return True if the message about this end comes with an effect: all is done while they are up."""
    return state is OrderState.COMPLETED and order.ended_by is None and now - order.created_at <= AWAKE


ORDERS_NAMED = 20
"""How many orders of a heap an alert names."""


def of_settling(
    order: Order, settlement: Settlement, operators: Collection[int], now: datetime
) -> list[Notice]:
    """Return the notices of a settled attempt."""
    news = [card(order.id, order.person_id)]
    words = settlement.reason.text[:200] if settlement.reason else ""
    if settlement.state is OrderState.REJECTED:
        news.append(finished(order.id, order.person_id, settlement.state, "once"))
    if settlement.alert and settlement.state is OrderState.RESERVED:  # about the account: once a day
        key = f"{settlement.alert}:{now.date()}"
        news += alerts(operators, "panel", key, alert=settlement.alert, order_id=order.id, word=words)
    elif settlement.alert:
        news += order_alerts(operators, order.id, settlement.alert, word=words)
    return news


def of_putting_off(
    order: Order, reason: str, alert: str | None, operators: Collection[int], now: datetime
) -> list[Notice]:
    """Return the notices of an order that waits, nothing sent; operators hear of `alert` once a day."""
    news = [card(order.id, order.person_id)]
    if alert is not None:
        news += alerts(operators, "panel", f"{alert}:{now.date()}", alert=alert, word=reason[:200])
    return news


def of_losing(order: Order, why: str, operators: Collection[int]) -> list[Notice]:
    """Return the notices of an order in flight when the kiosk stopped; operators read `why`."""
    return [
        card(order.id, order.person_id),
        *order_alerts(operators, order.id, "order_unknown", word=why),
    ]


def of_withholding(order: Order, why: Unsent, operators: Collection[int], now: datetime) -> list[Notice]:
    """Return the alerts for an order refunded instead of sent: one a day for each service."""
    service = order.terms.service_id
    return alerts(
        operators,
        f"unsent:{service}",
        f"{why}:{now.date()}",
        alert=f"order_{why}",
        order_id=order.id,
        word=f"{service} {order.terms.service_name}"[:120],
    )


def of_voiding(order: Order, reason: Reason) -> list[Notice]:
    """Return the notices of a refunded order that the panel does not have.

    Whoever withdrew it gets the card only.
    """
    news = [card(order.id, order.person_id)]
    if reason.kind is not ReasonKind.WITHDRAWN:
        news.append(finished(order.id, order.person_id, OrderState.VOIDED, "once"))
    return news


def of_ending(order: Order, state: OrderState, key: str) -> list[Notice]:
    """Return the notices of an order an operator ended; `key` identifies this end among the order's ends."""
    return [card(order.id, order.person_id), finished(order.id, order.person_id, state, key)]


def of_request(order: Order, asked: Request, state: RequestState) -> list[Notice]:
    """Return the notices of a request's new state. Only the end of a refill makes the phone ring."""
    news = [card(order.id, order.person_id)]
    if asked.kind is RequestKind.REFILL and state in {RequestState.DONE, RequestState.REJECTED}:
        news.append(refill_news(order.id, order.person_id, asked.id, state))
    return news


def of_change(change: Change, operators: Collection[int]) -> list[Notice]:
    """Return the notices of the panel's report on an order."""
    order = change.after
    news = [card(order.id, order.person_id)] if change.shows else []
    if change.finishes:
        when = order.changed_at.isoformat(timespec="seconds")
        news.append(finished(order.id, order.person_id, order.state, when))
    elif change.refunds_micro:
        news.append(money_back(order.id, order.person_id, order.refunded_micro))
    if change.alert and change.alert != "status_word":  # alerted once a word, not once an order
        news += order_alerts(
            operators,
            order.id,
            change.alert,
            word=order.panel_word or "",
            amount_micro=order.refunded_micro,
            currency=order.terms.currency,
        )
    return news


def of_overcharging(
    order: Order, operators: Collection[int], now: datetime, *, stopped: bool
) -> list[Notice]:
    """Return the alerts for an overcharge: one a day for a service, and one if its sale `stopped`."""
    service, terms = order.terms.service_id, order.terms
    price = f"{amount_text(terms.price_micro)} {terms.currency}"
    about = f"overcharged:{service}"
    news = alerts(
        operators,
        about,
        str(now.date()),
        alert="order_overcharged",
        order_id=order.id,
        word=f"{service}: {order.charge} / {amount_text(terms.cost_micro)} / {price}",
    )
    if stopped:
        key = f"stopped:{now.isoformat()}"
        news += alerts(operators, about, key, alert="service_stopped", order_id=order.id, word=service)
    return news


def of_being_late(late: Sequence[tuple[int, int]], operators: Collection[int], now: datetime) -> list[Notice]:
    """Return the notices of orders that are late, as pairs of order and person: one alert names them all."""
    if not late:
        return []
    numbers = [order_id for order_id, _ in late]
    told = alerts(
        operators, "late", now.isoformat(), alert="orders_late", word=named(numbers), order_id=numbers[0]
    )
    return [*(card(order_id, person_id) for order_id, person_id in late), *told]


def named(numbers: Sequence[int], count: int | None = None) -> str:
    """Return these orders' numbers as an alert has them: the first ones, and how many more there are.

    `count` is how many there are of which these are the first, if not all are here.
    """
    count = len(numbers) if count is None else count
    more = f" … +{count - ORDERS_NAMED}" if count > ORDERS_NAMED else ""
    return ", ".join(map(str, numbers[:ORDERS_NAMED])) + more


def of_holding_refunds(held: Sequence[Change], operators: Collection[int]) -> list[Notice]:
    """Return the alerts for refunds put on hold: at most one an hour, with the first order's figures."""
    if not held or (since := held[0].after.refund_held_at) is None:
        return []
    first = held[0].after
    return alerts(
        operators,
        "refunds",
        f"held:{since:%Y-%m-%d %H}",
        alert="refunds_held",
        word=len(held),
        order_id=first.id,
        amount_micro=sum(c.before.terms.price_micro - c.before.refunded_micro for c in held),
        currency=first.terms.currency,
    )
