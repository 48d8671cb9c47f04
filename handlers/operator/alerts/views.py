"""The words of alerts and of events: what operators read that nobody asked for."""

from handlers.buttons import PANEL, Button
from handlers.view import Row, View
from locales import Translator, marked
from shop.suppliers import settings_named

ALERTS: dict[str, str] = {
    "webhook_removed": marked(
        "🔌 Somebody set Telegram to deliver this bot's messages to {word}. I have set it back. If that was "
        "not you, ask BotFather for a new token."
    ),
    "other_poller": marked(
        "⛔ Another program reads this bot's messages, so I stop. Stop that program, then start me again."
    ),
    "telegram_waits": marked("⏳ Telegram asks me to wait ({word}). Until then some things will be late."),
    "person_asks": marked(
        "💬 {person} ({number}) asks for you. With SUPPORT_CONTACT, people who ask find their way to you by "
        "themselves."
    ),
    "operators_chat_moved": marked(
        "🎫 The operators' group has become a supergroup with another number. Set OPERATORS_CHAT to "
        "<code>{word}</code>; I use that number already."
    ),
    "operators_chat_away": marked(
        "⛔ I cannot write to the operators' group: {word}. What customers ask comes here, until I am in "
        "that group again and may write there."
    ),
    "operators_chat_no_topics": marked(
        "🎫 The operators' group has topics, but I may not make any: {word}. Make me an admin there who may "
        "manage topics. Until then tickets are told apart by replies."
    ),
    "still_closed": marked(
        "🔒 The shop is still closed, though it was expected to be open by now. Customers cannot order. "
        "/maintenance opens it, or names another time."
    ),
    "invite_same_payer": marked(
        "🤝 {person} invited {number}, but one has paid for the other, or both pay from one address. Nobody "
        "was rewarded. With <code>/credit</code> you can do it all the same."
    ),
    "invite_erased": marked(
        "🤝 {person} invited {number}. One of them had their data deleted, so nobody can tell whether both "
        "pay from one address. Nobody was rewarded. With <code>/credit</code> you can do it all the same."
    ),
    "invite_too_many": marked(
        "🤝 {person} has brought more people today than are rewarded in a day; {number} was the last. Nobody "
        "was rewarded for that one. With <code>/credit</code> you can do it all the same."
    ),
    "order_unknown": marked(
        "🔎 The panel gave no clear answer to order {order}. It will not be sent again. I am looking for it "
        "there, which takes minutes, and will ask you if I cannot find out."
    ),
    "unknown_waiting": marked(
        "⏰ These orders have waited for hours for your decision, their customers with them: {word}. I could "
        "not find out whether the panel has them. Without a decision they are given up in the end, and "
        "their money goes back."
    ),
    "panel_down": marked(
        "🔌 The panel does not answer. Nothing is lost: orders wait, each for at most half an hour, and then "
        "their money goes back. I keep asking. If its website does not open for you either, ask them."
    ),
    "balance_low": marked(
        "💳 Only {word} are left at the panel: less than two days of orders cost, or less than the dearest "
        "one that waits. Top the account up there; I notice by myself."
    ),
    "backup_old": marked(
        "💾 The last backup is of {word}. Make one, and see why none was made since: without it a broken "
        "disk takes the books with it."
    ),
    "backup_unsent": marked(
        "💾 The backup {word} could not be sent to the operators' group. Set OPERATORS_CHAT to a group in "
        "which I may send files; the log says what Telegram answered. I try again. Until then copy it from "
        "BACKUP_FOLDER."
    ),
    "restored": marked(
        "🧯 I was restored from a backup of {word} and stand still: the shop is closed, nothing goes to a "
        "panel, and no money goes back. Orders being checked: {count}. What others know of since then: "
        "{found}. Look through that; then an owner goes on under /admin."
    ),
    "disk_full": marked(
        "💽 The disk with the database is nearly full: {word} are free. Make room on it soon; when it is "
        "full, nothing can be ordered or paid any more."
    ),
    "stars_mismatch": marked(
        "⭐ Telegram's list of Stars and the ledger do not agree: so many payments stand in one of them "
        "only: {word}. Nothing was changed. Please tell whoever maintains the kiosk; the log has the charges."
    ),
    "gateway_mismatch": marked(
        "🧾 {gateway} and the ledger do not say the same about payments. Payments that differ: {count}. "
        "Their numbers: {word}. Nothing was changed. Look each of them up on {gateway}'s own page, then see "
        "the customer's wallet with /find. If money that came is missing here, /credit it; if it went back "
        "there and not here, /debit it. If a refund stands here and not there, see how it stands there: "
        "while it is under way, wait; if it failed, /credit it. `bot.py audit` tells what each side says. "
        "Every day I look at the payments and refunds of the last three days, and again at what differs, "
        "until both say the same or you tap below that it is settled."
    ),
    "refund_unsure": marked(
        "❔ I do not know whether a refund was made: {word}. {gateway} gave no answer at first, and later "
        "none that tells. I do not ask again, as that might pay twice. Look the payment up on {gateway}'s "
        "own page, then tell me below what you see; it also stands in the wallet of /find {number}."
    ),
    "stars_balance": marked(
        "⭐ Telegram says how many Stars this bot has, and the payments, returns and withdrawals that I know"
        " of come to another figure. Unexplained Stars: {word} (with a minus, so many are missing). Nothing"
        " was changed, and customers notice nothing. Look at the bot's balance in its profile in Telegram: "
        "somebody may have moved Stars there, or a buyer took their money back from Apple or Google. I look"
        " again every day; if it stays, please tell whoever maintains the kiosk."
    ),
    "order_parked": marked(
        "🛑 The panel has answered about order {order}, but the answer could not be booked: {word}. The "
        "order waits for you in /review; repair the ledger first (`bot.py audit`). Other orders go on."
    ),
    "panel_auth": marked(
        "⛔ The panel refuses our key: {word}. Check {setting}. Orders wait meanwhile, each for at most "
        "half an hour."
    ),
    "panel_shut": marked(
        "⛔ The panel accepts no orders from us: {word}. Check {place}, {setting} and the account there. "
        "Orders wait meanwhile; after half an hour their money goes back."
    ),
    "panel_funds": marked(
        "💳 The panel says our balance is too low: {word}. Top it up there. Orders wait meanwhile, each for "
        "at most half an hour; I try again every minute."
    ),
    "panel_blocked": marked(
        "⛔ Something in front of the panel blocks us: {word}. Orders wait meanwhile, each for at most half "
        "an hour; I try again every minute."
    ),
    "text_strange": marked(
        "❔ The panel answered an order with words I do not know: “{word}”. I investigate such orders, "
        "which takes minutes. If the words are a plain refusal, teach me which kind: <code>/panel teach "
        "{number} funds</code>, or use another word that /panel teach lists."
    ),
    "status_word": marked(
        "❔ The panel gives an order the status “{word}”, which I do not know. I keep the last status of "
        "such orders. Teach me what it means, like this: <code>/panel teach {number} completed</code>, or "
        "under [states] in the panel's profile."
    ),
    "status_none": marked(
        "❔ The panel gives order {order} no status at all. I keep its last one; check it at the panel."
    ),
    "status_failed": marked(
        "⚠️ The panel says order {order} has failed ({word}). I keep asking; check it at the panel. To end "
        "it: <code>/review {order} end refund</code> or <code>/review {order} end keep</code>"
    ),
    "status_error": marked(
        "⚠️ The panel gives no status for order {order}: {word}. I keep asking; look for it at the panel. "
        "To end it: <code>/review {order} end refund</code> or <code>/review {order} end keep</code>"
    ),
    "orders_silent": marked(
        "🔇 For a day the panel has reported nothing that I understand about these orders: {word}. Check "
        "them at the panel. To end one: <code>/review {order} end refund</code> gives its price back, "
        "<code>/review {order} end keep</code> does not."
    ),
    "orders_endless": marked(
        "🐌 These orders have been at work for a month: {word}. Check them at the panel. To end one: "
        "<code>/review {order} end refund</code> gives its price back, <code>/review {order} end "
        "keep</code> does not."
    ),
    "orders_late": marked(
        "🐌 These orders take more than three times as long as orders for their service usually do: {word}. "
        "Their customers read that you look into it. Check them at the panel; /review lists those that still "
        "run. To end one: <code>/review {order} end refund</code> gives its price back, "
        "<code>/review {order} end keep</code> does not."
    ),
    "partial_unclear": marked(
        "⚠️ Order {order} ended early, but the panel does not say how much is missing. Nothing has been "
        "refunded yet; check it at the panel."
    ),
    "posts_unclear": marked(
        "⚠️ Subscription {order} has ended, but the panel does not say for certain how many posts it has "
        "served. Nothing has been refunded yet; check it at the panel. "
        "<code>/review {order} end refund</code> gives the whole price back, /credit a part of it."
    ),
    "orphan_found": marked(
        "🧭 The panel has an order that looks like order {order}, whose answer was lost: its number there is "
        "{number}. Nothing was changed. See what they have in common, and decide."
    ),
    "canceled_charged": marked(
        "⚠️ The panel canceled order {order} after it had begun, and still charges for it. The whole price "
        "went back to the customer; check it at the panel."
    ),
    "payment_unknown": marked(
        "❔ A payment came in, and I do not know what it is for: {word}, from {person}. I keep it apart. "
        "See /find {person}: give it back there, or /credit them."
    ),
    "payment_returned": marked(
        "↩️ Telegram refunded a payment: {word}, to {person}. I took as much of it out of the wallet as "
        "there was."
    ),
    "payment_reversed": marked(
        "↩️ A payment went back to its payer at the gateway: {word}, to {person}. I took as much of it out of "
        "the wallet as there was."
    ),
    "membership_returned": marked(
        "↩️ Telegram refunded a payment for a membership: {word}, to {person}. The time that it paid for is "
        "over."
    ),
    "unknown_returned": marked(
        "↩️ A payment that I kept apart went back to its payer: {word}, to {person}. If you have credited "
        "them for it with /credit, take that out with /debit."
    ),
    "checkout_unended": marked(
        "❔ I agreed to a payment of {word} from {person}, and nothing has come since. Their card may have "
        "been declined. Check whether your payment provider has the money; if so, /credit them or refund "
        "it there."
    ),
    "currency_changed": marked(
        "💱 The panel has changed the currency of your account: {word}. Nothing is sold until you decide: "
        "stop the kiosk and start it again; it then says what to do."
    ),
    "bank_sender": marked(
        "🏦 A message from “{word}” was posted as a bank's, and I did not read it. If that is your bank, add "
        "the name to BANK_SENDERS and start me again; if not, somebody knows the address."
    ),
    "bill_refused": marked(
        "⚠️ Telegram rejected an invoice for {word}. Bring TOPUP_LEAST, TOPUP_MOST, TOPUP_AMOUNTS and "
        "STAR_VALUE within its limits."
    ),
    "bill_not_made": marked(
        "⚠️ No invoice could be made: {word}. Look at its keys and at its own page; customers are offered the "
        "other ways to pay."
    ),
    "money_unexplained": marked(
        "💸 {word} left the panel account, and none of our orders explains it. Did you order there by hand, "
        "or does somebody else know the key? Until it is explained you decide about every lost answer."
    ),
    "voided_charged": marked(
        "💸 Exactly the cost of order {order} has left the panel account, some time after I gave the order "
        "up as not placed. Look for it in the panel's own list: the customer already has the money back."
    ),
    "books_broken": marked(
        "🛑 The ledger does not add up: {word}\n"
        "Money movements are paused: no new orders, no refunds, no credits. Everything else goes on. Run "
        "`bot.py audit` for the details."
    ),
    "books_unchecked": marked(
        "🟠 Part of the ledger could not be checked: {word}\n"
        "The rest was. This alone neither stops money nor releases it. Run `bot.py audit`, and look at the "
        "log."
    ),
    "books_fine": marked("✅ The ledger adds up again, and money moves."),
    "rate_missing": marked(
        "💱 The shop cannot sell: the panel's prices are in another currency than the shop's ({word}). "
        "Set a rate, like this: <code>/prices rate 1.0825</code>"
    ),
    "work_failing": marked(
        "🐞 One of the kiosk's background tasks keeps failing ({word}). I keep retrying it, and "
        "everything else goes on. The log has the whole error; please show it to whoever maintains the "
        "kiosk."
    ),
    "clock_ahead": marked(
        "🕰 The clock of the kiosk's machine was set ahead by {word} h. All waits keep their length; "
        "nothing was lost. If that was not you, check the machine's time service."
    ),
    "clock_back": marked(
        "🕰 The clock of the kiosk's machine was set back by {word} h. All waits keep their length; nothing "
        "was lost. If that was not you, check the machine's time service."
    ),
    "order_overcharged": marked(
        "💸 The panel charged more than its price for order {order}. Service, charged / expected / sold "
        "for: {word}. Check it at the panel; after three such orders the service is not sold any more."
    ),
    "service_stopped": marked(
        "🛑 Service {word} is not sold any more: the panel charged too much for three orders of it. "
        "When that is settled, send <code>/prices resume {word}</code>"
    ),
    "service_failing": marked(
        "🧪 A service is not sold any more: more of its orders failed than your rule allows. Service, "
        "failed / orders: {word}. Orders at the panel go on. You can put it back; it stays until new orders "
        "fail."
    ),
    "better_offer": marked(
        "💡 By the figures, other services cost you less or fail less than those you sell: {word}. Nothing "
        "was changed; compare them, and decide."
    ),
    "fallback_dear": marked(
        "🔀 Order {order} waits: its own supplier cannot take it, and its fallback, service {number}, costs "
        "{amount} more than its price. Send it at that loss, or let its money go back in time."
    ),
    "refunds_held": marked(
        "✋ The panel reports refunds for many orders at once, or for one that it still charges for: {word} "
        "so far, up to {amount}, order {order} among them. They wait; I keep asking, and give the money "
        "back if the panel says the same for 20 minutes."
    ),
    "refund_undone": marked(
        "↩️ {amount} was given back for order {order}, and now the panel calls it “{word}”. The customer "
        "keeps the money; check it at the panel."
    ),
    "completed_undone": marked(
        "↩️ The panel had called order {order} completed, and now calls it “{word}”. {amount} went back to "
        "the customer; check it at the panel."
    ),
    "prices_old": marked(
        "⏳ Nothing is sold: the panel has not reported its prices since {word}, so they may have changed. "
        "I keep asking; /panel shows what it answers instead."
    ),
    "order_dearer": marked(
        "📈 Service {word} now costs more than order {order} was sold for. Nothing was sent; the money went "
        "back, and the customer was offered the current price."
    ),
    "order_gone": marked(
        "📭 Service {word} is not sold any more. Order {order} waited for it; nothing was sent, "
        "and the money went back."
    ),
    "price_fallen": marked(
        "📉 The panel's price fell by half or more, or to 0: {word}. I sell at the old price until the "
        "panel has reported the new one three times, ten minutes apart."
    ),
    "price_of_nothing": marked(
        "🚫 The panel says that these cost nothing: {word}. Nothing is sold for 0, so the shop does not "
        "show them."
    ),
    "updates_unnoticed": marked(
        "⏳ Some messages waited here unnoticed. I am answering them now; nothing is lost. Please tell "
        "whoever maintains the shop."
    ),
    "balance_unread": marked(
        "💱 The shop cannot open: I cannot read what the panel says about its balance ({word}). See /panel; "
        "a profile of your own can name the currency."
    ),
    "catalogue_changed": marked(
        "🗂 The panel's catalogue changed. Within a day: {new} new, {gone} gone, {renamed} renamed, {dearer} "
        "dearer, {cheaper} cheaper by 5 % or more. Costs now more than it was sold for: {overtaken}; these "
        "are sold at their new price."
    ),
    "harmful_offers": marked(
        "🙈 Services that the default rules would hide: {count}. They are mass reports, dislikes, votes in "
        "elections, bought reviews. Nothing is hidden until you decide."
    ),
    "catalogue_shrunk": marked(
        "📉 The panel lists far fewer services than before: {word}. I keep the old list until the panel has "
        "sent the new one three times, ten minutes apart."
    ),
}

BACKUP_UNSENT: dict[str, str] = {
    "unsealed": marked(
        "💾 The backup {word} was not sent to the operators' group, because it is not sealed. Set BACKUP_KEY "
        "and start me again; the next backup is sent. Until then copy it from BACKUP_FOLDER."
    ),
    "large": marked(
        "💾 The backup {word} was not sent to the operators' group, because Telegram takes at most 50 MB. "
        "Copy BACKUP_FOLDER to another machine instead, and empty BACKUP_CHAT."
    ),
}
"""What is said where it is known beforehand that a backup may not be sent, by the reason."""

AT_SUPPLIER: dict[str, str] = {
    "rate_missing": marked(
        "💱 Its services are not sold: its prices are in another currency than the shop's ({word}). "
        "Set a rate, like this: <code>/prices rate {currency} 1.0825</code>"
    ),
    "prices_old": marked(
        "⏳ Its services are not sold: it has not reported its prices since {word}, so they may have "
        "changed. I keep asking; /panel shows what it answers instead."
    ),
    "balance_unread": marked(
        "💱 Its services cannot be sold yet: I cannot read what it says about its balance ({word}). See "
        "/panel; a profile of your own can name the currency."
    ),
}
"""What is said instead of a further supplier, beside which the shop goes on selling."""


def event_view(event: str, values: dict[str, str], t: Translator) -> View:
    """An event in words, with what can be done about it at once.

    What an earlier release owes as an event, and is an alert by now, reads the same without a card.
    """
    buttons = (that_was_me(t),) if event == "money_unexplained" else ()
    text = t(ALERTS[event], **{**settings_named(""), **values})
    if event == "person_asks":
        # A button that leads to a person is refused where they hide their account; a mention never is.
        text += f'\n<a href="tg://user?id={values["number"]}">{t("Write to them")}</a>'
    if event == "voided_charged" and values.get("number"):
        text += "\n" + t("Asked again, the panel gave it the number: {numbers}", numbers=values["number"])
    return View(text, buttons)


def explained(t: Translator) -> View:
    """The answer when the operator says that they moved the money."""
    return View(t("✅ Thank you. The account counts as ours alone again."))


def that_was_me(t: Translator, place: str = "") -> Row:
    return (("🙋 " + t.label("That was me"), Button(PANEL, place, "mine")),)
