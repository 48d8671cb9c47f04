"""Broadcasts as rows: read, and changed only in the state they must be in."""

from sqlalchemy import Connection, Row, Update, select, update

from shop.audience import audience_of
from shop.broadcast import OVER, Broadcast, BroadcastState, Pace, Tally
from shop.notice import Notice, progress, progress_past
from storage.messages.tables import broadcast

LACKS_PART = "lacks_part"
"""In the album of a draft: a picture of it was left out."""


def find_broadcast(connection: Connection, broadcast_id: int) -> Broadcast | None:
    row = connection.execute(select(broadcast).where(broadcast.c.id == broadcast_id)).first()
    return broadcast_of(row) if row else None


def draft_of(broadcast_id: int, operator_id: int) -> Update:
    """Return a change of this operator's broadcast while it waits for their consent."""
    return update(broadcast).where(
        broadcast.c.id == broadcast_id,
        broadcast.c.operator_id == operator_id,
        broadcast.c.state == BroadcastState.SHOWN,
    )


def stop_asking(connection: Connection, operator_id: int) -> None:
    """Take no message of this operator for everybody; what was shown before waits for consent again."""
    asked = update(broadcast).where(
        broadcast.c.operator_id == operator_id, broadcast.c.state == BroadcastState.ASKED
    )
    connection.execute(asked.where(broadcast.c.method == "").values(state=BroadcastState.DROPPED))
    connection.execute(asked.values(state=BroadcastState.SHOWN))


def stands_in(connection: Connection, broadcast_id: int, message_id: int) -> list[Notice]:
    """Note that its operator sees how it stands in this message; return what an earlier one is owed.

    What is over counts no more, and may stand in several messages.
    """
    this = broadcast.c.id == broadcast_id
    former = connection.execute(select(broadcast).where(this).with_for_update()).first()
    connection.execute(update(broadcast).where(this).values(progress_message_id=message_id))
    if former is None or former.progress_message_id in {None, message_id}:
        return []
    if former.state in OVER and (former.deleting_at is None or former.figures is not None):
        return []
    return [progress_past(broadcast_id, former.operator_id, former.progress_message_id)]


def handed_over(connection: Connection, operator_id: int, to: int) -> list[Notice]:
    """Have another see how a former operator's broadcasts under way stand; return what is owed."""
    live = (BroadcastState.WAITING, BroadcastState.SENDING, BroadcastState.PAUSED)
    theirs = update(broadcast).where(broadcast.c.operator_id == operator_id, broadcast.c.state.in_(live))
    handing = theirs.values(operator_id=to, progress_message_id=None).returning(broadcast.c.id)
    return [progress(number, to) for number in connection.execute(handing).scalars()]


def changed(connection: Connection, changing: Update) -> bool:
    return connection.execute(changing).rowcount == 1


def broadcast_of(row: Row[tuple[object, ...]]) -> Broadcast:
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
        audience=audience_of(row.audience),
        starts_at=row.starts_at,
        by_day=bool(row.by_day),
        paid=bool(row.paid),
        pace=Pace(row.pace_since, row.pace_ended),
        figures=None if row.figures is None else Tally(**row.figures),
        deleting_at=row.deleting_at,
        trouble=row.trouble,
        lacks_part=bool(row.album and row.album.get(LACKS_PART)),
    )
