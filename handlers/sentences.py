"""What to say to a person for each key of a ShopError: what is allowed, and what to do now."""

from locales import Translator, marked
from shop.errors import ShopError

ANSWERS: dict[str, str] = {
    "not_text": marked("Please send it as a text message."),
    "link_not_web": marked("That is not a web link. Send one that begins with https:// and nothing else."),
    "link_too_long": marked("That link is too long; at most {limit} characters are possible."),
    "link_not_plain": marked(
        "That link has something in it that I cannot pass on. Copy it again from the app."
    ),
    "link_wrong_platform": marked("This service is for {platform}. Send a link to {platform}."),
    "number_not_whole": marked("Send a whole number from {min} to {max}, in digits."),
    "number_out_of_range": marked("It can be from {min} to {max}. Send another number."),
    "max_below_min": marked("The most cannot be less than the least, {min}. Send another number."),
    "runs_over_max": marked(
        "{quantity} in each run comes to more than {max} in all. Send at most {most} runs, or Skip."
    ),
    "lines_empty": marked("I found no text. Send one on each line."),
    "lines_cut": marked("The app has cut your message at its longest. Send a text file (.txt) instead."),
    "line_too_long": marked(
        "One of the lines is longer than {limit} characters. Shorten it and send all again."
    ),
    "lines_out_of_range": marked("Lines: {count}. It can be from {min} to {max}. Send them all again."),
    "file_too_big": marked("That file is too big. Send a text file of at most 256 KB, or type the lines."),
    "file_not_text": marked("I cannot read that file. Save it as a UTF-8 text (.txt), or type the lines."),
    "choice_unknown": marked("Tap one of the buttons, please."),
    "date_unreadable": marked("I could not read that date. Send it like 31/12/2030."),
    "date_past": marked("That day is over. Send a later date."),
    "nothing_found": marked("I found nothing for “{words}”. Try other words, or choose below."),
    "word_not_single": marked("Send one word, without spaces."),
    "text_not_one_line": marked("Send a few words on one line, at most 120 characters."),
    "country_not_two_letters": marked("Send the two letters of a country, like DE, or WW."),
}
"""Wrong answers: the same question is asked again below the sentence."""

SENTENCES: dict[str, str] = ANSWERS | {
    "service_unknown": marked("There is no service {service}. Tap /order to see what there is."),
    "service_gone": marked("This service is no longer on sale. Tap /order to choose another."),
    "service_changed": marked("This service has changed. Tap /order to begin again."),
    "price_too_high": marked("This would cost more than can be reckoned. Tap /order and choose fewer."),
    "funds_short": marked("Your wallet has too little for this. Top it up with /topup and try again."),
    "money_stopped": marked(
        "Money stands still while the shop's books are looked at. Nothing is lost; try again later."
    ),
    "button_old": marked("This button is old. Tap /order or /orders for a fresh one."),
    "quote_expired": marked("That price was good for ten minutes. Here is the price of now."),
    "catalogue_empty": marked(
        "The catalogue is not here yet: the panel has not answered. I keep asking; try again in a minute."
    ),
    "order_unknown": marked("You have no order {order}. /orders lists yours."),
    "order_number_missing": marked("Send the order's number too, like this: /status 12"),
    "request_under_way": marked("This was asked for already; the panel has not reported yet."),
    "refill_not_now": marked("A refill can be asked for when the order is finished."),
    "cancel_not_now": marked("It is too late to cancel this order."),
    "only_private": marked("Let us do this in private: open my chat and write to me there."),
    "only_operators": marked("Only the shop's operator can do this."),
    "review_none": marked("Order {order} was never unconfirmed. /review lists those to decide about."),
    "review_how": marked("Send it like this: /review 12, /review 12 adopt 4711, or /review 12 void."),
    "id_taken": marked("Another order has the number {id} at the panel. Nothing was changed."),
    "broadcast_kind": marked("Send a text, a photo or a document."),
    "broadcast_album": marked("An album cannot be broadcast. Send /broadcast again, and one picture."),
    "broadcast_over": marked("This was decided before; nothing changed."),
}


def sentence_for(error: ShopError, t: Translator) -> str:
    """The error in the person's words, as Telegram HTML."""
    return t(SENTENCES[error.key], **error.values)


def toast_for(error: ShopError, t: Translator) -> str:
    """The same as plain text, for a tapped button; Telegram shows 200 characters."""
    return t.label(SENTENCES[error.key], **error.values)[:200]
