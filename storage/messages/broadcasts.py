"""Broadcasts: messages to many, and what becomes of them. The outbox has a row for each person."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, null, select, update

from shop.acts import Act, Did
from shop.broadcast import MISSED_AFTER, OVER, Broadcast, BroadcastState, Tally, subject_of
from shop.notice import progress
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.messages import broadcast_sending as sending
from storage.messages import letters
from storage.messages.broadcast_drafts import BroadcastDrafts
from storage.messages.broadcast_rows import broadcast_of, changed, draft_of, find_broadcast, stands_in
from storage.messages.outbox import enqueue
from storage.messages.tables import broadcast, broadcast_begun


class Broadcasts(BroadcastDrafts):
    """Reads and writes `broadcast`. Whatever staff decide about one stands in the log of acts."""

    @reads
    def find(self, connection: Connection, broadcast_id: int) -> Broadcast | None:
        """Return the broadcast with this number; None if there is none."""
        return find_broadcast(connection, broadcast_id)

    @reads
    def list_begun(self, connection: Connection, *, before: int | None, limit: int) -> list[Broadcast]:
        """Return the newest that somebody consented to, or those before this number, newest first."""
        older = [broadcast.c.id < before] if before is not None else []
        found = select(broadcast).where(broadcast_begun, *older).order_by(broadcast.c.id.desc())
        return [broadcast_of(row) for row in connection.execute(found.limit(limit)).all()]

    @reads
    def tally(self, connection: Connection, broadcast_id: int) -> Tally:
        """Return how many messages are in each state."""
        return letters.tally(connection, broadcast_id)

    @reads
    def count_deletable(self, connection: Connection, broadcast_id: int, now: datetime) -> int:
        """Return how many messages of it can be deleted at their people."""
        return letters.count_deletable(connection, broadcast_id, now)

    @writes
    def start(
        self,
        connection: Connection,
        broadcast_id: int,
        operator_id: int,
        among: Collection[int] | None,
        now: datetime,
    ) -> bool:
        """Enqueue a message for each person of its audience, of `among` (None: of all who have written).

        One that has a moment of its own waits for that instead. Return False if it was decided before.
        """
        shown = find_broadcast(connection, broadcast_id)
        waits = shown is not None and shown.starts_at is not None and shown.starts_at > now
        state = BroadcastState.WAITING if waits else BroadcastState.SENDING
        deciding = draft_of(broadcast_id, operator_id).values(state=state, album=null())
        if shown is None or not changed(connection, deciding):
            return False
        people = None if waits else sending.begin(connection, shown, among, now)
        details = {} if people is None else {"people": people}
        did = Did.BROADCAST_PLANNED if waits else Did.BROADCAST_SENT
        note_act(connection, Act(operator_id, did, subject=shown.subject, details=details), now)
        enqueue(connection, [progress(broadcast_id, operator_id)], now)
        return True

    @writes
    def pause(
        self, connection: Connection, broadcast_id: int, by: int | None, now: datetime, *, trouble: str = ""
    ) -> bool:
        """Hold what has not gone out; return False if it was not being sent. `by` None: the kiosk itself."""
        pausing = update(broadcast).where(
            broadcast.c.id == broadcast_id, broadcast.c.state == BroadcastState.SENDING
        )
        values = {"state": BroadcastState.PAUSED, "pace_since": None, "trouble": trouble}
        if not changed(connection, pausing.values(values)):
            return False
        letters.hold(connection, broadcast_id)
        _note(connection, by, Did.BROADCAST_PAUSED, broadcast_id, now)
        return True

    @writes
    def go_on(self, connection: Connection, broadcast_id: int, by: int, now: datetime) -> bool:
        """Send the rest, unpaid if Telegram refused to be paid; return False if it was not paused."""
        paused = find_broadcast(connection, broadcast_id)
        going = update(broadcast).where(
            broadcast.c.id == broadcast_id, broadcast.c.state == BroadcastState.PAUSED
        )
        if paused is None or not changed(connection, going.values(state=BroadcastState.SENDING)):
            return False
        values = {"trouble": "", "paid": paused.paid and not paused.trouble}
        connection.execute(update(broadcast).where(broadcast.c.id == broadcast_id).values(values))
        sending.release(connection, broadcast_id, now)
        _note(connection, by, Did.BROADCAST_WENT_ON, broadcast_id, now)
        return True

    @writes
    def stop(self, connection: Connection, broadcast_id: int, by: int, now: datetime) -> bool:
        """Stop sending, or call off what waits; return False if the broadcast is over already."""
        live = (BroadcastState.WAITING, BroadcastState.SENDING, BroadcastState.PAUSED)
        stopping = update(broadcast).where(broadcast.c.id == broadcast_id, broadcast.c.state.in_(live))
        values = {"state": BroadcastState.STOPPED, "finished_at": now, "pace_since": None, "held_until": None}
        if not changed(connection, stopping.values(values)):
            return False
        letters.stop(connection, broadcast_id, now)
        _note(connection, by, Did.BROADCAST_STOPPED, broadcast_id, now)
        return True

    @writes
    def delete_again(self, connection: Connection, broadcast_id: int, by: int, now: datetime) -> bool:
        """Have what arrived deleted at its people; return False unless it is over and was never deleted."""
        over = and_(broadcast.c.state.in_(OVER), broadcast.c.deleting_at.is_(None))
        deleting = update(broadcast).where(broadcast.c.id == broadcast_id, over)
        if not changed(connection, deleting.values(deleting_at=now, figures=null(), pace_since=now)):
            return False
        people = letters.delete_arrived(connection, broadcast_id, now)
        act = Act(by, Did.BROADCAST_DELETED, subject=subject_of(broadcast_id), details={"people": people})
        note_act(connection, act, now)
        _owe_progress(connection, broadcast_id, now)
        return True

    @writes
    def begin_due(self, connection: Connection, among: Collection[int] | None, now: datetime) -> int:
        """Begin the broadcasts whose moment has come, for the audience of now; return how many.

        One whose moment was missed by hours is stopped instead.
        """
        waiting = select(broadcast.c.id).where(broadcast.c.state == BroadcastState.WAITING)
        due = connection.execute(waiting.where(broadcast.c.starts_at <= now).with_for_update()).scalars()
        numbers = list(due)
        for number in numbers:
            found = find_broadcast(connection, number)
            if found is None or found.starts_at is None:
                continue
            values: dict[str, Any] = {"state": BroadcastState.SENDING}
            if now - found.starts_at > MISSED_AFTER:
                values = {"state": BroadcastState.STOPPED, "finished_at": now, "trouble": "missed"}
            else:
                sending.begin(connection, found, among, now)
            connection.execute(update(broadcast).where(broadcast.c.id == number).values(values))
            _owe_progress(connection, number, now)
        return len(numbers)

    @writes
    def release_held(self, connection: Connection, now: datetime) -> int:
        """Deliver the held messages whose moment has come; return of how many broadcasts."""
        due = select(broadcast.c.id).where(
            broadcast.c.state == BroadcastState.SENDING, broadcast.c.held_until <= now
        )
        # Before their messages, as who stops or pauses one does; stopped meanwhile, one is no more due.
        numbers = list(connection.execute(due.order_by(broadcast.c.id).with_for_update()).scalars())
        for number in numbers:
            sending.release(connection, number, now)
        return len(numbers)

    @writes
    def take_up(self, connection: Connection, now: datetime) -> None:
        """Measure the pace of what is being sent anew: the kiosk was off."""
        running = select(broadcast.c.id).where(
            broadcast.c.state == BroadcastState.SENDING, broadcast.c.pace_since.is_not(None)
        )
        for number in connection.execute(running).scalars().all():
            sending.begin_pace(connection, number, now)

    @writes
    def shown_in(self, connection: Connection, broadcast_id: int, message_id: int, now: datetime) -> None:
        """Note in which message its operator sees how it stands: that one is kept up to date.

        An earlier one says that there is another.
        """
        enqueue(connection, stands_in(connection, broadcast_id, message_id), now)

    @writes
    def show_progress(self, connection: Connection, now: datetime) -> int:
        """Enqueue a new progress line for each running broadcast; end those with nothing left."""
        shown = [*sending.go_on_sending(connection, now), *sending.close(connection, now)]
        for number in shown:
            _owe_progress(connection, number, now)
        return len(shown)


def _note(connection: Connection, by: int | None, did: Did, broadcast_id: int, now: datetime) -> None:
    """Note who did this, and owe the progress line anew."""
    if by is not None:
        note_act(connection, Act(by, did, subject=subject_of(broadcast_id)), now)
    _owe_progress(connection, broadcast_id, now)


def _owe_progress(connection: Connection, broadcast_id: int, now: datetime) -> None:
    """Owe whoever composed it a line that says how it stands."""
    whose = select(broadcast.c.operator_id).where(broadcast.c.id == broadcast_id)
    enqueue(connection, [progress(broadcast_id, number_from(connection, whose))], now)
