"""What operators see of tickets: who asks, and the list of those that are open."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.buttons import TICKET, Button
from handlers.operator.navigation import back_to_desk
from handlers.view import Link, Row, Target, View, shortened
from locales import Translator
from shop.ordering.order import Order
from shop.person import Person
from shop.sentences import Html
from shop.tickets.ticket import About, Ticket, link_to_topic


@dataclass(frozen=True, slots=True)
class Shown:
    """A ticket with whoever asks, and the order it is about. `order_link` opens that at the bot."""

    ticket: Ticket
    person: Person | None
    order: Order | None = None
    order_link: str = ""


def first_message(shown: Shown, t: Translator, *, in_topic: bool) -> View:
    """The first message of a ticket: who asks about what, and how to answer."""
    ticket = shown.ticket
    parts = [
        t("🎫 <b>Ticket {ticket}</b>", ticket=str(ticket.id))
        if ticket.is_open
        else t("🎫 <b>Ticket {ticket}</b> · closed", ticket=str(ticket.id)),
        _who(shown.person, ticket, t),
        _about(shown, t),
        _how(ticket, t, in_topic=in_topic),
    ]
    return View("\n".join(part for part in parts if part), _ways(shown, t))


def _who(person: Person | None, ticket: Ticket, t: Translator) -> str:
    if person is None:
        return t("{number}", number=str(ticket.person_id))
    if person.username is None:
        return t("{name}, {number}", name=shortened(person.name, 64), number=str(person.id))
    return t(
        "{name}, {number}, @{username}",
        name=shortened(person.name, 64),
        number=str(person.id),
        username=person.username,
    )


def _about(shown: Shown, t: Translator) -> str:
    if shown.order is not None:
        return t(
            "Order {order}: {service}",
            order=str(shown.order.id),
            service=shortened(shown.order.terms.service_name, 80),
        )
    return t("About a payment") if shown.ticket.about is About.PAYMENT else ""


def _how(ticket: Ticket, t: Translator, *, in_topic: bool) -> str:
    if not ticket.is_open:
        return ""
    if in_topic:
        return t(
            "What you write in this topic goes to the customer; what begins with // stays here. "
            "/close ends it."
        )
    return t(
        "Reply to these messages, and your words go to the customer; what begins with // stays here. "
        "/close in a reply ends it."
    )


def _ways(shown: Shown, t: Translator) -> tuple[Row, ...]:
    number = str(shown.ticket.id)
    if shown.ticket.is_open:
        end: tuple[str, Target] = ("✅ " + t.label("Close"), Button(TICKET, number, "end"))
    else:
        end = ("↩️ " + t.label("Open again"), Button(TICKET, number, "again"))
    if not shown.order_link:
        return ((end,),)
    return ((end, ("📦 " + t.label("The order"), Link(shown.order_link))),)


def words_of_customer(ticket: Ticket, name: str, text: Html, t: Translator) -> str:
    """A customer's words where no message above says whose they are; `text` may be empty."""
    return t(
        "🎫 <b>Ticket {ticket}, {name}:</b> {text}",
        ticket=str(ticket.id),
        name=shortened(name, 64),
        text=text,
    )


def words_of_colleague(name: str, text: Html, t: Translator) -> str:
    """Another operator's answer, for those who do not see it where it was written."""
    return t("↩️ <b>{name}</b> has answered: {text}", name=shortened(name, 64), text=text)


def message_has_changed(name: str, t: Translator) -> View:
    """The word that a customer has edited what they wrote; it stands below the copy, which says it anew."""
    return View(t("✏️ {name} has changed this message.", name=shortened(name, 64)))


def answer_not_delivered(name: str, t: Translator) -> View:
    """The word that an answer did not reach the customer."""
    text = t(
        "⚠️ {name} cannot be reached: the bot is blocked there, or the account is gone. Your answer is kept "
        "and goes out when they write to the bot again.",
        name=shortened(name, 64),
    )
    return View(text)


def not_passed_on(t: Translator) -> View:
    """The answer to an operator's message that no customer can get."""
    return View(t("⚠️ That cannot be passed on. Send words, a picture, a video, a voice message or a file."))


def is_over(ticket: Ticket, t: Translator) -> View:
    """The answer to an operator who writes into a closed ticket."""
    text = t(
        "⚠️ Ticket {ticket} is closed, and nothing was sent. Open it again, then send your words once more.",
        ticket=str(ticket.id),
    )
    return View(text, ((("↩️ " + t.label("Open again"), Button(TICKET, str(ticket.id), "again")),),))


def of_no_ticket(t: Translator, *, in_private: bool) -> View:
    """The answer to /close that belongs to no ticket. A group has no desk."""
    text = t("⚠️ Send /close as a reply to a ticket's message, or in its topic.")
    return View(text, (back_to_desk(t),) if in_private else ())


def not_the_chat(chat_id: int, t: Translator) -> View:
    """The answer to an operator in a group that is not the operators' one."""
    text = t(
        "This group's number is <code>{number}</code>. Set OPERATORS_CHAT to it and start the bot again, and "
        "customers' questions come here.",
        number=str(chat_id),
    )
    return View(text)


def written_in_groups_name(t: Translator) -> View:
    """The answer to somebody who writes in the group's own name."""
    return View(
        t("⚠️ I cannot see who wrote that, so it was not sent. Write in your own name, not as the group.")
    )


def open_tickets(shown: Sequence[tuple[Ticket, str]], t: Translator, *, most: int, in_private: bool) -> View:
    """The open tickets with their customers' names, the longest untouched first. A group has no desk."""
    rows = (back_to_desk(t),) if in_private else ()
    if not shown:
        return View(t("✅ No ticket is open."), rows)
    lines = [t("🎫 <b>Open tickets</b>, the longest untouched first")]
    for ticket, name in shown[:most]:
        lines.append(_line(ticket, name, t))
    if len(shown) > most:
        lines.append(t("There are more; these come first."))
    lines.append(t("Answer in a ticket's topic, or in reply to its messages."))
    return View("\n".join(lines), rows)


def _line(ticket: Ticket, name: str, t: Translator) -> str:
    who, moment = shortened(name, 40), ticket.changed_at
    if ticket.order_id is None:
        line = t("#{ticket} · {name} · since {moment}", ticket=str(ticket.id), name=who, moment=moment)
    else:
        line = t(
            "#{ticket} · {name} · order {order} · since {moment}",
            ticket=str(ticket.id),
            name=who,
            order=str(ticket.order_id),
            moment=moment,
        )
    address = link_to_topic(ticket)
    return f'{line} · <a href="{address}">{t("topic")}</a>' if address else line
