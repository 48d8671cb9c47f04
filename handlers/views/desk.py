"""The operator's screens: a broadcast's preview and progress, and the panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import BROADCAST, PANEL, Button
from handlers.view import Row, View, shortened
from handlers.views.alerts import that_was_me
from handlers.views.price_desk import why_closed
from handlers.views.waiting import refunds, way
from locales import Translator, marked
from panel.limits import CircuitBreaker
from shop.broadcast import OVER, Broadcast, BroadcastState, Tally
from shop.heard import Heard, HeardText
from shop.ordering.order import AT_WORK, Order, OrderState
from shop.pricing.board import Pricing
from shop.reconciliation.case import Case
from shop.reconciliation.readings import SHARED_FOR, is_shared
from storage.catalogue.store import Account
from storage.messages.open_cases import Open
from storage.orders.store import RefundsHeld


def ask_for_broadcast(t: Translator, broadcast_id: int) -> View:
    """The answer to /broadcast."""
    text = t(
        "<b>Broadcast</b>\nSend me the message for everybody: a text, or one picture, video or other file."
    )
    return View(text, ((_cancel(broadcast_id, t),),))


def broadcast_preview(broadcast_id: int, people: int, t: Translator, *, open_to_all: bool) -> View:
    """Below the message as it will look: how many will get it, and who they are."""
    if open_to_all:
        text = t.plural(
            "This is how it will look. <b>{n}</b> person will get it: "
            "everybody who has written to the bot and has not blocked it.",
            "This is how it will look. <b>{n}</b> people will get it: "
            "everybody who has written to the bot and has not blocked it.",
            people,
        )
    else:
        text = t.plural(
            "This is how it will look. <b>{n}</b> person will get it: "
            "everybody who may order here, has written to the bot and has not blocked it.",
            "This is how it will look. <b>{n}</b> people will get it: "
            "everybody who may order here, has written to the bot and has not blocked it.",
            people,
        )
    send = ("✅ " + t.label("Confirm"), Button(BROADCAST, str(broadcast_id), "send"))
    return View(text, ((send, _cancel(broadcast_id, t)),))


def broadcast_progress(broadcast: Broadcast, tally: Tally, t: Translator, now: datetime) -> View:
    """The one line that follows a broadcast."""
    over = broadcast.state in OVER
    heads = {
        BroadcastState.SENDING: marked("📣 <b>Sending</b>"),
        BroadcastState.DONE: marked("📣 <b>Sent</b>"),
        BroadcastState.STOPPED: marked("📣 <b>Stopped</b>"),
    }
    counts = t(
        "{sent} of {total} sent · {blocked} blocked · {failed} failed",
        sent=tally.sent,
        total=broadcast.total,
        blocked=tally.blocked,
        failed=tally.failed,
    )
    lines = [t(heads.get(broadcast.state, heads[BroadcastState.SENDING])), counts]
    if over:
        return View("\n".join(lines))
    left = seconds_left(broadcast, tally, now)
    if left is not None:
        lines.append(t("About {minutes} min {seconds} s left", minutes=left // 60, seconds=left % 60))
    stop = ("⏹ " + t.label("Stop"), Button(BROADCAST, str(broadcast.id), "stop"))
    return View("\n".join(lines), ((stop,),))


def seconds_left(broadcast: Broadcast, tally: Tally, now: datetime) -> int | None:
    """By the pace so far; None before there is one."""
    done = tally.sent + tally.failed + tally.blocked
    if broadcast.started_at is None or done == 0:
        return None
    return int((now - broadcast.started_at).total_seconds() * tally.pending / done)


@dataclass(frozen=True, slots=True)
class PanelReport:
    """What /panel shows."""

    account: Account
    breaker: CircuitBreaker
    board: Pricing
    services: int
    left_out: Mapping[str, tuple[str, ...]]
    orders: dict[str, int]
    waiting: Order | None
    looked_into: Case | None
    refunds_held: Sequence[RefundsHeld]
    aside: int
    to_decide: int
    strange: Sequence[HeardText]
    open: Open
    is_shared: bool
    now: datetime


def waits_for_you(waiting: Open, t: Translator) -> View:
    """The daily reminder."""
    return View(
        t(
            "🔔 Waiting for your decision since yesterday or longer. "
            "Receipts: {receipts}, orders: {orders}. Tap /review to see them.",
            receipts=waiting.receipts,
            orders=waiting.orders,
        )
    )


def panel_report(report: PanelReport, t: Translator) -> View:
    """The panel's balance and health, from what is stored; Refresh asks it."""
    account = report.account
    lines = [
        t("<b>The panel</b>"),
        "",
        _balance(account, t),
        way(account, report.breaker, report.waiting, t, looked_into=report.looked_into, now=report.now),
        _catalogue(report, t),
    ]
    if closed := why_closed(report.board, t):
        lines.append(closed)
    if account.trouble:
        lines.append(t("Last error: {trouble}", trouble=shortened(account.trouble, 200)))
    if account.profile:
        lines.append(t("Dialect: {profile}", profile=account.profile))
    at_work = sum(report.orders.get(state, 0) for state in AT_WORK)
    lines.append(
        t(
            "Orders: {waiting} waiting, {at_work} at work, {unknown} unconfirmed",
            waiting=report.orders.get(OrderState.RESERVED, 0) + report.orders.get(OrderState.SUBMITTING, 0),
            at_work=at_work,
            unknown=report.orders.get(OrderState.UNKNOWN, 0),
        )
    )
    lines += refunds(report.refunds_held, t)
    if report.to_decide:
        lines.append(t("Waiting for your decision: {count}, see /review", count=report.to_decide))
    lines += _left_out(report.left_out, t)
    if report.open.receipts:
        lines.append(t("Receipts that wait for you: {count}, see /review", count=report.open.receipts))
    if report.open.messages:
        lines.append(t("Messages that could not be delivered: {count}", count=report.open.messages))
    lines += _sharing(report, t)
    lines += _strange(report.strange, t)
    if report.aside:
        lines.append(
            t("Updates that could not be handled: {aside}, see <code>bot.py aside</code>", aside=report.aside)
        )
    refresh: Row = (("🔄 " + t.label("Refresh"), Button(PANEL, "", "refresh")),)
    strange = not report.is_shared and is_shared(report.account.shared_at, report.now)
    return View("\n".join(lines), (refresh, that_was_me(t)) if strange else (refresh,))


def _balance(account: Account, t: Translator) -> str:
    if account.balance_micro is None or account.balance_at is None:
        return t("Balance: not known yet")
    amount = t.money(account.balance_micro, account.currency or "")
    return t("Balance: <b>{amount}</b>, {moment}", amount=amount.strip(), moment=t.moment(account.balance_at))


def _sharing(report: PanelReport, t: Translator) -> list[str]:
    """Why unconfirmed orders are not decided without the operator, if that is so."""
    account = report.account
    if report.is_shared:
        return [t("Account: shared with others, so unconfirmed orders are for you to decide")]
    if account.shared_at is None or not is_shared(account.shared_at, report.now):
        return []
    amount = t.money(abs(account.shared_micro or 0), account.currency or "").strip()
    until = t.moment(account.shared_at + SHARED_FOR)
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
    "unreadable minimum or maximum": marked("with a minimum or maximum I cannot read"),
    "minimum above maximum": marked("with a minimum above the maximum"),
    "type not known": marked("of a type I do not know"),
}
"""Why services of the panel's list are not on show."""


def _left_out(reasons: Mapping[str, tuple[str, ...]], t: Translator) -> list[str]:
    return [
        t(
            "Services left out, {why}: {services}",
            why=t.label(LEFT_OUT[why]),
            services=shortened(", ".join(numbers), 80),
        )
        for why, numbers in reasons.items()
    ]


def _strange(texts: Sequence[HeardText], t: Translator) -> list[str]:
    """Words of the panel that nobody has explained, with the number to teach each by."""
    if not texts:
        return []
    kinds = {Heard.REFUSAL: marked("answer to an order"), Heard.STATE: marked("status")}
    lines = [
        t(
            "{number}. “{text}” ({kind}, {times}×)",
            number=str(one.id),
            text=shortened(one.text, 80),
            kind=t.label(kinds[one.heard]),
            times=one.times,
        )
        for one in texts
    ]
    return ["", t("Words I do not know; /panel teach says how to explain them:"), *lines]


def teaching(
    texts: Sequence[HeardText], refusals: Sequence[str], states: Sequence[str], t: Translator
) -> View:
    """How the operator explains the panel's words, and what was explained so far."""
    lines = [
        t("<b>Teach me the panel's words</b>"),
        t(
            "<code>/panel teach 3 funds</code> says what number 3 means, <code>/panel teach 3 off</code> "
            "undoes that."
        ),
        t("An answer to an order can mean: {words}", words=", ".join(refusals)),
        t("vague means: it proves nothing; investigate, and do not alert me again."),
        t("A status can mean: {words}", words=", ".join(states)),
    ]
    lines += [
        t(
            "{number}. “{text}” = {meaning}",
            number=str(one.id),
            text=shortened(one.text, 80),
            meaning=str(one.meaning),
        )
        for one in texts
    ]
    return View("\n".join(lines))


def taught(text: HeardText, meaning: str | None, t: Translator) -> View:
    """The answer to a lesson."""
    word = shortened(text.text, 200)
    if meaning is None:
        return View(t("I have forgotten what “{word}” means.", word=word))
    return View(t("From now on “{word}” means {meaning}.", word=word, meaning=meaning))


def _catalogue(report: PanelReport, t: Translator) -> str:
    if report.account.catalogue_at is None:
        return t("Services: not read yet")
    return t(
        "Services: {services}, last sync {moment}",
        services=report.services,
        moment=t.moment(report.account.catalogue_at),
    )


def _cancel(broadcast_id: int, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), Button(BROADCAST, str(broadcast_id), "drop")
