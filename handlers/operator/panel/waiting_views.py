"""The part of /panel about what waits: since when, why, and what can be done about it."""

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

from locales import Translator, marked
from panel.limits import CircuitBreaker
from shop.ordering.order import Order
from shop.ordering.place import NO_ORDERS
from shop.ordering.reason import PANEL_REFUSES_US, ReasonKind
from shop.ordering.restraint import HELD_FOR as REFUNDS_HELD_FOR
from shop.reconciliation.case import Case
from shop.reconciliation.decide import HELD_FOR, RESENDS_FOR
from storage.catalogue.store import Account
from storage.orders.held import RefundsHeld


def orders_line(
    account: Account,
    breaker: CircuitBreaker,
    waiting: Order | None,
    t: Translator,
    *,
    looked_into: Case | None,
    now: datetime,
) -> str:
    """Say if orders go through; if not, since when, why and, if known, until when.

    `waiting` is the order that has waited longest for a reason, `looked_into` the case that others wait for.
    """
    if breaker.since is not None:
        return stopped_by(breaker, breaker.since, t)
    if is_shut(account):
        if waiting is None:
            return t("Orders wait until the panel works again")
        return t(
            "Orders have waited since {moment}, until the panel works again",
            moment=waiting.created_at,
        )
    if waiting is None:
        return t("Orders go through")
    why, since = waiting.reason_kind, waiting.created_at
    until = until_of(looked_into) if looked_into is not None else now
    if why is ReasonKind.CASE_OPEN and looked_into is not None and until > now:
        return t(
            "Orders have waited since {moment}: order {order} is being looked into first, until {until} "
            "at the latest; see /review {order}",
            moment=since,
            order=str(looked_into.order.id),
            until=until,
        )
    return t("Orders have waited since {moment}: {why}", moment=since, why=held_because(why, t))


def refund_lines(held: Sequence[RefundsHeld], t: Translator) -> list[str]:
    """Say how much the refund brake holds back, until when, and how to decide it by hand."""
    return [
        t(
            "✋ Refunds that wait: {count}, {amount} in all. I give them back if the panel says the same "
            "until {until}. Order {order} now: <code>/review {order} end refund</code>, "
            "or <code>/review {order} end keep</code>",
            count=one.count,
            amount=t.money(one.amount_micro, one.currency),
            until=one.since + REFUNDS_HELD_FOR,
            order=str(one.order_id),
        )
        for one in held
    ]


def stopped_by(breaker: CircuitBreaker, since: datetime, t: Translator) -> str:
    left = math.ceil(breaker.seconds_left)
    if left > 0:
        return t(
            "Orders have waited since {moment}: {why}. One is sent in {seconds} s to see whether it goes "
            "through.",
            moment=since,
            why=breaker.why.rstrip("."),
            seconds=left,
        )
    return t(
        "Orders have waited since {moment}: {why}. The next one is sent to see whether it goes through.",
        moment=since,
        why=breaker.why.rstrip("."),
    )


def until_of(case: Case) -> datetime:
    """Return when the orders waiting for this case go on, whatever its outcome."""
    return case.opened_at + max(HELD_FOR, RESENDS_FOR if case.named_by else timedelta())


def is_shut(account: Account) -> bool:
    """Return True if the last trouble holds all orders back; reading a balance ends that."""
    return (account.trouble or "").partition(": ")[0] in NO_ORDERS


def held_because(why: ReasonKind | None, t: Translator) -> str:
    """Say why the order that has waited longest is not submitted."""
    if why in PANEL_REFUSES_US:
        return t.label("the panel refuses us; see the last alert")
    return t.label(HELD.get(why, HELD[None]))


HELD: dict[ReasonKind | None, str] = {
    ReasonKind.CASE_OPEN: marked("another order is being looked into first, which takes minutes"),
    ReasonKind.PRICES_OLD: marked("the panel's prices are too old"),
    ReasonKind.THROTTLED: marked("the panel asked for fewer orders"),
    None: marked("the panel does not take them; they are tried again"),
}
"""By the order's reason."""
