"""/panel: the account's balance and health, the catalogue, and what waits."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import ORPHAN, PANEL, Button
from handlers.operator.alerts.views import that_was_me
from handlers.operator.navigation import back_to_desk
from handlers.operator.panel.teaching_views import strange_words
from handlers.operator.panel.waiting_views import orders_line, refund_lines
from handlers.operator.prices.views import why_closed, why_paused
from handlers.view import Row, View, shortened
from locales import Translator, marked
from panel.limits import CircuitBreaker
from shop.heard import HeardText
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.pricing.board import PanelPrices, Pricing
from shop.reconciliation.case import Case
from shop.reconciliation.readings import SHARED_FOR, is_shared
from storage.catalogue.store import Account
from storage.messages.open_cases import Open
from storage.orders.held import RefundsHeld
from storage.orders.scheduled import Scheduled


@dataclass(frozen=True, slots=True)
class PanelReport:
    """What /panel shows of one supplier; `name` and `others` (by place) are empty where there is one only."""

    name: str
    place: int
    others: Sequence[tuple[int, str]]
    account: Account
    breaker: CircuitBreaker
    board: Pricing
    prices: PanelPrices
    services: int
    left_out: Mapping[str, tuple[str, ...]]
    orders: dict[str, int]
    scheduled: Scheduled
    waiting: Order | None
    looked_into: Case | None
    refunds_held: Sequence[RefundsHeld]
    aside: int
    to_decide: int
    strange: Sequence[HeardText]
    open: Open
    is_shared: bool
    now: datetime


def panel_report(report: PanelReport, t: Translator) -> View:
    """The panel's balance and health from stored facts; Refresh asks the panel."""
    account, looked_into = report.account, report.looked_into
    lines = [
        t("<b>The panel</b>") if not report.name else f"<b>{html.escape(report.name)}</b>",
        "",
        _balance(account, t),
        orders_line(account, report.breaker, report.waiting, t, looked_into=looked_into, now=report.now),
        _catalogue(report, t),
    ]
    if closed := why_closed(report.board, t) or why_paused(report.prices, report.board, t):
        lines.append(closed)
    if account.trouble:
        lines.append(t("Last error: {trouble}", trouble=shortened(account.trouble, 200)))
    if account.profile:
        lines.append(t("Dialect: {profile}", profile=account.profile))
    lines += _order_lines(report, t)
    lines += _waiting_lines(report, t)
    lines += _sharing(report, t)
    lines += strange_words(report.strange, t)
    if report.aside:
        lines.append(
            t("Updates that could not be handled: {aside}, see <code>bot.py aside</code>", aside=report.aside)
        )
    return View("\n".join(lines), _report_rows(report, t))


def _report_rows(report: PanelReport, t: Translator) -> tuple[Row, ...]:
    place = str(report.place) if report.place else ""
    refresh: Row = (("🔄 " + t.label("Refresh"), Button(PANEL, place, "refresh")),)
    strange = not report.is_shared and is_shared(report.account.shared_at, report.now)
    mine = (that_was_me(t, place),) if strange else ()
    others: list[Row] = [((name, Button(PANEL, str(number), "open")),) for number, name in report.others]
    orphans: Row = (("🧭 " + t.label("Orders not ours"), Button(ORPHAN, "", "list")),)
    return (refresh, *mine, *others, orphans, back_to_desk(t))


def _order_lines(report: PanelReport, t: Translator) -> Iterator[str]:
    yield t(
        "Orders: {waiting} waiting, {at_work} at work, {unknown} unconfirmed",
        waiting=_in_line(report),
        at_work=sum(report.orders.get(state, 0) for state in AT_WORK),
        unknown=report.orders.get(OrderState.UNKNOWN, 0),
    )
    if report.scheduled.first is not None:
        yield t(
            "Orders that start later: {count}, the first {moment}",
            count=report.scheduled.number,
            moment=report.scheduled.first,
        )


def _waiting_lines(report: PanelReport, t: Translator) -> Iterator[str]:
    """What waits for an operator, with what of the catalogue could not be read."""
    yield from refund_lines(report.refunds_held, t)
    if report.to_decide:
        yield t("Waiting for your decision: {count}, see /review", count=report.to_decide)
    yield from left_out_lines(report.left_out, t)
    if report.open.receipts:
        yield t("Receipts that wait for you: {count}, see /review", count=report.open.receipts)
    if report.open.messages:
        yield t("Messages that could not be delivered: {count}", count=report.open.messages)


def _in_line(report: PanelReport) -> int:
    """Return how many orders wait for the panel; those that start later do not."""
    held, sending = (report.orders.get(state, 0) for state in (OrderState.RESERVED, OrderState.SUBMITTING))
    return held - report.scheduled.number + sending


def _balance(account: Account, t: Translator) -> str:
    if account.balance_micro is None or account.balance_at is None:
        return t("Balance: not known yet")
    amount = t.balance(account.balance_micro, account.currency or "")
    return t("Balance: <b>{amount}</b>, {moment}", amount=amount.strip(), moment=account.balance_at)


def _sharing(report: PanelReport, t: Translator) -> list[str]:
    """Say why only the operator can decide unconfirmed orders; empty if the kiosk can."""
    account = report.account
    if report.is_shared:
        return [t("Account: shared with others, so unconfirmed orders are for you to decide")]
    if account.shared_at is None or not is_shared(account.shared_at, report.now):
        return []
    amount = t.money(abs(account.shared_micro or 0), account.currency or "").strip()
    until = account.shared_at + SHARED_FOR
    went = marked(
        "Account: counts as shared until {moment}, because {amount} left it and no order of ours explains "
        "that"
    )
    came = marked(
        "Account: counts as shared until {moment}, because {amount} came in and no order of ours explains "
        "that"
    )
    return [t(went if (account.shared_micro or 0) > 0 else came, moment=until, amount=amount)]


LEFT_OUT: dict[str, str] = {
    "no number": marked("without a number"),
    "no rate": marked("without a rate"),
    "unreadable rate": marked("with a rate I cannot read"),
    "a rate that may be a thousandfold": marked("with a rate that may mean a thousand times as much"),
    "a price in another currency": marked("with a price in another currency than your account’s"),
    "listed twice, at two prices": marked("listed twice, at two prices"),
    "unreadable minimum or maximum": marked("with a minimum or maximum I cannot read"),
    "minimum above maximum": marked("with a minimum above the maximum"),
    "type not known": marked("of a type I do not know"),
}
"""Why services of the panel's list are left out."""


def left_out_lines(reasons: Mapping[str, tuple[str, ...]], t: Translator) -> list[str]:
    """Say which services of the panel are not on show, and why."""
    return [
        t(
            "Services left out, {why}: {services}",
            why=t.label(LEFT_OUT[why]),
            services=shortened(", ".join(numbers), 80),
        )
        for why, numbers in reasons.items()
    ]


def _catalogue(report: PanelReport, t: Translator) -> str:
    if report.account.catalogue_at is None:
        return t("Services: not read yet")
    return t(
        "Services: {services}, last sync {moment}",
        services=report.services,
        moment=report.account.catalogue_at,
    )
