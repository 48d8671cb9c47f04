"""The effect of a status report on an order: its state, its counts, its refund."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from shop.money import micro_up
from shop.ordering.change import Change
from shop.ordering.due import MONEY_BACK, ask_again
from shop.ordering.order import AT_WORK, FINISHED, FROM_PANEL, Order, OrderState
from shop.ordering.posts import posts_left, posts_refunded
from shop.ordering.reason import ReasonKind
from shop.pricing.charging import is_comparable
from shop.replies import ItemError, PanelState, StatusReport


def follow(order: Order, report: StatusReport | ItemError, now: datetime) -> Change:
    """Return the change that `report` makes to `order`.

    An unknown word, an error for this id or FAILED keeps the last state and
    alerts once. Counts outside 0..quantity are not believed. An order an operator
    ended or took back stays as it is, whatever the panel says later.
    """
    if order.ended_by is not None or _is_taken_back(order):
        return Change(order, replace(order, checked_at=now, ask_at=None))
    change = _followed(order, report, now)
    after, last_asked = change.after, None if change.shows else order.checked_at
    ask_at = ask_again(after.finished_at, after.changed_at, last_asked, now)
    return Change(order, replace(after, ask_at=ask_at), change.alert)


def _is_taken_back(order: Order) -> bool:
    """Return True of an order whose number is not its own. Earlier releases did not note who took it back."""
    return order.state is OrderState.CANCELED and order.reason_kind is ReasonKind.TAKEN_BACK


def _followed(order: Order, report: StatusReport | ItemError, now: datetime) -> Change:
    if isinstance(report, ItemError):
        checked = replace(order, checked_at=now)
        return _noted(order, checked, word=f"error: {report.text}"[:200], alert="status_error")
    told: dict[str, Any] = {
        "checked_at": now,
        "start_count": _start_count(report, order),
        "remains": _remains(report, order),
        "charge": _charge(report, order),
    }
    if report.state is None:
        alert = "status_word" if report.word.strip() else "status_none"
        return _noted(order, _begun(replace(order, **told), now), word=report.word[:200], alert=alert)
    if report.state is PanelState.FAILED:
        return _noted(
            order, _begun(replace(order, **told), now), word=report.word[:200], alert="status_failed"
        )
    state = FROM_PANEL[report.state]
    if state is not order.state:
        told |= {"changed_at": now, "finished_at": now if state in FINISHED else None}
    understood = replace(order, **told, state=state, panel_word=report.word[:200], heard_at=now)
    return _alert_on_reversal(_refunded(Change(order, _begun(understood, now)), report), report)


def _begun(order: Order, now: datetime) -> Order:
    """Note when delivery began: counts tell it, whatever word stands beside them."""
    has_begun = order.state in {OrderState.IN_PROGRESS, OrderState.COMPLETED} or bool(order.delivered)
    return replace(order, begun_at=now) if has_begun and order.begun_at is None else order


def _refunded(change: Change, report: StatusReport) -> Change:
    """Return the change with its refund: the total never falls and is never guessed.

    Canceled refunds everything, as panels do; if the report says that a part was
    delivered and charged, the operator is alerted. Partial refunds the share of the
    remainder. A partial end without a believable count, or of which nothing remains, refunds
    nothing and alerts the operator: an older count would be too high, and a refund is never
    taken back.
    """
    order = change.after
    if order.terms.is_by_post:
        return posts_refunded(change, report)
    price, level = order.terms.price_micro, order.refunded_micro
    if order.state is OrderState.CANCELED:
        level = price
        if change.finishes and report.charge and 0 < (report.remains or 0) < (order.terms.quantity or 0):
            change = replace(change, alert="canceled_charged")
    elif order.state is OrderState.PARTIAL and price:
        quantity, remains = order.terms.quantity, report.remains
        # "partial_unclear" says that nothing has been given back.
        unclear = "refund_undone" if order.refunded_micro else "partial_unclear"
        if not quantity or remains is None or not 0 <= remains <= quantity or _counts_runs(order, report):
            return replace(change, alert=unclear if change.finishes else change.alert)
        level = price * remains // quantity
        if not remains and not order.terms.fields.get("runs") and change.finishes:
            change = replace(change, alert=unclear)  # panels say 0 also while they have not counted
    if level <= order.refunded_micro:
        return change
    return replace(change, after=replace(order, refunded_micro=level))


def _counts_runs(order: Order, report: StatusReport) -> bool:
    """Return True if a drip-feed's remainder may be one run's or a number of runs, not the whole's.

    Panels differ; it is certain only if the charge matches the remaining share of the cost.
    """
    terms, quantity = order.terms, order.terms.quantity
    if not terms.fields.get("runs"):
        return False
    if not quantity or not terms.cost_micro or report.charge is None or report.remains is None:
        return True
    if not is_comparable(report.charge, report.charged_in, order.cost_currency):
        return True
    rest = terms.cost_micro * (quantity - report.remains) // quantity
    slack = max(10, terms.cost_micro // 1000)
    return abs(micro_up(report.charge) - rest) > slack


def _alert_on_reversal(change: Change, report: StatusReport) -> Change:
    """Return the change, with an alert if the order leaves an end that moved money, or reaches one late."""
    was, state = change.before.state, change.after.state
    goes_on = (was in MONEY_BACK and state not in MONEY_BACK) or _takes_a_part_back(change, report)
    is_resumed = (goes_on or (was in FINISHED and state in AT_WORK)) and change.before.refunded_micro
    if is_resumed or (goes_on and _is_back_for_free(change.before)):
        return replace(change, alert="refund_undone")
    is_back = change.refunds_micro or _is_back_for_free(change.after)
    if was is OrderState.COMPLETED and state in MONEY_BACK and is_back:
        return replace(change, alert="completed_undone")
    return change


def _takes_a_part_back(change: Change, report: StatusReport) -> bool:
    """Return True if an ended order ends in part now, with less missing than was given back for."""
    before, after = change.before, change.after
    if after.state is not OrderState.PARTIAL:
        return False
    if before.state is OrderState.CANCELED:
        return report.remains is None or report.remains != after.terms.quantity
    known, left = before.remains or 0, after.remains or 0
    return before.state is OrderState.PARTIAL and left < known and not change.refunds_micro


def _is_back_for_free(order: Order) -> bool:
    """Return True for a free order at an end that would give its price back: only its state tells that."""
    is_canceled = order.state is OrderState.CANCELED
    return not order.terms.price_micro and (is_canceled or order.discount_back_micro > 0)


def _noted(order: Order, reported: Order, *, word: str, alert: str) -> Change:
    """Return the change of the panel's word, with an alert if that is news and of any account.

    Panels forget orders that ended long ago, or leave their status empty.
    """
    is_news = word != order.panel_word and (order.state in AT_WORK or alert not in _OF_NO_ACCOUNT)
    return Change(order, replace(reported, panel_word=word), alert if is_news else None)


_OF_NO_ACCOUNT = frozenset({"status_error", "status_none"})
"""What an order that has ended is not alerted for: nothing that it is asked about depends on it."""


def _remains(report: StatusReport, order: Order) -> int | None:
    """Return what remains by the report: of a subscription posts, of all others pieces."""
    if order.terms.is_by_post:
        return posts_left(order, report)
    is_ending = report.state is PanelState.PARTIAL and order.state is not OrderState.PARTIAL
    if is_ending and order.terms.is_free_by_coupon:  # by this count its discount is given back
        order = replace(order, remains=None)
    return _believable(report.remains, order)


def _charge(report: StatusReport, order: Order) -> str | None:
    """Return the new charge, or the old one: it is held against the cost, and so is in its currency."""
    told = report.charge
    if told is None or not is_comparable(told, report.charged_in, order.cost_currency):
        return order.charge
    return str(told)


def _start_count(report: StatusReport, order: Order) -> int | None:
    """Return the new start count, or the old one: nothing has fewer than none."""
    told = report.start_count
    return order.start_count if told is None or told < 0 else told


def _believable(remains: int | None, order: Order) -> int | None:
    """Return the new remainder, or the old one: panels send negative numbers, too large ones, "Unknown"."""
    if remains is None or remains < 0:
        return order.remains
    if order.terms.quantity is not None and remains > order.terms.quantity:
        return order.remains
    return remains
