"""What becomes of tickets when the operators' chat changes: it moves, is out of reach, or loses a topic."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update

from shop.notice import Notice, Priority
from shop.tickets.notices import FOR_THE_DESK, HEAD, TOPIC, opened, stuck
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.messages.tables import outbox, outbox_pending
from storage.tickets.places import forget_heads, head_in
from storage.tickets.rows import find_ticket
from storage.tickets.tables import moved_chat, ticket

_MOVES_AT_MOST = 4
"""A group becomes a supergroup once; a row by hand must not turn us in circles."""


class DeskRecords:
    """Keeps what is owed to the operators' chat when that chat changes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def current(self, connection: Connection, chat_id: int) -> int:
        """Return the number this chat has now."""
        for _ in range(_MOVES_AT_MOST):
            found = select(moved_chat.c.new_id).where(moved_chat.c.old_id == chat_id)
            new_id = connection.execute(found).scalar()
            if new_id is None:
                break
            chat_id = new_id
        return chat_id

    @writes
    def moved(self, connection: Connection, old_id: int, new_id: int, now: datetime) -> None:
        """The group has become a supergroup: what is owed to it goes there, and who asks is said anew.

        Messages have other numbers there, and topics none yet.
        """
        adding = insert_into(connection, moved_chat).values(old_id=old_id, new_id=new_id, moved_at=now)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["old_id"]))
        there = ticket.c.topic_chat_id == old_id, ticket.c.topic_id.is_not(None)
        connection.execute(update(ticket).where(*there).values(topic_chat_id=None, topic_id=None))
        _hand_over(connection, old_id, (new_id,), now)

    @writes
    def redirect(self, connection: Connection, chat_id: int, places: Sequence[int], now: datetime) -> None:
        """What is owed to this chat is owed to these instead: the bot cannot write there."""
        _hand_over(connection, chat_id, places, now)

    @writes
    def bring_home(
        self, connection: Connection, known: Collection[int], places: Sequence[int], now: datetime
    ) -> None:
        """What waits for a chat that is none of the `known` ones any more is owed to these places instead.

        Called at a start: the operators, or their group, may be others than before.
        """
        waiting = select(outbox.c.chat_id).where(
            outbox_pending, outbox.c.lane == int(Priority.NOTICE), outbox.c.kind.in_(sorted(FOR_THE_DESK))
        )
        for chat_id in sorted(set(connection.execute(waiting).scalars()) - set(known)):
            _hand_over(connection, chat_id, places, now)

    @writes
    def topic_is_gone(self, connection: Connection, ticket_id: int, chat_id: int, now: datetime) -> None:
        """Make the ticket's topic anew: what waits for it comes after its first message, in order."""
        known = find_ticket(connection, ticket_id)
        if known is None:
            return
        connection.execute(
            update(ticket).where(ticket.c.id == ticket_id).values(topic_chat_id=None, topic_id=None)
        )
        forget_heads(connection, ticket_id, chat_id)
        waiting = [row for row in _owed_to(connection, chat_id) if row.payload.get("ticket_id") == ticket_id]
        _take_off(connection, waiting)
        enqueue(connection, opened(known, (chat_id,)), now)
        enqueue(connection, _again(chat_id, waiting), now)

    @writes
    def stuck(
        self, connection: Connection, ticket_id: int, message_id: int, places: Sequence[int], now: datetime
    ) -> None:
        """Tell these chats that an answer could not be delivered to the customer."""
        enqueue(connection, stuck(ticket_id, message_id, places), now)


def _owed_to(connection: Connection, chat_id: int) -> list[Any]:
    """Return the rows about tickets that wait for this chat, in order."""
    theirs = (outbox.c.chat_id == chat_id, outbox.c.lane == int(Priority.NOTICE), outbox_pending)
    rows = connection.execute(select(outbox).where(*theirs).order_by(outbox.c.id)).all()
    return [row for row in rows if row.kind in FOR_THE_DESK]


def _take_off(connection: Connection, rows: Sequence[Any]) -> None:
    """Delete these rows, to write them anew behind others."""
    connection.execute(delete(outbox).where(one_of(outbox.c.id, [row.id for row in rows])))


def _again(chat_id: int, rows: Sequence[Any]) -> list[Notice]:
    """Return these rows as notices to this chat, without what says who asks."""
    return [
        Notice(
            row.kind,
            chat_id,
            ":".join((row.kind, str(chat_id), row.dedupe_key.split(":", 2)[2])),
            row.payload,
        )
        for row in rows
        if row.kind not in {TOPIC, HEAD}
    ]


def _hand_over(connection: Connection, old_id: int, places: Sequence[int], now: datetime) -> None:
    """Owe to these chats what waits for that one, each ticket with who asks before it."""
    rows = _owed_to(connection, old_id)
    _take_off(connection, rows)
    for ticket_id in dict.fromkeys(row.payload["ticket_id"] for row in rows):
        known = find_ticket(connection, ticket_id)
        if known is None:
            continue
        strangers = [place for place in places if head_in(connection, ticket_id, place) is None]
        enqueue(connection, opened(known, strangers), now)
        for place in places:
            enqueue(
                connection, _again(place, [row for row in rows if row.payload["ticket_id"] == ticket_id]), now
            )
