"""Broadcasts that an operator is composing: what is said, to whom, and when."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, null, or_, select, update

from shop.audience import Audience
from shop.broadcast import BroadcastState
from shop.notice import edit_ignored, look
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.desk.questions import answered
from storage.messages.broadcast_rows import LACKS_PART, changed, draft_of, stop_asking
from storage.messages.outbox import enqueue
from storage.messages.tables import broadcast

ASKED_FOR = timedelta(hours=1)
"""How long /broadcast waits for the operator's message."""

ALBUM_SETTLES = timedelta(seconds=1.5)
"""How long after its last part an album counts as complete: apps send the parts at once."""

_SHOWN = BroadcastState.SHOWN


class BroadcastDrafts:
    """Reads and writes what has no consent yet. An operator has one draft at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(self, connection: Connection, operator_id: int, now: datetime) -> int:
        """Make the operator's next message a broadcast; return its number. What the desk asked ends."""
        answered(connection, operator_id, 0)
        _drop(connection, operator_id)
        adding = broadcast.insert().values(
            operator_id=operator_id, content={}, state=BroadcastState.ASKED, created_at=now
        )
        return number_from(connection, adding.returning(broadcast.c.id))

    @writes
    def ask_anew(self, connection: Connection, broadcast_id: int, operator_id: int, now: datetime) -> bool:
        """Take the operator's next message in place of the one shown; all else of the draft stays.

        What the desk asked ends.
        """
        answered(connection, operator_id, 0)
        values = {"state": BroadcastState.ASKED, "created_at": now, "answered_by": None, "album": null()}
        return changed(connection, draft_of(broadcast_id, operator_id).values(values))

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
        self,
        connection: Connection,
        broadcast_id: int,
        method: str,
        content: dict[str, Any],
        update_id: int,
        *,
        album: str | None = None,
        now: datetime | None = None,
    ) -> None:
        """Store the message, which waits for the operator's yes. The same update again changes nothing.

        Of an album, named by Telegram's id for it, this is the first part: it is shown when no more comes.
        """
        parts = null() if album is None else {"id": album, "updates": [update_id]}
        values = {"method": method, "content": content, "state": _SHOWN, "answered_by": update_id}
        composing = (
            update(broadcast)
            .where(broadcast.c.id == broadcast_id, broadcast.c.state == BroadcastState.ASKED)
            .values(**values, album=parts, trouble="")
            .returning(broadcast.c.operator_id)
        )
        operator_id = connection.execute(composing).scalar()
        if operator_id is not None and album is not None and now is not None:
            enqueue(connection, look(broadcast_id, operator_id), now + ALBUM_SETTLES)

    @writes
    def add_to_album(
        self,
        connection: Connection,
        operator_id: int,
        album: str,
        part: Mapping[str, Any] | None,
        *,
        update_id: int,
        now: datetime,
    ) -> bool:
        """Add this part to the album that the operator is composing; False if this is no part of one.

        None is a part whose caption no bot may write; it is left out, which the card says. The same update
        again changes nothing.
        """
        shown = select(broadcast).where(broadcast.c.operator_id == operator_id, broadcast.c.state == _SHOWN)
        row = connection.execute(shown.with_for_update()).first()
        if row is None or row.album is None or row.album["id"] != album:
            return False
        if update_id not in row.album["updates"] and part is not None:
            values = {
                "content": {**row.content, "media": [*row.content["media"], dict(part)]},
                "album": {"id": album, "updates": [*row.album["updates"], update_id]},
                "trouble": "",
            }
            connection.execute(update(broadcast).where(broadcast.c.id == row.id).values(values))
        elif part is None:
            album_so_far = {**row.album, LACKS_PART: True}
            connection.execute(update(broadcast).where(broadcast.c.id == row.id).values(album=album_so_far))
        enqueue(connection, look(row.id, operator_id), now + ALBUM_SETTLES)
        return True

    @writes
    def album_refused(self, connection: Connection, broadcast_id: int, why: str) -> None:
        """Note that Telegram does not take the album that is shown; that holds until it is another."""
        shown = (broadcast.c.id == broadcast_id, broadcast.c.state == _SHOWN, broadcast.c.album.is_not(None))
        connection.execute(update(broadcast).where(*shown).values(trouble=why))

    @writes
    def set_content(
        self, connection: Connection, broadcast_id: int, operator_id: int, content: dict[str, Any]
    ) -> bool:
        """Change the shown message; False if it was decided before, like the three that follow."""
        return changed(connection, draft_of(broadcast_id, operator_id).values(content=content))

    @writes
    def set_audience(
        self, connection: Connection, broadcast_id: int, operator_id: int, audience: Audience
    ) -> bool:
        """Choose who gets it."""
        return changed(connection, draft_of(broadcast_id, operator_id).values(audience=audience.as_json()))

    @writes
    def set_time(
        self,
        connection: Connection,
        broadcast_id: int,
        operator_id: int,
        *,
        starts_at: datetime | None,
        by_day: bool,
    ) -> bool:
        """Choose when it begins, None for at once, and whether people get it in their daytime."""
        setting = draft_of(broadcast_id, operator_id).values(starts_at=starts_at, by_day=by_day)
        return changed(connection, setting)

    @writes
    def set_paid(self, connection: Connection, broadcast_id: int, operator_id: int, *, paid: bool) -> bool:
        """Choose if Stars are paid for a faster pace."""
        return changed(connection, draft_of(broadcast_id, operator_id).values(paid=paid))

    @writes
    def edited(
        self,
        connection: Connection,
        operator_id: int,
        message_id: int,
        *,
        written_at: datetime,
        now: datetime,
    ) -> bool:
        """Owe the word that the draft stays as it is shown, if this operator edits what they wrote for it.

        Return False if no draft is shown, or the message is older than it.
        """
        shown = select(broadcast.c.id, broadcast.c.created_at)
        row = connection.execute(
            shown.where(broadcast.c.operator_id == operator_id, broadcast.c.state == _SHOWN)
        ).first()
        if row is None or written_at < row.created_at.replace(microsecond=0):  # Telegram's have none
            return False
        enqueue(connection, [edit_ignored(row.id, operator_id, message_id)], now)
        return True

    @writes
    def copy(self, connection: Connection, broadcast_id: int, operator_id: int, now: datetime) -> int | None:
        """Make a new draft of a broadcast that was sent; return its number, None if there is no such one."""
        row = connection.execute(select(broadcast).where(broadcast.c.id == broadcast_id)).first()
        if row is None or not row.method:
            return None
        _drop(connection, operator_id)
        same = {"method": row.method, "content": row.content, "audience": row.audience, "by_day": row.by_day}
        adding = broadcast.insert().values(operator_id=operator_id, state=_SHOWN, created_at=now, **same)
        return number_from(connection, adding.returning(broadcast.c.id))

    @writes
    def leave(self, connection: Connection, operator_id: int) -> None:
        """Take no message of this operator for everybody; a draft that waits for another keeps its own."""
        stop_asking(connection, operator_id)

    @writes
    def drop(
        self, connection: Connection, operator_id: int, update_id: int, *, only: int | None = None
    ) -> bool:
        """Drop a broadcast before it is sent; return True also if the same update comes again.

        `only` is the one that is meant: a card of a former draft drops no later one.
        """
        return _drop(connection, operator_id, update_id, only)


def _drop(
    connection: Connection, operator_id: int, update_id: int | None = None, only: int | None = None
) -> bool:
    undecided = broadcast.c.state.in_((BroadcastState.ASKED, BroadcastState.SHOWN))
    again = (broadcast.c.state == BroadcastState.DROPPED) & (broadcast.c.answered_by == update_id)
    dropping = update(broadcast).where(broadcast.c.operator_id == operator_id, undecided | again)
    if only is not None:
        dropping = dropping.where(broadcast.c.id == only)
    return (
        connection.execute(dropping.values(state=BroadcastState.DROPPED, answered_by=update_id)).rowcount > 0
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
