"""Alerts: what the operators are told unasked, in words, with what can be done about it on the spot."""

from handlers.buttons import PANEL, Button
from handlers.view import Row, View
from locales import Translator, marked

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
        "❔ The panel gave no clear answer to order {order} ({word}). It will not be sent again. "
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
        "🛑 The books are not in order: {word}\nMoney movements are paused: no new orders, no refunds, "
        "no credits. Everything else goes on. Look with `bot.py audit`."
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
        "the money went back, and the customer was offered the current price."
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


def alert_view(alert: str, values: dict[str, str], t: Translator) -> View:
    """An alert in words, with what can be done about it on the spot."""
    buttons = (that_was_me(t),) if alert == "money_unexplained" else ()
    return View(t(ALERTS[alert], **values), buttons)


def explained(t: Translator) -> View:
    """The operator has said that it was them."""
    return View(t("✅ Thank you. The account is taken as ours alone again."))


def that_was_me(t: Translator) -> Row:
    return (("🙋 " + t.label("That was me"), Button(PANEL, "", "mine")),)
