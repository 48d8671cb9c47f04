"""What happens to a broadcast while it goes out, each step in its caller's transaction."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, select, update

from shop.broadcast import Broadcast, BroadcastState
from storage.messages import letters
from storage.messages.tables import broadcast
from storage.people.audience import reachable
from storage.people.tables import person

LAST_ONES_LAND = timedelta(minutes=1)
"""How long after its end messages that were under way may still be counted."""

LANDING = timedelta(days=7)
"""Older ends are not looked at any more: their messages' rows are tidied away."""


def begin(connection: Connection, found: Broadcast, among: Collection[int] | None, now: datetime) -> int:
    """Write the messages of this broadcast; return how many."""
    whom = reachable(among, found.audience, found.audience.active_since(now))
    if found.by_day:
        zone = connection.execute(select(person.c.zone).where(person.c.id == found.operator_id)).scalar()
        total = letters.write_by_day(connection, found.id, whom, zone, now)
    else:
        total = letters.write(connection, found.id, whom, now)
    values = {"total": total, "started_at": now, "trouble": ""}
    connection.execute(update(broadcast).where(broadcast.c.id == found.id).values(values))
    release(connection, found.id, now)
    return total


def release(connection: Connection, broadcast_id: int, now: datetime) -> None:
    """Deliver what is due of the held messages, and measure the pace from now on."""
    until = letters.release(connection, broadcast_id, now)
    connection.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(held_until=until))
    begin_pace(connection, broadcast_id, now)


def begin_pace(connection: Connection, broadcast_id: int, now: datetime) -> None:
    """Measure the pace of this broadcast from now on."""
    ended = letters.tally(connection, broadcast_id).ended
    pace = {"pace_since": now, "pace_ended": ended}
    connection.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(pace))


def go_on_sending(connection: Connection, now: datetime) -> list[int]:
    """Return the broadcasts whose line changes; end those with nothing left, rest those with nothing due."""
    is_sent = broadcast.c.state == BroadcastState.SENDING
    sending = select(broadcast.c.id, broadcast.c.pace_since).where(is_sent)
    shown = []
    for row in connection.execute(sending).all():
        this = update(broadcast).where(broadcast.c.id == row.id, is_sent)
        if letters.has_waiting(connection, row.id, held=False):
            shown.append(row.id)
        elif not letters.has_waiting(connection, row.id):
            connection.execute(this.values(state=BroadcastState.DONE, finished_at=now, pace_since=None))
            shown.append(row.id)
        elif row.pace_since is not None:  # the others wait for their day: nothing changes until then
            connection.execute(this.values(pace_since=None))
            shown.append(row.id)
    return shown


def close(connection: Connection, now: datetime) -> list[int]:
    """Store the final figures of what is over; return those whose line changes: they are deleted again."""
    ended = and_(
        broadcast.c.state.in_((BroadcastState.DONE, BroadcastState.STOPPED)),
        broadcast.c.figures.is_(None),
        broadcast.c.finished_at > now - LANDING,
    )
    over = select(broadcast.c.id, broadcast.c.finished_at, broadcast.c.deleting_at, broadcast.c.pace_since)
    shown = []
    locked = over.where(ended).order_by(broadcast.c.id).with_for_update()  # before their messages
    for row in connection.execute(locked).all():
        this = update(broadcast).where(broadcast.c.id == row.id)
        if row.deleting_at is not None:
            letters.delete_arrived(connection, row.id, now)  # those that were under way at the time
        if letters.has_waiting(connection, row.id):
            shown.append(row.id)
        elif row.pace_since is not None:
            connection.execute(this.values(pace_since=None))
            shown.append(row.id)
        elif now - (row.deleting_at or row.finished_at) >= LAST_ONES_LAND:
            connection.execute(this.values(figures=asdict(letters.tally(connection, row.id))))
    return shown
