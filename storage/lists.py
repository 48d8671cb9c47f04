"""Lists that may go on: when nothing more has come, their last part is handled once more."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop.pasting import PATIENCE
from storage.database import Database
from storage.rows import insert_into
from storage.tables import draft, inbox


class Lists:
    """Reads `draft` and writes `inbox`, for one bot."""

    def __init__(self, database: Database, *, bot_id: int) -> None:
        self._database = database
        self._bot_id = bot_id

    async def ring(self, now: datetime) -> bool:
        """For each list whose moment is over, put its last part into the inbox again.

        It comes under minus its own number, so that it has its turn in its person's line and is told from
        the message itself. False where no list was due. One that waits for longer than any list may was
        written before the clock was set back, and is due.
        """
        due = or_(draft.c.list_due_at <= now, draft.c.list_due_at > now + PATIENCE)
        last_part = and_(inbox.c.bot_id == self._bot_id, inbox.c.update_id == draft.c.answered_by)
        found = select(draft.c.id, draft.c.person_id, inbox.c.update_id, inbox.c.raw)

        async def any_due(connection: AsyncConnection) -> bool:
            return (await connection.execute(select(draft.c.id).where(due).limit(1))).first() is not None

        async def unit(connection: AsyncConnection) -> bool:
            waiting = found.select_from(draft.outerjoin(inbox, last_part)).where(due)
            rows = (await connection.execute(waiting)).all()
            for row in rows:
                await connection.execute(
                    update(draft).where(draft.c.id == row.id, due).values(list_due_at=None)
                )
                if row.raw is not None:
                    await connection.execute(self._again(connection, row, now))
            return bool(rows)

        if not await self._database.read(any_due):
            return False
        return await self._database.write(unit)

    def _again(self, connection: AsyncConnection, row: Any, now: datetime) -> Any:
        number = -row.update_id
        adding = insert_into(connection, inbox).values(
            bot_id=self._bot_id,
            update_id=number,
            person_id=row.person_id,
            raw=json.dumps({**json.loads(row.raw), "update_id": number}, ensure_ascii=False),
            state="waiting",
            received_at=now,
        )
        return adding.on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
