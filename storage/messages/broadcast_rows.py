"""Broadcasts as rows: read, and changed only in the state they must be in."""

from sqlalchemy import Connection, Row, Update, select, update

from shop.audience import audience_of
from shop.broadcast import Broadcast, BroadcastState, Pace, Tally
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
