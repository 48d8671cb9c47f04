"""What keeps orders from going out, until when, and what ends it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.buttons import MAINTENANCE, PANEL, WAITING, Button
from handlers.operator.maintenance.restored_views import standing_still
from handlers.operator.panel.waiting_views import held_because, is_shut, stopped_by, until_of
from handlers.operator.prices.views import why_closed, why_paused
from handlers.operator.suppliers import with_supplier_name
from handlers.view import Target, shortened
from locales import Translator
from panel.limits import CircuitBreaker
from shop.maintenance import Maintenance
from shop.ordering.order import Order
from shop.ordering.reason import ReasonKind
from shop.ordering.restraint import HELD_FOR
from shop.pricing.board import Closed, PanelPrices, Pricing
from shop.reconciliation.case import Case
from shop.standstill import Standstill
from shop.waiting import Waits
from storage.catalogue.store import Account
from storage.orders.held import RefundsHeld
from storage.orders.left_behind import LeftBehind


@dataclass(frozen=True, slots=True)
class AtSupplier:
    """What is known of what may stop orders at one supplier, whose `name` is empty where there is one only.

    `waiting` is the order that has waited longest for a reason, `looked_into` the open case that began last.
    """

    name: str
    prices: PanelPrices
    breaker: CircuitBreaker
    account: Account
    waiting: Order | None
    looked_into: Case | None
    refunds_held: tuple[RefundsHeld, ...]


@dataclass(frozen=True, slots=True)
class StopFacts:
    """What is known of what may stop orders. `halted` says why no money moves, None if it does.

    `restored` is the last restore from a backup; `is_owner`: whoever looks may go on after it. `refunds_left`
    are on hold, and the orders `left_behind` at work, at suppliers that are none any more.
    """

    halted: str | None
    restored: Standstill | None
    maintenance: Maintenance
    board: Pricing
    suppliers: tuple[AtSupplier, ...]
    refunds_left: tuple[RefundsHeld, ...]
    left_behind: LeftBehind | None
    is_owner: bool
    now: datetime


@dataclass(frozen=True, slots=True)
class Stop:
    """A line of the desk, with the button that ends it if one does."""

    text: str
    ends_it: tuple[str, Target] | None = None


def stops(found: StopFacts, t: Translator) -> Iterator[Stop]:
    """Yield everything that stops the shop or a part of it, the gravest first. A new one goes in here."""
    if found.halted is not None:
        yield Stop(
            t(
                "🛑 No money moves until the ledger adds up; it is audited every hour: {reason}",
                reason=shortened(found.halted, 200),
            )
        )
    if found.restored is not None and found.restored.is_on:
        looks = ("🧯 " + t.label("Go on"), Button(MAINTENANCE, "", "restored"))
        yield Stop(standing_still(found.restored, t), looks if found.is_owner else None)
    elif found.maintenance.closed_at is not None:
        opens = ("🔓 " + t.label("Open the shop …"), Button(MAINTENANCE, "", "sureopen"))
        yield Stop(_shut(found.maintenance, found.maintenance.closed_at, t), opens)
    if closed := why_closed(found.board, t):
        asks_again = found.board.closed in {Closed.PRICES_OLD, Closed.BALANCE_UNREAD}
        yield Stop(closed, ask_the_panel(t) if asks_again else None)
    for one in found.suppliers:
        for stop in _at(one, found, t):
            yield replace(stop, text=with_supplier_name(one.name, stop.text))
    for held in found.refunds_left:
        text = t.plural(
            "✋ {n} refund is on hold, {amount}, at a supplier that is no longer in the shop's settings. "
            "Nobody asks about it any more: decide on the order's card",
            "✋ {n} refunds are on hold, {amount} in all, at suppliers that are no longer in the shop's "
            "settings. Nobody asks about them any more: decide on each order's card",
            held.count,
            amount=t.money(held.amount_micro, held.currency),
        )
        yield Stop(text, _order_door(held.order_id, t))
    if found.left_behind is not None:
        text = t.plural(
            "📦 {n} order runs at a supplier that is no longer in the shop's settings. Nobody asks about it "
            "any more: end it by hand, or put the supplier back",
            "📦 {n} orders run at suppliers that are no longer in the shop's settings. Nobody asks about "
            "them any more: end each by hand, the oldest first, or put the supplier back",
            found.left_behind.count,
        )
        yield Stop(text, _order_door(found.left_behind.order_id, t))


def _at(supplier: AtSupplier, found: StopFacts, t: Translator) -> Iterator[Stop]:
    """Yield what stops a part of the shop at this supplier."""
    if found.board.closed is None and (paused := why_paused(supplier.prices, found.board, t)):
        yield Stop(paused, ask_the_panel(t))
    stop = _of_orders(supplier, found.now, t)
    if stop is not None:
        yield stop
    for held in supplier.refunds_held:
        text = t.plural(
            "✋ {n} refund waits, {amount}: I give it back if the panel says the same until {until}",
            "✋ {n} refunds wait, {amount} in all: I give them back if the panel says the same until {until}",
            held.count,
            amount=t.money(held.amount_micro, held.currency),
            until=held.since + HELD_FOR,
        )
        yield Stop(text, _order_door(held.order_id, t))


def _order_door(order_id: int, t: Translator) -> tuple[str, Target]:
    number = str(order_id)
    return "📦 " + t.label("Order {order}", order=number), Button(WAITING, number, "order")


def _shut(state: Maintenance, since: datetime, t: Translator) -> str:
    if state.until is None:
        return t("🛠 The shop has been closed since {moment}", moment=since)
    return t(
        "🛠 The shop has been closed since {moment}, expected until {until}", moment=since, until=state.until
    )


def _of_orders(found: AtSupplier, now: datetime, t: Translator) -> Stop | None:
    """What keeps orders from the panel: one thing at a time, since one is enough."""
    breaker, waiting, case = found.breaker, found.waiting, found.looked_into
    if breaker.since is not None:
        return Stop("⏸ " + stopped_by(breaker, breaker.since, t), ask_the_panel(t))
    if is_shut(found.account):
        return Stop("⏸ " + t("Orders wait until the panel works again"), ask_the_panel(t))
    if waiting is None:
        return None
    why = waiting.reason_kind
    if why is ReasonKind.CASE_OPEN and case is not None and until_of(case) > now:
        number = str(case.order.id)
        text = t(
            "⏸ New orders wait while order {order} is checked, until {until}",
            order=number,
            until=until_of(case),
        )
        return Stop(
            text, ("🔎 " + t.label("Decide order {order}", order=number), decision_button(case.order.id))
        )
    text = t("Orders have waited since {moment}: {why}", moment=waiting.created_at, why=held_because(why, t))
    return Stop("⏸ " + text, ask_the_panel(t))


def ask_the_panel(t: Translator) -> tuple[str, Target]:
    """The button that reads the panel's balance and prices now, which ends most stops if it can."""
    return "🔄 " + t.label("Ask the panel now"), Button(PANEL, "", "refresh")


def decision_button(order_id: int) -> Button:
    """The button that opens the card on which this order is adopted or voided."""
    return Button(WAITING, str(order_id), "open", Waits.CASE)
