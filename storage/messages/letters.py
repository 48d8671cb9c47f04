"""The messages of a broadcast, one row of the outbox for each person: written, held, stopped, deleted again.

Each function changes all rows of a broadcast in a few statements, in its caller's transaction. Held messages
stand in a lane of their own, so that nobody looks through them to find what is due.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
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

from shop.audience import audience_of
from shop.broadcast import DELETABLE_FOR, LETTER, UNSENT, Tally
from shop.daytime import next_daytime
from shop.notice import HELD_LANE, HUSHED, NoticeState, Priority
from shop.preferences import QuietHours
from storage.core.columns import fixed
from storage.core.prepared import one_of
from storage.core.rows import number_from
from storage.messages.tables import broadcast, outbox, outbox_held, outbox_pending
from storage.people.tables import person, person_hushed

_COLUMNS = (
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
Clock = tuple[str | None, int | None, int | None]
_CLOCK = (person.c.zone, person.c.quiet_from, person.c.quiet_until)

CLOCKS_AT_ONCE = 100
"""Different clocks and quiet hours named in one statement."""


def write(connection: Connection, broadcast_id: int, whom: ColumnElement[bool], now: datetime) -> int:
    """Write a message for each of these people, due now; return how many."""
    return _write(connection, broadcast_id, whom, due=now, now=now)


def write_by_day(
    connection: Connection, broadcast_id: int, whom: ColumnElement[bool], zone: str | None, now: datetime
) -> int:
    """Write a message for each of these people, due in their daytime; return how many.

    `zone` is the clock of whoever has set none: the operator's. There is one statement for each moment and
    each hundred different clocks.
    """
    shared: dict[datetime, list[Clock]] = defaultdict(list)
    for own_zone, begin, until in connection.execute(select(*_CLOCK).where(whom).distinct()).all():
        quiet = None if begin is None or until is None else QuietHours(begin, until)
        shared[next_daytime(quiet, own_zone or zone, now)].append((own_zone, begin, until))
    return sum(
        [
            _write(connection, broadcast_id, and_(whom, who), due=due, now=now)
            for due, clocks in sorted(shared.items(), key=lambda one: one[0])
            for who in _by_clock(clocks)
        ]
    )


def _by_clock(clocks: Sequence[Clock]) -> Iterator[ColumnElement[bool]]:
    for start in range(0, len(clocks), CLOCKS_AT_ONCE):
        yield or_(*(_has_clock(clock) for clock in clocks[start : start + CLOCKS_AT_ONCE]))


def _has_clock(clock: Clock) -> ColumnElement[bool]:
    pairs = zip(_CLOCK, clock, strict=True)
    return and_(*(column.is_not_distinct_from(value) for column, value in pairs))


def _write(
    connection: Connection, broadcast_id: int, whom: ColumnElement[bool], *, due: datetime, now: datetime
) -> int:
    """Write messages in one statement, however many people there are."""
    key = literal(f"broadcast:{broadcast_id}:") + cast(person.c.id, String)
    loud = literal({"broadcast_id": broadcast_id}, type_=outbox.c.payload.type)
    hushed = literal({"broadcast_id": broadcast_id, HUSHED: True}, type_=outbox.c.payload.type)
    lane = int(Priority.BROADCAST) if due <= now else HELD_LANE
    everybody = (
        select(
            key,
            literal(lane),
            person.c.id,
            literal(LETTER),
            case((person_hushed, hushed), else_=loud),
            literal(broadcast_id),
            literal(NoticeState.PENDING.value),
            literal(due, type_=outbox.c.not_before.type),
            literal(now, type_=outbox.c.created_at.type),
        )
        .where(whom)
        .order_by(person.c.id)  # PostgreSQL reads people in any order; messages go out by id
    )
    return connection.execute(insert(outbox).from_select(_COLUMNS, everybody)).rowcount


def hold(connection: Connection, broadcast_id: int) -> None:
    """Have nobody deliver what waits; it keeps its moment."""
    connection.execute(update(outbox).where(_waiting(broadcast_id)).values(lane=HELD_LANE))


def release(connection: Connection, broadcast_id: int, now: datetime) -> datetime | None:
    """Have the held messages delivered whose moment has come; return when the next ones are due, if any."""
    held = and_(outbox_pending, outbox_held, outbox.c.broadcast_id == broadcast_id)
    due = update(outbox).where(held, outbox.c.not_before <= now)
    connection.execute(due.values(lane=int(Priority.BROADCAST)))
    found: datetime | None = connection.execute(select(func.min(outbox.c.not_before)).where(held)).scalar()
    return found


def stop(connection: Connection, broadcast_id: int, now: datetime) -> None:
    """Have nothing more sent of it."""
    connection.execute(update(outbox).where(_waiting(broadcast_id)).values(_over(now)))


def _over(now: datetime) -> dict[str, Any]:
    """Return the values of a message that is sent no more."""
    return {"state": NoticeState.STOPPED, "finished_at": now, "lane": int(Priority.BROADCAST)}


def lock_waiting(connection: Connection, person_id: int) -> None:
    """Lock what waits for this person, in the order in which letters are released: all of it is to end."""
    theirs = select(outbox.c.id).where(outbox.c.chat_id == person_id, outbox_pending)
    connection.execute(theirs.order_by(outbox.c.broadcast_id, outbox.c.id).with_for_update()).all()


def call_off(
    connection: Connection, person_id: int, now: datetime, *, unless_important: bool = False
) -> None:
    """Send this person no letter that waits, or none but those that all must know."""
    theirs = and_(outbox.c.chat_id == person_id, outbox.c.kind == LETTER, outbox_pending)
    waiting = select(outbox.c.id, broadcast.c.audience).where(theirs, outbox.c.broadcast_id == broadcast.c.id)
    in_order = waiting.order_by(outbox.c.broadcast_id).with_for_update(of=outbox)  # as they are released
    found = connection.execute(in_order).all()
    ending = [row.id for row in found if not (unless_important and audience_of(row.audience).important)]
    if ending:
        connection.execute(update(outbox).where(theirs, one_of(outbox.c.id, ending)).values(_over(now)))


def has_waiting(connection: Connection, broadcast_id: int, *, held: bool | None = None) -> bool:
    """Return True if messages wait: held ones, those that are due (False), or any (None)."""
    which = [] if held is None else [outbox_held if held else ~outbox_held]
    found = select(outbox.c.id).where(_waiting(broadcast_id), *which).limit(1)
    return connection.execute(found).first() is not None


def _waiting(broadcast_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.broadcast_id == broadcast_id, outbox.c.state == fixed(NoticeState.PENDING))


def _arrived(broadcast_id: int, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a message of it arrived, so lately that Telegram deletes it."""
    return and_(
        outbox.c.broadcast_id == broadcast_id,
        outbox.c.state == fixed(NoticeState.SENT),
        outbox.c.kind == LETTER,
        outbox.c.sent_as.is_not(None),
        outbox.c.finished_at > now - DELETABLE_FOR,
    )


def count_deletable(connection: Connection, broadcast_id: int, now: datetime) -> int:
    """Return how many messages of it can be deleted at their people."""
    counting = select(func.count()).select_from(outbox).where(_arrived(broadcast_id, now))
    return number_from(connection, counting)


def delete_arrived(connection: Connection, broadcast_id: int, now: datetime) -> int:
    """Have each message that arrived deleted at its person; return how many. The same row owes that now."""
    owed = {
        "kind": UNSENT,
        "state": NoticeState.PENDING,
        "lane": int(Priority.BROADCAST),
        "revision": outbox.c.revision + 1,
        "attempts": 0,
        "not_before": now,
        "finished_at": None,
        "error": None,
    }
    return connection.execute(update(outbox).where(_arrived(broadcast_id, now)).values(owed)).rowcount


def tally(connection: Connection, broadcast_id: int) -> Tally:
    """Return how many messages are in each state."""
    counting = (
        select(outbox.c.state, outbox.c.kind, outbox.c.lane, func.count().label("many"))
        .where(outbox.c.broadcast_id == broadcast_id)
        .group_by(outbox.c.state, outbox.c.kind, outbox.c.lane)
    )
    counts: dict[str, int] = defaultdict(int)
    for row in connection.execute(counting).all():
        for name in _figures_of(row.state, row.kind, row.lane):
            counts[name] += int(row.many)
    return Tally(**counts)


_AFTER_DELETION = {NoticeState.SENT: "deleted", NoticeState.PENDING: "deleting"}


def _figures_of(state: str, kind: str, lane: int) -> Iterator[str]:
    """Yield the figures in which a message counts: one that is deleted again had been sent."""
    if kind == UNSENT:
        yield "sent"
        yield _AFTER_DELETION.get(NoticeState(state), "kept")
        return
    yield state
    if state == NoticeState.PENDING and lane == HELD_LANE:
        yield "held"
