"""Lists that may go on: when no more parts arrive, the last part is handled again."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from shop.ordering.pasting import PATIENCE
from shop.updates import UpdateState
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.tables import inbox
from storage.orders.tables import draft


class Lists:
    """Reads `draft` and writes `inbox`, for one bot."""

    def __init__(self, database: Database, *, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id

    async def requeue_due(self, now: datetime) -> bool:
        """Put the last part of each due list into the inbox again; return False if none was due.

        Its update id is the negative of the original's, so that it has its own turn in the person's line
        and differs from the message itself. A list that waits longer than any list may was written before
        the clock was set back, and is due.
        """
        return await self._requeue(now) if await self._any_due(now) else False

    @reads
    def _any_due(self, connection: Connection, now: datetime) -> bool:
        return connection.execute(select(draft.c.id).where(_due(now)).limit(1)).first() is not None

    @writes
    def _requeue(self, connection: Connection, now: datetime) -> bool:
        last_part = and_(inbox.c.bot_id == self._bot_id, inbox.c.update_id == draft.c.answered_by)
        found = select(draft.c.id, draft.c.person_id, inbox.c.update_id, inbox.c.raw)
        waiting = found.select_from(draft.outerjoin(inbox, last_part)).where(_due(now))
        rows = connection.execute(waiting).all()
        for row in rows:
            still_due = and_(draft.c.id == row.id, _due(now))
            connection.execute(update(draft).where(still_due).values(list_due_at=None))
            if row.raw is not None:
                connection.execute(self._again(connection, row, now))
        return bool(rows)

    def _again(self, connection: Connection, row: Any, now: datetime) -> Any:
        number = -row.update_id
        adding = insert_into(connection, inbox).values(
            bot_id=self._bot_id,
            update_id=number,
            person_id=row.person_id,
            raw=json.dumps({**json.loads(row.raw), "update_id": number}, ensure_ascii=False),
            state=UpdateState.WAITING,
            received_at=now,
        )
        return adding.on_conflict_do_nothing(index_elements=["bot_id", "update_id"])


def _due(now: datetime) -> ColumnElement[bool]:
    return or_(draft.c.list_due_at <= now, draft.c.list_due_at > now + PATIENCE)
