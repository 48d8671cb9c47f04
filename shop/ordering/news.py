"""Who is told what when something becomes of an order: facts in, notices out.

Storage writes them in the transaction that makes the facts true. `operators` are their numbers; every
moment is aware and UTC, and stands in a notice's key where the notice is to come once a day or an hour.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

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


def of_settling(
    order: Order, settlement: Settlement, operators: Collection[int], now: datetime
) -> list[Notice]:
    """An attempt has its outcome."""
    news = [card(order.id, order.person_id)]
    words = settlement.reason.text[:200] if settlement.reason else ""
    if settlement.state is OrderState.REJECTED:
        news.append(finished(order.id, order.person_id, settlement.state, "once"))
    if settlement.alert and settlement.state is OrderState.RESERVED:  # the account's: once a day
        key = f"{settlement.alert}:{now.date()}"
        news += alerts(operators, "panel", key, alert=settlement.alert, order_id=order.id, word=words)
    elif settlement.alert:
        news += order_alerts(operators, order.id, settlement.alert, word=words)
    return news


def of_putting_off(
    order: Order, reason: str, alert: str | None, operators: Collection[int], now: datetime
) -> list[Notice]:
    """Nothing could be sent, and the order waits; operators hear of `alert` once a day."""
    news = [card(order.id, order.person_id)]
    if alert is not None:
        news += alerts(operators, "panel", f"{alert}:{now.date()}", alert=alert, word=reason[:200])
    return news


def of_losing(order: Order, why: str, operators: Collection[int]) -> list[Notice]:
    """The kiosk stopped while the order was in flight; `why` is what operators read."""
    return [
        card(order.id, order.person_id),
        *order_alerts(operators, order.id, "order_unknown", word=why),
    ]


def of_withholding(order: Order, why: Unsent, operators: Collection[int], now: datetime) -> list[Notice]:
    """An order was given back instead of sent. Operators hear of it once a day for a service."""
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
    """The panel does not have the order, and its money went back.

    Of an order that its person withdrew unsent only the card says so: they know.
    """
    news = [card(order.id, order.person_id)]
    if reason.kind is not ReasonKind.WITHDRAWN:
        news.append(finished(order.id, order.person_id, OrderState.VOIDED, "once"))
    return news


def of_ending(order: Order, state: OrderState, key: str) -> list[Notice]:
    """An operator ended the order; `key` tells this end from another of the same order."""
    return [card(order.id, order.person_id), finished(order.id, order.person_id, state, key)]


def of_request(order: Order, asked: Request, state: RequestState) -> list[Notice]:
    """A refill or cancel request stands so now. How a refill ends makes the phone ring."""
    news = [card(order.id, order.person_id)]
    if asked.kind is RequestKind.REFILL and state in {RequestState.DONE, RequestState.REJECTED}:
        news.append(refill_news(order.id, order.person_id, asked.id, state))
    return news


def of_change(change: Change, operators: Collection[int]) -> list[Notice]:
    """The panel has reported on the order."""
    order = change.after
    news = [card(order.id, order.person_id)] if change.shows else []
    if change.finishes:
        when = order.changed_at.isoformat(timespec="seconds")
        news.append(finished(order.id, order.person_id, order.state, when))
    elif change.refunds_micro:
        news.append(money_back(order.id, order.person_id, order.refunded_micro))
    if change.alert and change.alert != "status_word":  # that is told once a word, not once an order
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
    """The panel took more than was reckoned: one alert a day for a service, one when its sale `stopped`."""
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


def of_holding_refunds(held: Sequence[Change], operators: Collection[int]) -> list[Notice]:
    """Refunds begin to wait: at most one alert an hour, with the figures of the first."""
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
        amount_micro=sum(one.before.terms.price_micro - one.before.refunded_micro for one in held),
        currency=first.terms.currency,
    )
