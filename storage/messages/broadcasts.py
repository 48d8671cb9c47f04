"""Broadcasts: messages to everybody, and their progress. The outbox has a row for each person."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    String,
    and_,
    case,
    cast,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from shop.broadcast import Broadcast, BroadcastState, Tally
from shop.notice import HUSHED, NoticeState, Priority, progress
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.messages.tables import broadcast, outbox
from storage.people.store import reachable
from storage.people.tables import person, person_hushed

ASKED_FOR = timedelta(hours=1)
"""How long /broadcast waits for the operator's message."""


class Broadcasts:
    """Reads and writes `broadcast`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, operator_id: int, now: datetime) -> int:
        """Make the operator's next message a broadcast; return its number."""
        _drop(connection, operator_id)
        adding = broadcast.insert().values(
            operator_id=operator_id, content={}, state=BroadcastState.ASKED, created_at=now
        )
        return int(connection.execute(adding.returning(broadcast.c.id)).scalar_one())

    @reads
    def find_asked(
        self, connection: Connection, operator_id: int, update_id: int, now: datetime
    ) -> int | None:
        """Return the broadcast that waits for this operator's next message, or got it from this update.

        It waits for an hour: a later message is not meant for everybody.
        """
        return find_asked(connection, operator_id, update_id, now)

    @writes
    def compose(
        self, connection: Connection, broadcast_id: int, method: str, content: dict[str, Any], update_id: int
    ) -> None:
        """Store the message, which waits for the operator's yes. The same update again changes nothing."""
        connection.execute(
            update(broadcast)
            .where(broadcast.c.id == broadcast_id, broadcast.c.state == BroadcastState.ASKED)
            .values(method=method, content=content, state=BroadcastState.SHOWN, answered_by=update_id)
        )

    @reads
    def find(self, connection: Connection, broadcast_id: int) -> Broadcast | None:
        """Return the broadcast with this number; None if there is none."""
        found = select(broadcast).where(broadcast.c.id == broadcast_id)
        row = connection.execute(found).first()
        return _broadcast(row) if row else None

    @writes
    def start(
        self,
        connection: Connection,
        broadcast_id: int,
        operator_id: int,
        among: Collection[int] | None,
        now: datetime,
    ) -> bool:
        """Enqueue a message for each reachable person of `among` (None: of all who have written).

        Return False if it was decided before.
        """
        deciding = update(broadcast).where(
            broadcast.c.id == broadcast_id,
            broadcast.c.operator_id == operator_id,
            broadcast.c.state == BroadcastState.SHOWN,
        )
        decided = connection.execute(deciding.values(state=BroadcastState.SENDING, started_at=now))
        if decided.rowcount != 1:
            return False
        total = sum([_write_messages(connection, broadcast_id, part, now) for part in reachable(among)])
        connection.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(total=total))
        enqueue(connection, [progress(broadcast_id, operator_id)], now)
        return True

    @writes
    def stop(self, connection: Connection, broadcast_id: int, operator_id: int, now: datetime) -> bool:
        """Stop sending; return False if the broadcast is over already."""
        stopping = update(broadcast).where(
            broadcast.c.id == broadcast_id,
            broadcast.c.operator_id == operator_id,
            broadcast.c.state == BroadcastState.SENDING,
        )
        stopped = connection.execute(stopping.values(state=BroadcastState.STOPPED, finished_at=now))
        if stopped.rowcount != 1:
            return False
        waiting = (outbox.c.broadcast_id == broadcast_id) & (outbox.c.state == NoticeState.PENDING)
        connection.execute(update(outbox).where(waiting).values(state=NoticeState.STOPPED, finished_at=now))
        enqueue(connection, [progress(broadcast_id, operator_id)], now)
        return True

    @writes
    def drop(self, connection: Connection, operator_id: int, update_id: int) -> bool:
        """Drop a broadcast before it is sent; return True also if the same update comes again."""
        return _drop(connection, operator_id, update_id)

    @reads
    def tally(self, connection: Connection, broadcast_id: int) -> Tally:
        """Return how many messages are in each state."""
        counted = (
            select(outbox.c.state, func.count())
            .where(outbox.c.broadcast_id == broadcast_id)
            .group_by(outbox.c.state)
        )
        return Tally(**{state: int(count) for state, count in connection.execute(counted).all()})

    @writes
    def show_progress(self, connection: Connection, now: datetime) -> int:
        """Enqueue a new progress line for each running broadcast; end those with nothing left."""
        under_way = select(broadcast.c.id, broadcast.c.operator_id).where(
            broadcast.c.state == BroadcastState.SENDING
        )
        rows = connection.execute(under_way).all()
        for broadcast_id, operator_id in rows:
            left = select(outbox.c.id).where(
                outbox.c.broadcast_id == broadcast_id, outbox.c.state == NoticeState.PENDING
            )
            if connection.execute(left.limit(1)).first() is None:
                ending = update(broadcast).where(
                    broadcast.c.id == broadcast_id, broadcast.c.state == BroadcastState.SENDING
                )
                connection.execute(ending.values(state=BroadcastState.DONE, finished_at=now))
            enqueue(connection, [progress(broadcast_id, operator_id)], now)
        return len(rows)


def _drop(connection: Connection, operator_id: int, update_id: int | None = None) -> bool:
    undecided = broadcast.c.state.in_((BroadcastState.ASKED, BroadcastState.SHOWN))
    again = (broadcast.c.state == BroadcastState.DROPPED) & (broadcast.c.answered_by == update_id)
    dropping = update(broadcast).where(broadcast.c.operator_id == operator_id, undecided | again)
    return (
        connection.execute(dropping.values(state=BroadcastState.DROPPED, answered_by=update_id)).rowcount > 0
    )


def _write_messages(
    connection: Connection, broadcast_id: int, whom: ColumnElement[bool], now: datetime
) -> int:
    """Enqueue messages in one statement, however many people there are; return how many."""
    key = literal(f"broadcast:{broadcast_id}:") + cast(person.c.id, String)
    loud = literal({"broadcast_id": broadcast_id}, type_=outbox.c.payload.type)
    hushed = literal({"broadcast_id": broadcast_id, HUSHED: True}, type_=outbox.c.payload.type)
    everybody = (
        select(
            key,
            literal(int(Priority.BROADCAST)),
            person.c.id,
            literal("broadcast"),
            case((person_hushed, hushed), else_=loud),
            literal(broadcast_id),
            literal(NoticeState.PENDING.value),
            literal(now, type_=outbox.c.created_at.type),
            literal(now, type_=outbox.c.created_at.type),
        )
        .where(whom)
        .order_by(person.c.id)  # PostgreSQL reads people in any order; messages go out by id
    )
    columns = (
        "dedupe_key",
        "lane",
        "chat_id",
        "kind",
        "payload",
        "broadcast_id",
        "state",
        "not_before",
        "created_at",
    )
    return connection.execute(insert(outbox).from_select(columns, everybody)).rowcount


def _broadcast(row: Row[tuple[object, ...]]) -> Broadcast:
    return Broadcast(
        id=row.id,
        operator_id=row.operator_id,
        method=row.method,
        content=row.content,
        state=BroadcastState(row.state),
        total=row.total,
        progress_message_id=row.progress_message_id,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


_ASKED = Prepared(
    select(broadcast.c.id)
    .where(broadcast.c.operator_id == given("operator"))
    .where(
        or_(
            and_(broadcast.c.state == BroadcastState.ASKED, broadcast.c.created_at > given("since")),
            and_(
                broadcast.c.state.in_((BroadcastState.SHOWN, BroadcastState.DROPPED)),
                broadcast.c.answered_by == given("update"),
            ),
        )
    )
)


def find_asked(connection: Connection, operator_id: int, update_id: int, now: datetime) -> int | None:
    """Return the broadcast that this operator is asked for. See Broadcasts.find_asked."""
    number: int | None = _ASKED.scalar(
        connection, operator=operator_id, since=now - ASKED_FOR, update=update_id
    )
    return number
