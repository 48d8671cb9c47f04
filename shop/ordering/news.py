"""Decide who is notified of what when an order changes: facts in, notices out.

Storage writes the notices in the transaction that makes the facts true. `operators` are user ids; every
moment is aware and UTC, and is part of a notice's key if the notice comes once a day or an hour.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from shop.alerts import AlertKind, Condition, Facts, News, kind_of, of_order
from shop.currency import in_digits
from shop.money import amount_text
from shop.notice import (
    Notice,
    card,
    finished,
    money_back,
    order_alerts,
    refill_news,
)
from shop.ordering.change import Change
from shop.ordering.order import Order, OrderState
from shop.ordering.place import Settlement
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.request import Request, RequestKind, RequestState
from shop.pricing.costing import Unsent

AWAKE = timedelta(hours=1)
"""Whoever ordered so recently is up; an effect in the night would be a nuisance."""


def is_celebrated(order: Order, state: OrderState, now: datetime) -> bool:
    """Return True if the message about this end comes with an effect: all is done while they are up."""
    return state is OrderState.COMPLETED and order.ended_by is None and now - order.created_at <= AWAKE


ORDERS_NAMED = 20
"""How many orders of a heap an alert names."""


def of_settling(order: Order, settlement: Settlement) -> list[News]:
    """Return the news of a settled attempt."""
    news: list[News] = [card(order.id, order.person_id)]
    words = settlement.reason.text[:200] if settlement.reason else ""
    if settlement.state is OrderState.REJECTED:
        news.append(finished(order.id, order.person_id, settlement.state, "once"))
    kind = kind_of(settlement.alert or "")
    if kind is not None and settlement.state is OrderState.RESERVED:  # about the account, not the order
        news.append(Condition(kind, facts={"word": words}))
    elif kind is not None:
        news.append(of_order(kind, order.id, word=words))
    return news


def of_putting_off(order: Order, reason: str, alert: str | None) -> list[News]:
    """Return the news of an order that waits, nothing sent; `alert` says why the panel takes none."""
    news: list[News] = [card(order.id, order.person_id)]
    kind = kind_of(alert or "")
    if kind is not None:
        news.append(Condition(kind, facts={"word": reason[:200]}))
    return news


def of_losing(order: Order, why: str) -> list[News]:
    """Return the news of an order in flight when the kiosk stopped."""
    return [card(order.id, order.person_id), of_order(AlertKind.ORDER_UNKNOWN, order.id, word=why)]


def of_withholding(order: Order, why: Unsent) -> Condition:
    """Return the condition that orders for a service are refunded instead of sent; one for each service.

    It names the service that was to deliver; what that is called elsewhere the order does not know.
    """
    service = order.delivering_service
    name = "" if order.sent_service else order.terms.service_name
    facts: Facts = {"order_id": order.id, "word": f"{service} {name}".rstrip()[:120]}
    return Condition(_UNSENT[why], f"service:{service}", facts)


_UNSENT = {Unsent.DEARER: AlertKind.ORDER_DEARER, Unsent.GONE: AlertKind.ORDER_GONE}


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


def of_change(change: Change, operators: Collection[int]) -> list[News]:
    """Return the news of the panel's report on an order."""
    order = change.after
    news: list[News] = [card(order.id, order.person_id)] if change.shows else []
    if change.finishes:
        when = order.changed_at.isoformat(timespec="seconds")
        news.append(finished(order.id, order.person_id, order.state, when))
    elif change.refunds_micro:
        news.append(money_back(order.id, order.person_id, order.refunded_micro))
    kind = kind_of(change.alert or "")
    if kind is not None and kind is not AlertKind.STATUS_WORD:  # alerted once a word, not once an order
        news.append(of_order(kind, order.id, word=(order.panel_word or "")[:200]))
    elif change.alert and kind is None:
        news += order_alerts(
            operators,
            order.id,
            change.alert,
            word=order.panel_word or "",
            amount_micro=order.refunded_micro,
            currency=order.terms.currency,
        )
    return news


def of_overcharging(order: Order, *, stopped: bool) -> list[Condition]:
    """Return the condition that the panel overcharges a service, and the one that its sale `stopped`.

    It is the service that delivered the order: that of a route or a fallback, not the one that was ordered.
    """
    service, terms = order.delivering_service, order.terms
    price = f"{in_digits(terms.price_micro, terms.currency)} {terms.currency}"
    word = f"{service}: {order.charge} / {amount_text(terms.cost_micro)} / {price}"
    subject = f"service:{service}"
    news = [Condition(AlertKind.ORDER_OVERCHARGED, subject, {"order_id": order.id, "word": word[:200]})]
    if stopped:
        news.append(Condition(AlertKind.SERVICE_STOPPED, subject, {"order_id": order.id, "word": service}))
    return news


def of_being_late(late: Sequence[tuple[int, int]], all_late: Sequence[int], count: int) -> list[News]:
    """Return the news of orders that are late, as pairs of order and person: one alert names all there are.

    `all_late` are the first of all `count` that are late by now.
    """
    if not late:
        return []
    cards = [card(order_id, person_id) for order_id, person_id in late]
    return [*cards, replace(being_late(all_late, count), rings=True)]


def being_late(numbers: Sequence[int], count: int) -> Condition:
    """Return the condition that these orders are late; they are the first of `count`."""
    facts: Facts = {"word": named(numbers, count), "order_id": numbers[0]}
    return Condition(AlertKind.ORDERS_LATE, facts=facts)


def named(numbers: Sequence[int], count: int | None = None) -> str:
    """Return these orders' numbers as an alert has them: the first ones, and how many more there are.

    `count` is how many there are of which these are the first, if not all are here.
    """
    count = len(numbers) if count is None else count
    more = f" … +{count - ORDERS_NAMED}" if count > ORDERS_NAMED else ""
    return ", ".join(map(str, numbers[:ORDERS_NAMED])) + more


def holding_refunds(count: int, order_id: int, amount_micro: int, currency: str) -> Condition:
    """Return the condition that so many refunds are on hold, this amount in all; one order is named."""
    facts: Facts = {"word": count, "order_id": order_id, "amount_micro": amount_micro, "currency": currency}
    return Condition(AlertKind.REFUNDS_HELD, facts=facts)
