"""Customers' questions and their answers: the one source of /help and of docs/customers.md."""

from dataclasses import dataclass

from handlers.orders.words import STATUS
from locales import Translator, marked
from shop.ordering.due import LONG_AGO
from shop.ordering.order import QUOTE_HOLDS, RESERVED_FOR, OrderState
from shop.ordering.refilling import RESTS_FOR

MINUTE, HOUR = 60, 3600


@dataclass(frozen=True, slots=True)
class Topic:
    """A question with its answer, in sentences for the translator; `key` names it on its button."""

    key: str
    sign: str
    label: str
    question: str
    answer: tuple[str, ...]


TOPICS = (
    Topic(
        "order",
        "🛒",
        marked("How to order"),
        marked("How do I order?"),
        (
            marked(
                "Tap New order and choose, or just write what you are looking for, like "
                "<i>instagram likes</i>. You can also begin with the link of your post or profile."
            ),
            marked(
                "Then send the link and how many. You see the price before anything is ordered: it holds "
                "for {quote} minutes, and only Confirm orders."
            ),
            marked(
                "In a hurry? <code>/order service link quantity</code> goes straight to the price, and "
                "Reorder on an order does the same once more."
            ),
        ),
    ),
    Topic(
        "link",
        "🔗",
        marked("Which link"),
        marked("Which link do I send?"),
        (
            marked(
                "The address of what the order is for; in the app, tap Share and copy the link. For likes, "
                "views and comments that is the post; for followers and members the profile, the channel "
                "or the group."
            ),
            marked(
                "It has to be public, and to stay as it is until the order has ended: what is private, "
                "deleted or renamed meanwhile cannot be delivered."
            ),
            marked("Nobody here ever asks for a password."),
        ),
    ),
    Topic(
        "time",
        "⏱",
        marked("How long it takes"),
        marked("How long does an order take?"),
        (
            marked(
                "A service's card says how long its latest orders took, once enough of them have ended. "
                "The card of your order shows how far it is and changes by itself; at the end you get "
                "a message."
            ),
            marked(
                "If an order takes much longer than usual, its card says so, and the shop knows of it "
                "without your asking."
            ),
        ),
    ),
    Topic(
        "status",
        "📦",
        marked("What the status says"),
        marked("What do the words on an order mean?"),
        (
            marked(
                "<b>{reserved}</b> and <b>{submitting}</b>: it goes out in a moment. If it cannot within "
                "{unsent} minutes, its price is back in your wallet."
            ),
            marked(
                "<b>{unknown}</b>: the answer to it was lost, and we find out whether it went through. "
                "It is never sent twice; if it did not go through, its price is back in your wallet."
            ),
            marked(
                "<b>{pending}</b>, <b>{processing}</b> and <b>{in_progress}</b>: it was accepted, "
                "is being prepared, or is being delivered."
            ),
            marked(
                "<b>{completed}</b>: all of it was delivered. <b>{partial}</b>: a part of it was. "
                "<b>{canceled}</b>: it was stopped. <b>{rejected}</b>: it was not accepted."
            ),
        ),
    ),
    Topic(
        "partial",
        "◑",
        marked("Only a part came"),
        marked("Why was only a part delivered?"),
        (
            marked(
                "Sometimes no more can be delivered for this link. The price of what is missing is back "
                "in your wallet by itself; you need not ask for it."
            ),
            marked("You can order the rest again, from the same service or from another."),
        ),
    ),
    Topic(
        "refill",
        "♻️",
        marked("Refills"),
        marked("What is a refill?"),
        (
            marked(
                "With some services, what drops off later is delivered again for nothing. Whether a "
                "service does that stands on its card."
            ),
            marked(
                "When the number has dropped, open the order and tap Refill. It can be asked for after "
                "the order's end and once in {rest} hours; the card says how it stands, and until when "
                "it is possible if the service says so."
            ),
        ),
    ),
    Topic(
        "cancel",
        "🛑",
        marked("Canceling"),
        marked("Can I cancel an order?"),
        (
            marked(
                "As long as it has not gone out, always: tap Cancel order on its card, and its price is "
                "back in your wallet at once."
            ),
            marked(
                "Later Cancel order asks for it to be stopped. Not every service can be stopped, and "
                "what was delivered is paid for; the rest is back in your wallet."
            ),
        ),
    ),
    Topic(
        "money",
        "💰",
        marked("Money back"),
        marked("When do I get money back?"),
        (
            marked(
                "By itself, into your wallet, for whatever was not delivered; the statement of your "
                "wallet has a line for it. We look for that until {followed} days after an order's end."
            ),
            marked(
                "Do you want it out of your wallet? Ask us: what was paid in Stars can be given back "
                "in Stars."
            ),
        ),
    ),
    Topic(
        "pay",
        "⭐",
        marked("Paying and Stars"),
        marked("How do I pay?"),
        (
            marked(
                "The confirm card says what is missing in your wallet and how it can be paid. When the "
                "payment is in, the order goes out by itself, and what is left over stays in your "
                "wallet. /topup fills it without an order."
            ),
            marked(
                "Stars and cards are paid inside Telegram. An invoice holds for one hour, and your wallet "
                "gets exactly what stands on it."
            ),
            marked(
                "After a payment by hand, tap I have paid and send the receipt: a person looks at it, "
                "and then it is in your wallet."
            ),
            marked("Where the shop lets you order without paying first, /wallet says what you owe."),
        ),
    ),
    Topic(
        "data",
        "🗑",
        marked("My data"),
        marked("What happens to my data?"),
        (
            marked(
                "The shop keeps your name at Telegram, your settings, your orders with what you typed for "
                "them, and your payments. To have an order delivered, its link and your answers are "
                "passed on; your name is not."
            ),
            marked(
                "Delete my data, in the settings, deletes it all. Only the figures of orders and payments "
                "stay, without a name: the shop's books need them."
            ),
        ),
    ),
    Topic(
        "support",
        "💬",
        marked("Reaching a person"),
        marked("How do I reach a person?"),
        (
            marked(
                "With Ask us or /support. If it is about an order, tell us its number; questions about a "
                "payment are answered at /paysupport. The terms are at /terms."
            ),
            marked("Whatever is unclear, ask: it costs nothing."),
        ),
    ),
)


def find_topic(key: str) -> Topic | None:
    """Return the topic of this key; None if there is none, or none any more."""
    return next((topic for topic in TOPICS if topic.key == key), None)


def answer_of(topic: Topic, t: Translator) -> list[str]:
    """Return the answer's paragraphs, as Telegram's HTML."""
    values = {
        "quote": t.number(int(QUOTE_HOLDS.total_seconds()) // MINUTE),
        "unsent": t.number(int(RESERVED_FOR.total_seconds()) // MINUTE),
        "rest": t.number(int(RESTS_FOR.total_seconds()) // HOUR),
        "followed": t.number(LONG_AGO.days),
        **{state.value: t.label(STATUS[state]) for state in OrderState},
    }
    return [t(sentence, **values) for sentence in topic.answer]
