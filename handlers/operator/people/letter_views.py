"""Writing to somebody, and the tickets they have."""

from collections.abc import Sequence

from handlers.buttons import PERSON, Button
from handlers.operator.navigation import back_and_desk, back_to_person, open_person
from handlers.operator.orders.act_views import cautions
from handlers.view import Row, View, as_many_as_fit, shortened
from locales import Translator, marked
from shop.person import Person
from shop.tickets.ticket import Ticket, TicketMessage, TicketState, Voice, link_to_topic

TICKETS_LISTED = 6
MESSAGES_SHOWN = 15

SHOWN = 240
"""Characters of a message in a ticket's page: fifteen of these fit."""

VOICES: dict[Voice, str] = {
    Voice.CUSTOMER: marked("Customer"),
    Voice.OPERATOR: marked("Shop"),
    Voice.NOTE: marked("Note"),
}
"""Who says something in a ticket."""

STATES: dict[TicketState, str] = {TicketState.OPEN: marked("open"), TicketState.CLOSED: marked("closed")}


def ask_letter(person: Person, t: Translator, *, may_answer: bool) -> View:
    """The question for a message to somebody; whoever may not order `may_answer` nothing."""
    text = t(
        "💬 Write your message to <b>{name}</b> ({number}). It goes out at once, as a ticket: they answer "
        "here. Pictures, videos, voice messages and files are fine too.",
        name=shortened(person.name, 64),
        number=str(person.id),
    )
    lines = [text, *cautions(person, t, may_answer=may_answer)]
    return View("\n".join(lines), (back_to_person(t, person.id),))


def letter_sent(person: Person, ticket: Ticket, t: Translator) -> View:
    """The answer when a message is on its way."""
    text = t("✅ On its way to {name}, in ticket {ticket}.", name=person.name, ticket=str(ticket.id))
    again = ("💬 " + t.label("Write again"), Button(PERSON, str(person.id), "write"))
    return View(text, ((again,), back_and_desk(t, open_person(person.id))))


def tickets_card(person: Person, tickets: Sequence[Ticket], t: Translator) -> View:
    """What somebody has asked, the latest first."""
    number = str(person.id)
    head = t("🎫 <b>Tickets of {name}</b> · {number}", name=shortened(person.name, 64), number=number)
    lines = [_line(one, t) for one in tickets[:TICKETS_LISTED]] or [t("They have asked nothing yet.")]
    if len(tickets) > TICKETS_LISTED:
        lines.append(t("There are older ones."))
    rows: list[Row] = []
    for one in tickets[:TICKETS_LISTED]:
        label = t.label("Ticket {ticket}", ticket=str(one.id))
        rows.append((("🎫 " + label, Button(PERSON, str(one.id), "ticket")),))
    write = ("💬 " + t.label("Write to them"), Button(PERSON, number, "write"))
    return View("\n".join([head, *lines]), (*rows, (write,), back_to_person(t, person.id)))


def ticket_page(ticket: Ticket, messages: Sequence[TicketMessage], t: Translator) -> View:
    """The latest words of a ticket, oldest of them first."""
    head = t(
        "🎫 <b>Ticket {ticket}</b> · {state}", ticket=str(ticket.id), state=t.label(STATES[ticket.state])
    )
    lines = as_many_as_fit([_said(one, t) for one in messages]) or [t("Its words are gone.")]
    back = Button(PERSON, str(ticket.person_id), "tickets")
    write = ("💬 " + t.label("Write to them"), Button(PERSON, str(ticket.person_id), "write"))
    return View("\n".join([head, "", *lines]), ((write,), back_and_desk(t, back)))


def _line(ticket: Ticket, t: Translator) -> str:
    state = t.label(STATES[ticket.state])
    line = t("#{ticket} · {state} · {moment}", ticket=str(ticket.id), state=state, moment=ticket.changed_at)
    if ticket.order_id is not None:
        line += t.separator + t("order {number}", number=str(ticket.order_id))
    address = link_to_topic(ticket)
    return f'{line} · <a href="{address}">{t("topic")}</a>' if address else line


def _said(message: TicketMessage, t: Translator) -> str:
    said = message.said
    words = shortened(said.text, SHOWN) if said.text else t.label("(a file)")
    return t("<b>{voice}</b>: {words}", voice=t.label(VOICES[message.voice]), words=words)
