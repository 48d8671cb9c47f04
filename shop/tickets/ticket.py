"""A ticket: what one customer asks a person of the shop, with the answers, until somebody closes it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shop.plain import units

NOTE = "//"
"""A message of an operator's that begins so stays among the operators."""

MOST_AT_ONCE = 20
"""Messages of one customer within LATELY; an album is one."""

LATELY = timedelta(minutes=10)

LONGEST_CAPTION = 1024
"""UTF-16 units of a caption that a bot may send. People with Telegram Premium write longer ones."""

WRITING_FOR = timedelta(minutes=15)
"""How long after the last message the next one goes to the ticket as well."""


class TicketState(StrEnum):
    """A ticket's state; a closed one may be opened again."""

    OPEN = "open"
    CLOSED = "closed"


class About(StrEnum):
    """What a ticket is about, beside the order it may be about."""

    SHOP = "shop"
    PAYMENT = "payment"


class Voice(StrEnum):
    """Who says something in a ticket. `NOTE`: an operator, to the other operators."""

    CUSTOMER = "customer"
    OPERATOR = "operator"
    NOTE = "note"


class Side(StrEnum):
    """For whom a message stands in a chat: an operator may be a customer in the same one."""

    DESK = "desk"
    CUSTOMER = "customer"


@dataclass(frozen=True, slots=True)
class Ticket:
    """`topic_id` is the ticket's topic in the forum `topic_chat_id`, if it has one."""

    id: int
    person_id: int
    order_id: int | None
    about: About
    state: TicketState
    topic_chat_id: int | None
    topic_id: int | None
    created_at: datetime
    changed_at: datetime

    @property
    def is_open(self) -> bool:
        """Return True if messages go on in it."""
        return self.state is TicketState.OPEN

    def topic_in(self, chat_id: int) -> int | None:
        """Return its topic in this chat, None if it has none there."""
        return self.topic_id if self.topic_chat_id == chat_id else None


@dataclass(frozen=True, slots=True)
class Said:
    """A message as it came: `chat_id` and `message_id` are where it stands.

    `kind` is "text" or the kind of media, `text` its words or caption, `file_id` Telegram's id of the
    media, `album` what the messages of one album have in common. `html` is its words as Telegram's HTML if
    some of them are bold, a link or the like.
    """

    author_id: int
    chat_id: int
    message_id: int
    kind: str
    text: str
    file_id: str | None = None
    album: str | None = None
    html: str | None = None

    @property
    def has_long_caption(self) -> bool:
        """Return True if its media may have to go without some words: all of them go by themselves, too."""
        return self.kind != "text" and units(self.text) > LONGEST_CAPTION


@dataclass(frozen=True, slots=True)
class TicketMessage:
    """A message that is kept in a ticket."""

    id: int
    ticket_id: int
    voice: Voice
    said: Said

    @property
    def is_emptied(self) -> bool:
        """Return True if its words and files are gone: its customer has had their data deleted."""
        return not self.said.text and self.said.file_id is None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a customer was asked to write about: an open ticket, or what a new one will be about."""

    ticket_id: int | None
    order_id: int | None
    about: About


@dataclass(frozen=True, slots=True)
class Found:
    """The ticket that a message belongs to by the place where it was written, and for whom that is."""

    ticket: Ticket
    side: Side


def link_to_topic(ticket: Ticket) -> str:
    """Return the address that opens the ticket's topic, for members of its group; empty if it has none."""
    if ticket.topic_chat_id is None or ticket.topic_id is None:
        return ""
    return f"https://t.me/c/{str(ticket.topic_chat_id).removeprefix('-100')}/{ticket.topic_id}"


def is_note(text: str) -> bool:
    """Return True if an operator's words are for the other operators only."""
    return text.lstrip().startswith(NOTE)


LONGEST_NAME = 40
"""Characters of a person's name in a topic's; an emoji may count as several of Telegram's 128."""


def topic_name(ticket: Ticket, name: str, order: str) -> str:
    """Return the name of the ticket's topic; `order` names the order it is about, and may be empty."""
    tail = f" · {order}" if order else ""
    return f"#{ticket.id} {' '.join(name.split())[:LONGEST_NAME]}{tail}"
