"""Tickets: what customers ask a person of the shop, what is answered, until it is closed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from shop.acts import TICKET, Act, subject_of
from shop.errors import ShopError
from shop.notice import Notice
from shop.tickets.notices import edited, ended, not_changed, opened
from shop.tickets.pace import EditPace
from shop.tickets.ticket import Asked, Found, Said, Side, Ticket, TicketMessage, TicketState, Voice, is_note
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import refreshed_cards
from storage.messages.outbox import enqueue
from storage.tickets import asking
from storage.tickets.places import copy_in, found_at, head_in, remember_opened
from storage.tickets.rows import find_message, find_ticket, message_of, ticket_of
from storage.tickets.tables import ticket, ticket_message
from storage.tickets.writing import (
    add_message,
    check_pace,
    open_ticket_for,
    owe_first_words,
    owe_message,
    rewrite_message,
)


class Tickets:
    """Reads and writes the tickets. `places` are the operators' chats where they are shown now."""

    def __init__(self, database: Database, *, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id
        self._edits = EditPace()

    @writes
    def ask(self, connection: Connection, person_id: int, asked: Asked, now: datetime) -> None:
        """Take this person's next messages for the shop."""
        asking.ask(connection, person_id, asked, now)

    @writes
    def leave(self, connection: Connection, person_id: int, update_id: int) -> None:
        """Take this person's messages for what they are again: this update leads elsewhere."""
        asking.end(connection, person_id, update_id)

    @writes
    def write(
        self, connection: Connection, asked: Asked, said: Said, places: Sequence[int], now: datetime
    ) -> Ticket:
        """Write a customer's message into the ticket they were asked for; return the ticket.

        The same message once more changes nothing. Their next messages go to the same ticket. Raises
        ShopError: "ticket_pace" for too many, "ticket_closed", "order_unknown".
        """
        person_id = said.author_id
        earlier = find_message(connection, self._bot_id, said)
        if earlier is not None:
            return _known(connection, earlier.ticket_id)
        check_pace(connection, person_id, now)
        into = open_ticket_for(connection, person_id, asked, now)
        message = add_message(connection, into, Voice.CUSTOMER, said, now, bot_id=self._bot_id)
        asking.ask(connection, person_id, Asked(into.id, into.order_id, into.about), now)
        owe_message(connection, into, message, places, now)
        return into

    @writes
    def answer(
        self,
        connection: Connection,
        ticket_id: int,
        said: Said,
        voice: Voice,
        *,
        places: Sequence[int],
        now: datetime,
    ) -> TicketMessage:
        """Write an operator's answer, or a note, into the ticket. The same message once more changes nothing.

        The operators' other chats see an answer too.

        Raises ShopError("ticket_over") if it is closed; a note may still be written.
        """
        earlier = find_message(connection, self._bot_id, said)
        if earlier is not None:
            return earlier
        into = _known(connection, ticket_id)
        if not into.is_open and voice is not Voice.NOTE:
            raise ShopError("ticket_over", ticket=ticket_id)
        message = add_message(connection, into, voice, said, now, bot_id=self._bot_id)
        owe_message(connection, into, message, places, now)
        return message

    @writes
    def write_to(
        self,
        connection: Connection,
        person_id: int,
        asked: Asked,
        said: Said,
        done: Act,
        *,
        places: Sequence[int],
        now: datetime,
    ) -> TicketMessage:
        """Write to a customer: in their open ticket about the same, else in a new one. `done` is logged.

        The same message once more changes nothing. Raises ShopError: "order_unknown" if the order that it is
        about is not theirs, "ticket_closed".
        """
        earlier = find_message(connection, self._bot_id, said)
        if earlier is not None:
            return earlier
        into = open_ticket_for(connection, person_id, asked, now)
        message = add_message(connection, into, Voice.OPERATOR, said, now, bot_id=self._bot_id)
        owe_first_words(connection, into, message, places, now)
        note_act(connection, done, now)
        return message

    @writes
    def add_to_album(self, connection: Connection, said: Said, places: Sequence[int], now: datetime) -> bool:
        """Write a further part of an album into its ticket; return False if its first part is in none."""
        parts = select(ticket_message).where(
            ticket_message.c.chat_id == said.chat_id,
            ticket_message.c.album == said.album,
            ticket_message.c.bot_id == self._bot_id,
        )
        row = connection.execute(parts.order_by(ticket_message.c.id).limit(1)).first()
        if row is None or row.author_id != said.author_id:
            return False
        first = message_of(row)
        if first.said.message_id == said.message_id:
            return False  # the first part itself, handled again: it has an answer of its own
        if find_message(connection, self._bot_id, said) is None:
            into = _known(connection, first.ticket_id)
            message = add_message(connection, into, first.voice, said, now, bot_id=self._bot_id)
            owe_message(connection, into, message, places, now)
        return True

    @writes
    def edit(
        self,
        connection: Connection,
        said: Said,
        places: Sequence[int],
        now: datetime,
        *,
        is_staff: bool,
        update_id: int,
    ) -> bool:
        """Have a message of a ticket, with its copies, say what it says since its author edited it.

        Return False if it is none of a ticket's, says the same, or was emptied with its customer's data. What
        is said for others than before stays as it was, which its author is told; so does what goes into a
        closed ticket, or is a customer's one edit too many for now.
        """
        message = find_message(connection, self._bot_id, said)
        if message is None or message.said == said or message.is_emptied:
            return False
        if message.voice is not Voice.CUSTOMER and not is_staff:
            return False
        into = _known(connection, message.ticket_id)
        is_closed = message.voice is not Voice.NOTE and not into.is_open
        is_for_others = message.voice is not Voice.CUSTOMER and (
            is_note(said.text) is not (message.voice is Voice.NOTE)
        )
        if is_closed or is_for_others:
            enqueue(connection, [not_changed(message, is_closed=is_closed)], now)
            return True
        if message.voice is Voice.CUSTOMER and not self._edits.allows(said.author_id, now):
            enqueue(connection, [not_changed(message, is_closed=False)], now)
            return True
        changed = rewrite_message(connection, message, said)
        if changed is None:
            return False
        if message.voice is Voice.NOTE:
            return True
        is_apart = message.said.has_long_caption or said.has_long_caption
        news = edited(changed, into, places, number=update_id, is_apart=is_apart)
        enqueue(connection, [*news, *refreshed_cards(connection, subject_of(TICKET, into.id))], now)
        return True

    @writes
    def close(self, connection: Connection, ticket_id: int, places: Sequence[int], now: datetime) -> Ticket:
        """Close the ticket and tell its customer. A closed one stays as it is.

        Raises ShopError("button_old") if there is none.
        """
        known = _known(connection, ticket_id)
        if not known.is_open:
            return known
        closed = _change(connection, ticket_id, TicketState.CLOSED, now)
        asking.forget_ticket(connection, ticket_id)
        cards = refreshed_cards(connection, subject_of(TICKET, ticket_id))
        enqueue(connection, [ended(closed), *_shown(connection, closed, places), *cards], now)
        return closed

    @writes
    def reopen(
        self,
        connection: Connection,
        ticket_id: int,
        places: Sequence[int],
        now: datetime,
        *,
        owner: int | None,
    ) -> Ticket:
        """Open the ticket again; an open one stays as it is. `owner` None: an operator does.

        Raises ShopError("button_old") if there is none, or it is somebody else's.
        """
        known = _known(connection, ticket_id)
        if owner not in {None, known.person_id}:
            raise ShopError("button_old")
        if known.is_open:
            return known
        again = _change(connection, ticket_id, TicketState.OPEN, now)
        cards = refreshed_cards(connection, subject_of(TICKET, ticket_id))
        enqueue(connection, [*_shown(connection, again, places), *cards], now)
        return again

    @reads
    def find(self, connection: Connection, ticket_id: int) -> Ticket | None:
        """Return this ticket, None if there is none."""
        return find_ticket(connection, ticket_id) if 0 < ticket_id <= LARGEST_ID else None

    @reads
    def find_message(self, connection: Connection, number: int) -> TicketMessage | None:
        """Return this message of a ticket, None if there is none."""
        row = connection.execute(select(ticket_message).where(ticket_message.c.id == number)).first()
        return None if row is None else message_of(row)

    @reads
    def find_latest(self, connection: Connection, ticket_id: int) -> TicketMessage | None:
        """Return what was written in this ticket last."""
        newest = select(ticket_message).where(ticket_message.c.ticket_id == ticket_id)
        row = connection.execute(newest.order_by(ticket_message.c.id.desc()).limit(1)).first()
        return None if row is None else message_of(row)

    @writes
    def opened_at(
        self, connection: Connection, message: TicketMessage, chat_id: int, message_id: int
    ) -> None:
        """Note that this message of ours shows the ticket: who replies to it writes in the ticket."""
        remember_opened(connection, message, chat_id, message_id)

    @reads
    def find_head(self, connection: Connection, ticket_id: int, chat_id: int) -> int | None:
        """Return the message in this chat that says who asks; None if there is none."""
        return head_in(connection, ticket_id, chat_id)

    @reads
    def find_copy(self, connection: Connection, message_id: int, chat_id: int, side: Side) -> int | None:
        """Return the newest copy of this ticket's message in this chat; None if none stands there."""
        return copy_in(connection, message_id, chat_id, side)

    @reads
    def find_at(
        self, connection: Connection, chat_id: int, *, reply_to: int | None, topic_id: int | None
    ) -> Found | None:
        """Return the ticket of the message that was replied to, or of the topic written in."""
        return found_at(connection, chat_id, reply_to=reply_to, topic_id=topic_id)

    @reads
    def list_of(self, connection: Connection, person_id: int, *, limit: int) -> list[Ticket]:
        """Return this customer's latest tickets, newest first."""
        theirs = select(ticket).where(ticket.c.person_id == person_id)
        rows = connection.execute(theirs.order_by(ticket.c.id.desc()).limit(limit))
        return [ticket_of(row) for row in rows]

    @reads
    def list_messages(self, connection: Connection, ticket_id: int, *, limit: int) -> list[TicketMessage]:
        """Return the latest messages of this ticket, oldest of them first."""
        inside = select(ticket_message).where(ticket_message.c.ticket_id == ticket_id)
        rows = connection.execute(inside.order_by(ticket_message.c.id.desc()).limit(limit)).all()
        return [message_of(row) for row in rows[::-1]]

    @reads
    def list_open(self, connection: Connection, *, limit: int) -> list[Ticket]:
        """Return the open tickets, the longest untouched first."""
        oldest = (
            select(ticket)
            .where(ticket.c.state == TicketState.OPEN)
            .order_by(ticket.c.changed_at, ticket.c.id)
            .limit(limit)
        )
        return [ticket_of(row) for row in connection.execute(oldest)]


def _known(connection: Connection, ticket_id: int) -> Ticket:
    known = find_ticket(connection, ticket_id)
    if known is None:
        raise ShopError("button_old")
    return known


def _change(connection: Connection, ticket_id: int, state: TicketState, now: datetime) -> Ticket:
    values = {"state": state, "changed_at": now}
    connection.execute(update(ticket).where(ticket.c.id == ticket_id).values(values))
    return _known(connection, ticket_id)


def _shown(connection: Connection, changed: Ticket, places: Sequence[int]) -> list[Notice]:
    """Return what shows the change where the ticket is shown."""
    seen = [place for place in places if head_in(connection, changed.id, place) is not None]
    return opened(changed, seen)
