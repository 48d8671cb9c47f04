"""The operator's screens: a broadcast's preview and progress, the panel, and alerts."""

from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import BROADCAST, PANEL, Button
from handlers.view import Row, View, shortened
from handlers.views.price_desk import why_closed
from locales import Translator, marked
from panel.manners import Breaker
from shop.price_board import PriceBoard
from shop.readings import SHARED_FOR, is_shared
from storage.broadcasts import Broadcast, Tally
from storage.catalogue import Account

ALERTS: dict[str, str] = {
    "order_unknown": marked(
        "❔ The panel's answer to order {order} was lost ({word}). It will not be sent again. "
        "I am looking into it, and ask you if I cannot find out."
    ),
    "panel_auth": marked(
        "⛔ The panel refuses our key: {word}. Check PANEL_KEY; orders are refused until then."
    ),
    "panel_funds": marked("💳 The panel says our balance is too low: {word}. Order {order} was refused."),
    "panel_blocked": marked(
        "⛔ Something in front of the panel blocks us: {word}. Order {order} was refused."
    ),
    "status_word": marked(
        "❔ The panel calls order {order} “{word}”, a word I do not know. I keep its last status."
    ),
    "status_failed": marked(
        "⚠️ The panel says order {order} has failed ({word}). I keep asking; look at it there."
    ),
    "status_error": marked("⚠️ The panel gives no status for order {order}: {word}"),
    "partial_unclear": marked(
        "⚠️ Order {order} ended early, but the panel does not say how much is missing. "
        "Nothing was given back yet; look at it there."
    ),
    "canceled_charged": marked(
        "⚠️ The panel canceled order {order} after it had begun, and still charges for it. "
        "The whole price went back to the customer; look at it there."
    ),
    "payment_unknown": marked(
        "❔ A payment came in and I do not know what for: {word}, from {person}. It is kept apart. "
        "See /find {person}: give it back there, or /credit them."
    ),
    "payment_returned": marked(
        "↩️ Telegram gave a payment back: {word}, to {person}. "
        "It was taken out of the wallet as far as it went."
    ),
    "money_unexplained": marked(
        "💸 {word} left the panel account, and none of our orders explains it. Did you order there by hand, "
        "or does somebody else know the key? Until it is explained you decide about every lost answer."
    ),
    "voided_charged": marked(
        "💸 Just what order {order} costs has left the panel account, a while after I had given it up as not "
        "placed. Look for it in the panel's own list: its customer has the money back already."
    ),
    "books_broken": marked(
        "🛑 The books are not in order: {word}\nMoney stands still: no new orders, no refunds, no credits. "
        "Everything else goes on. Look with `bot.py audit`."
    ),
    "books_fine": marked("✅ The books are in order again, and money moves."),
    "rate_missing": marked(
        "💱 The shop cannot sell: the panel's prices are in another currency than the shop's ({word}). "
        "Set a rate, like this: <code>/prices rate 1.0825</code>"
    ),
    "catalogue_shrunk": marked(
        "📉 The panel lists far fewer services than before: {word}. "
        "I keep the old list until it has said so three times, ten minutes apart."
    ),
}


def ask_for_broadcast(t: Translator, broadcast_id: int) -> View:
    """The answer to /broadcast."""
    text = t("<b>Broadcast</b>\nSend me the message for everybody: text, a photo or a document.")
    return View(text, ((_cancel(broadcast_id, t),),))


def broadcast_preview(broadcast_id: int, people: int, t: Translator) -> View:
    """Below the message as it will look."""
    text = t.plural(
        "This is how it will look. <b>{n}</b> person will get it.",
        "This is how it will look. <b>{n}</b> people will get it.",
        people,
    )
    send = ("✅ " + t.label("Confirm"), Button(BROADCAST, str(broadcast_id), "send"))
    return View(text, ((send, _cancel(broadcast_id, t)),))


def broadcast_progress(it: Broadcast, tally: Tally, t: Translator, now: datetime) -> View:
    """The one line that follows a broadcast."""
    over = it.state in {"done", "stopped"}
    heads = {
        "sending": marked("📣 <b>Sending</b>"),
        "done": marked("📣 <b>Sent</b>"),
        "stopped": marked("📣 <b>Stopped</b>"),
    }
    counts = t(
        "{sent} of {total} sent · {blocked} blocked · {failed} failed",
        sent=tally.sent,
        total=it.total,
        blocked=tally.blocked,
        failed=tally.failed,
    )
    lines = [t(heads.get(it.state, heads["sending"])), counts]
    if over:
        return View("\n".join(lines))
    left = seconds_left(it, tally, now)
    if left is not None:
        lines.append(t("About {minutes} min {seconds} s left", minutes=left // 60, seconds=left % 60))
    stop = ("⏹ " + t.label("Stop"), Button(BROADCAST, str(it.id), "stop"))
    return View("\n".join(lines), ((stop,),))


def seconds_left(it: Broadcast, tally: Tally, now: datetime) -> int | None:
    """By the pace so far; None before there is one."""
    done = tally.sent + tally.failed + tally.blocked
    if it.started_at is None or done == 0:
        return None
    return int((now - it.started_at).total_seconds() * tally.pending / done)


@dataclass(frozen=True, slots=True)
class PanelReport:
    """What /panel shows."""

    account: Account
    breaker: Breaker
    board: PriceBoard
    services: int
    orders: dict[str, int]
    aside: int
    to_decide: int
    is_shared: bool
    now: datetime


def panel_report(report: PanelReport, t: Translator) -> View:
    """The panel's balance and health, from what is stored; Refresh asks it."""
    account = report.account
    lines = [
        t("<b>The panel</b>"),
        "",
        _balance(account, t),
        _breaker(report.breaker, t),
        _catalogue(report, t),
    ]
    if closed := why_closed(report.board, t):
        lines.append(closed)
    if account.trouble:
        lines.append(t("Last trouble: {trouble}", trouble=shortened(account.trouble, 200)))
    if account.profile:
        lines.append(t("Dialect: {profile}", profile=account.profile))
    at_work = sum(report.orders.get(state, 0) for state in ("pending", "processing", "in_progress"))
    lines.append(
        t(
            "Orders: {waiting} waiting, {at_work} at work, {unknown} unconfirmed",
            waiting=report.orders.get("reserved", 0) + report.orders.get("submitting", 0),
            at_work=at_work,
            unknown=report.orders.get("unknown", 0),
        )
    )
    if report.to_decide:
        lines.append(t("Waiting for your decision: {count}, see /review", count=report.to_decide))
    lines += _sharing(report, t)
    if report.aside:
        lines.append(t("Updates that could not be handled: {aside}", aside=report.aside))
    refresh: Row = (("🔄 " + t.label("Refresh"), Button(PANEL, "", "refresh")),)
    strange = not report.is_shared and is_shared(report.account.shared_at, report.now)
    return View("\n".join(lines), (refresh, _that_was_me(t)) if strange else (refresh,))


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
    went = marked("Account: taken as shared until {moment}, because {amount} went that is not our orders'")
    came = marked("Account: taken as shared until {moment}, because {amount} came that is not our orders'")
    return [t(went if (account.shared_micro or 0) > 0 else came, moment=until, amount=amount)]


def _breaker(breaker: Breaker, t: Translator) -> str:
    if breaker.state == "closed":
        return t("Orders go through")
    return t("Orders wait: {why}", why=breaker.why)


def _catalogue(report: PanelReport, t: Translator) -> str:
    if report.account.catalogue_at is None:
        return t("Services: not read yet")
    return t(
        "Services: {services}, last sync {moment}",
        services=report.services,
        moment=t.moment(report.account.catalogue_at),
    )


def alert_view(alert: str, values: dict[str, str], t: Translator) -> View:
    """An alert in words, with what can be done about it on the spot."""
    buttons = (_that_was_me(t),) if alert == "money_unexplained" else ()
    return View(t(ALERTS[alert], **values), buttons)


def explained(t: Translator) -> View:
    """The operator has said that it was them."""
    return View(t("✅ Thank you. The account is taken as ours alone again."))


def _that_was_me(t: Translator) -> Row:
    return (("🙋 " + t.label("That was me"), Button(PANEL, "", "mine")),)


def _cancel(broadcast_id: int, t: Translator) -> tuple[str, Button]:
    return "✖️ " + t.label("Cancel"), Button(BROADCAST, str(broadcast_id), "drop")
