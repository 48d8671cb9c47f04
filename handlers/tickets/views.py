"""What customers see of their tickets."""

from handlers.buttons import TICKET, Button
from handlers.navigation import GO_ON, ask_us, back_and_home, home, my_orders
from handlers.view import Row, Target, View
from locales import Translator
from shop.sentences import Html
from shop.tickets.ticket import About, Asked, Ticket

WRITE = Button(TICKET, "", "write")
LEAVE = Button(TICKET, "", "leave")


def write_door(t: Translator, about: About = About.SHOP) -> tuple[str, Target]:
    """The button after which a customer's next words go to the shop."""
    button = WRITE if about is About.SHOP else Button(TICKET, "", "write", about)
    return ("✍️ " + t.label("Write to the shop"), button)


def answer_row(ticket_id: int, t: Translator) -> Row:
    """The row below what the shop has answered."""
    return (("💬 " + t.label("Reply"), Button(TICKET, str(ticket_id), "answer")), home(t))


def write_now(asked: Asked, t: Translator) -> View:
    """The question for a customer's words."""
    if asked.order_id is not None:
        head = t("💬 <b>About order {order}</b>", order=str(asked.order_id))
    elif asked.about is About.PAYMENT:
        head = t("💬 <b>About a payment</b>")
    else:
        head = t("💬 <b>To the shop</b>")
    text = t(
        "Write your message: a person reads it and answers here. Pictures, videos, voice messages and files "
        "are fine too. /cancel ends it."
    )
    return View(f"{head}\n{text}", ((("✖️ " + t.label("Cancel"), LEAVE), home(t)),))


def sent(t: Translator) -> View:
    """The answer to a message that goes to the shop."""
    text = t(
        "✅ The shop has your message. Write on if there is more to say; the answer comes here. Any button "
        "or command leads you elsewhere."
    )
    return View(text, ((my_orders(t), home(t)),))


def no_longer_writing(t: Translator, *, has_draft: bool) -> View:
    """The answer when a customer writes no more; an order that is half filled takes their words again."""
    text = t("All right: what you write now does not go to the shop. What you have sent is answered here.")
    go_on: tuple[Row, ...] = ((("▶️ " + t.label("Go on"), GO_ON),),) if has_draft else ()
    return View(text, (*go_on, (my_orders(t), home(t))))


def is_closed(ticket: Ticket, t: Translator) -> View:
    """The answer to whoever writes into a closed ticket: nothing was sent."""
    text = t(
        "⚠️ Question {ticket} is closed, and nothing was sent. Open it again, or ask anew.",
        ticket=str(ticket.id),
    )
    return View(text, (_again(ticket, t), back_and_home(t)))


def edit_goes_nowhere(t: Translator, *, is_note: bool) -> View:
    """The word to the staff that an edit did not make an answer of a note, or a note of an answer."""
    if is_note:
        return View(
            t("⚠️ This was a note, and the customer did not get it. Send your words as a new message.")
        )
    return View(t("⚠️ The customer already has this answer: it cannot become a note, and stays as it was."))


def has_ended(ticket: Ticket, t: Translator, *, may_reopen: bool) -> View:
    """The word to the customer that the ticket is closed."""
    if ticket.order_id is None:
        text = t("✅ The shop has closed your question {ticket}.", ticket=str(ticket.id))
    else:
        text = t(
            "✅ The shop has closed your question {ticket} about order {order}.",
            ticket=str(ticket.id),
            order=str(ticket.order_id),
        )
    if not may_reopen:
        return View(text)
    more = t("Is something still open? Then open it again.")
    return View(f"{text} {more}", (_again(ticket, t), back_and_home(t)))


def asked_elsewhere(contact: str, order: str, t: Translator) -> View:
    """The answer to Ask about this order where customers write to somebody at Telegram."""
    text = t("💬 <b>Ask us</b>\nWrite to us, and name the order: <code>{order}</code>", order=order)
    return View(text, ((ask_us(contact, t),), back_and_home(t)))


def from_the_shop(ticket: Ticket, text: Html, t: Translator) -> str:
    """An operator's words as the customer reads them, in HTML."""
    if ticket.order_id is None:
        return t("💬 <b>Support:</b> {text}", text=text)
    return t("💬 <b>Support, order {order}:</b> {text}", order=str(ticket.order_id), text=text)


def _again(ticket: Ticket, t: Translator) -> Row:
    number = str(ticket.id)
    return (
        ("↩️ " + t.label("Open again"), Button(TICKET, number, "reopen")),
        ("✍️ " + t.label("Ask anew"), Button(TICKET, "", "write", ticket.about)),
    )
