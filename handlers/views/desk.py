"""The operator's screens: a broadcast's preview and progress, the panel, and alerts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from handlers.buttons import BROADCAST, PANEL, Button
from handlers.view import Row, View, shortened
from handlers.views.price_desk import why_closed
from locales import Translator, marked
from panel.manners import Breaker
from shop.heard import Heard, HeardText
from shop.order import Order
from shop.place import NO_ORDERS, OF_THE_ACCOUNT, THROTTLED
from shop.price_board import PriceBoard
from shop.readings import SHARED_FOR, is_shared
from storage.broadcasts import Broadcast, Tally
from storage.catalogue import Account
from storage.open_cases import Open

ALERTS: dict[str, str] = {
    "webhook_removed": marked(
        "🔌 Somebody had Telegram deliver this bot's messages to {word}. I have taken them back. "
        "Was it not you? Have BotFather make a new token."
    ),
    "other_poller": marked(
        "⛔ Another program reads this bot's messages, so I stop. Stop that program, then start me again."
    ),
    "telegram_waits": marked("⏳ Telegram asks me to wait ({word}). Until then some things happen late."),
    "order_unknown": marked(
        "❔ The panel's answer to order {order} was lost ({word}). It will not be sent again. "
        "I am looking into it, and ask you if I cannot find out."
    ),
    "order_parked": marked(
        "🛑 The panel has answered about order {order}, but the books cannot take it: {word}. "
        "It waits for you in /review; put the books right first (`bot.py audit`). Other orders go on."
    ),
    "panel_auth": marked(
        "⛔ The panel refuses our key: {word}. Check PANEL_KEY. Orders wait for it, "
        "each for half an hour at the most."
    ),
    "panel_shut": marked(
        "⛔ The panel takes no orders from us: {word}. Check PANEL_URL, PANEL_KEY and the account there. "
        "Orders wait meanwhile; after half an hour they are given back."
    ),
    "panel_funds": marked(
        "💳 The panel says our balance is too low: {word}. Top it up there. Orders wait for it, "
        "each for half an hour at the most; I try again every minute."
    ),
    "panel_blocked": marked(
        "⛔ Something in front of the panel blocks us: {word}. Orders wait for it, "
        "each for half an hour at the most; I try again every minute."
    ),
    "text_strange": marked(
        "❔ The panel answered an order with words I do not know: “{word}”. Such an order is looked into, "
        "which takes minutes. If they are a plain refusal, teach me which: "
        "<code>/panel teach {number} funds</code>, or another of the words that /panel teach lists."
    ),
    "status_word": marked(
        "❔ The panel calls an order “{word}”, a word I do not know. I keep the last status of such orders. "
        "Teach me what it means, like this: <code>/panel teach {number} completed</code>, "
        "or under [states] in the panel's profile."
    ),
    "status_none": marked(
        "❔ The panel gives order {order} no status at all. I keep its last one; look at it there."
    ),
    "status_failed": marked(
        "⚠️ The panel says order {order} has failed ({word}). I keep asking; look at it there. "
        "To end it: <code>/review {order} end refund</code> or <code>/review {order} end keep</code>"
    ),
    "status_error": marked(
        "⚠️ The panel gives no status for order {order}: {word}. I keep asking; look for it there. "
        "To end it: <code>/review {order} end refund</code> or <code>/review {order} end keep</code>"
    ),
    "orders_silent": marked(
        "🔇 For a day the panel has told nothing that I understand about these orders: {word}. "
        "Look at them there. To end one: <code>/review {order} end refund</code> gives its price back, "
        "<code>/review {order} end keep</code> does not."
    ),
    "orders_endless": marked(
        "🐌 These orders have been at work for a month: {word}. Look at them there. To end one: "
        "<code>/review {order} end refund</code> gives its price back, "
        "<code>/review {order} end keep</code> does not."
    ),
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
    "checkout_unended": marked(
        "❔ I agreed to a payment of {word} from {person}, and nothing has come since. "
        "Their card may have been declined. Look whether your payment provider has the money; "
        "if so, /credit them or give it back there."
    ),
    "currency_changed": marked(
        "💱 The panel has changed the currency of your account: {word}. Nothing is sold until you decide: "
        "stop the kiosk and start it again, it says what to do."
    ),
    "bill_refused": marked(
        "⚠️ Telegram did not take a bill of {word}. "
        "Bring TOPUP_LEAST, TOPUP_MOST, TOPUP_AMOUNTS and STAR_VALUE within its bounds."
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
    "books_unchecked": marked(
        "🟠 Some of the books could not be checked: {word}\nWhat could be was. "
        "Nothing was stopped and nothing let go for it. Look with `bot.py audit`, and at the log."
    ),
    "books_fine": marked("✅ The books are in order again, and money moves."),
    "rate_missing": marked(
        "💱 The shop cannot sell: the panel's prices are in another currency than the shop's ({word}). "
        "Set a rate, like this: <code>/prices rate 1.0825</code>"
    ),
    "work_failing": marked(
        "🐞 Something the kiosk does by itself fails ({word}). It is tried again and again, "
        "and the rest goes on. The log has the whole error; please show it to whoever maintains the kiosk."
    ),
    "clock_ahead": marked(
        "🕰 The clock of the kiosk's machine was set ahead by {word} h. Everything waits as long "
        "as it would have; nothing was lost. If that was not you, look at the machine's time service."
    ),
    "clock_back": marked(
        "🕰 The clock of the kiosk's machine was set back by {word} h. Everything waits as long "
        "as it would have; nothing was lost. If that was not you, look at the machine's time service."
    ),
    "order_overcharged": marked(
        "💸 The panel charged more than its price for order {order}. "
        "Service: charged / reckoned / sold for is {word}. Look at it there; "
        "after three such orders the service is not sold any more."
    ),
    "service_stopped": marked(
        "🛑 Service {word} is not sold any more: the panel charged too much for three orders of it. "
        "When that is settled, send <code>/prices resume {word}</code>"
    ),
    "refunds_held": marked(
        "✋ The panel says all at once that money goes back for many orders, or for one that it still "
        "charges for: {word} so far, up to {amount}, order {order} among them. It waits; "
        "I keep asking, and give it back if the panel says the same for 20 minutes."
    ),
    "refund_undone": marked(
        "↩️ {amount} were given back for order {order}, and now the panel calls it “{word}”. "
        "What was given back stays with the customer; look at it there."
    ),
    "completed_undone": marked(
        "↩️ The panel had called order {order} completed, and now “{word}”. "
        "{amount} went back to the customer; look at it there."
    ),
    "prices_old": marked(
        "⏳ Nothing is sold: the panel has not told its prices since {word}, so they may have changed. "
        "I keep asking; /panel shows what it says instead."
    ),
    "order_dearer": marked(
        "📈 Service {word} has become dearer than order {order} was sold for. Nothing was sent; "
        "the money went back, and the customer was offered the price of now."
    ),
    "order_gone": marked(
        "📭 Service {word} is not sold any more. Order {order} waited for it; nothing was sent, "
        "and the money went back."
    ),
    "price_fallen": marked(
        "📉 The panel's price fell by half or more, or to 0: {word}. I sell at the old price "
        "until it has said so three times, ten minutes apart."
    ),
    "price_of_nothing": marked(
        "🚫 The panel says that these cost nothing: {word}. "
        "Nothing is sold for 0, so a shop does not show them."
    ),
    "updates_unnoticed": marked(
        "⏳ Messages waited here without being noticed. They are being answered now; nothing is lost. "
        "Please tell whoever maintains the shop."
    ),
    "balance_unread": marked(
        "💱 The shop cannot open: I cannot read what the panel says of its balance ({word}). "
        "Look with /panel; a profile of your own can name the currency."
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
    left_out: Mapping[str, tuple[str, ...]]
    orders: dict[str, int]
    waiting: Order | None
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
        _way(report, t),
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
    lines += _left_out(report.left_out, t)
    if report.open.receipts:
        lines.append(t("Receipts that wait for you: {count}, see /review", count=report.open.receipts))
    if report.open.letters:
        lines.append(t("Messages that could not be delivered: {count}", count=report.open.letters))
    lines += _sharing(report, t)
    lines += _strange(report.strange, t)
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
            "<code>/panel teach 3 funds</code> says what number 3 means, "
            "<code>/panel teach 3 off</code> takes it back."
        ),
        t("An answer to an order can mean: {words}", words=", ".join(refusals)),
        t("vague means: it proves nothing, look into it, and do not tell me again."),
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
        return View(t("From now on “{word}” means nothing to me.", word=word))
    return View(t("From now on “{word}” means {meaning}.", word=word, meaning=meaning))


def _is_shut(account: Account) -> bool:
    """Whether the last trouble is one at which no order is handed over; a balance that is told ends it."""
    return (account.trouble or "").partition(": ")[0] in NO_ORDERS


def _way(report: PanelReport, t: Translator) -> str:
    """Whether orders go through, and if not, since when and why."""
    breaker, waiting = report.breaker, report.waiting
    if breaker.state != "closed":
        return t("Orders wait: {why}", why=breaker.why)
    if _is_shut(report.account):
        return t("Orders wait until the panel answers well again")
    if waiting is None or waiting.reason is None:
        return t("Orders go through")
    why = waiting.reason.partition(":")[0]
    return t("Orders wait since {moment}: {why}", moment=t.moment(waiting.created_at), why=_held(why, t))


def _held(why: str, t: Translator) -> str:
    """Why the order that has waited longest is not handed over, in words."""
    if why in OF_THE_ACCOUNT:
        return t.label("the panel refuses us; see the last alert")
    return t.label(HELD.get(why, HELD[""]))


HELD: dict[str, str] = {
    "inquiry": marked("another order is being looked into first, which takes minutes"),
    "prices": marked("the panel's prices are too old"),
    "account": marked("the panel refuses us; see the last alert"),
    THROTTLED: marked("the panel asked for fewer orders"),
    "": marked("the panel does not take them; they are tried again"),
}
"""By the reason that stands on the order."""


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
