"""What is deleted when, table by table. Money's own tables are never touched."""

from datetime import datetime, timedelta

from sqlalchemy import Delete, and_, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import ColumnElement

from shop.notice import Lane
from storage.asides import tells_of_money
from storage.database import Database
from storage.money_tables import topup
from storage.tables import broadcast, inbox, outbox

ASIDE_KEPT = timedelta(days=30)
"""Updates that could not be handled, with the words people wrote. What tells of money stays."""

BROADCAST_KEPT = timedelta(days=7)
LETTERS_KEPT = timedelta(days=120)
"""Longer than anything is followed at the panel, so that nothing is told twice for want of its row."""

QUESTIONS_KEPT = timedelta(days=30)

AT_ONCE = 2_000
"""Rows of one table in one write, so that nobody waits for it; the next round takes more."""


class Tidying:
    """Deletes what nobody will ask about any more."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tidy(self, now: datetime) -> int:
        """Delete what is old, a bounded part of it; how many rows."""
        over = broadcast.c.state.in_(("done", "stopped", "dropped"))
        old = outbox.c.finished_at < now - LETTERS_KEPT
        sent_to_all = and_(
            outbox.c.lane == int(Lane.BROADCAST),
            outbox.c.finished_at < now - BROADCAST_KEPT,
            outbox.c.broadcast_id.in_(select(broadcast.c.id).where(over)),
        )
        aside = and_(inbox.c.state == "aside", inbox.c.handled_at < now - ASIDE_KEPT, ~tells_of_money)
        told = and_(outbox.c.state.in_(("sent", "stopped")), old)
        dropped = and_(topup.c.state == "dropped", topup.c.changed_at < now - QUESTIONS_KEPT)
        return (
            await self._some(delete(inbox), inbox.c.seq, aside)
            + await self._some(delete(outbox), outbox.c.id, and_(outbox.c.state != "pending", sent_to_all))
            + await self._some(delete(outbox), outbox.c.id, told)
            + await self._some(delete(topup), topup.c.id, dropped)
        )

    async def _some(self, deleting: Delete, key: ColumnElement[int], which: ColumnElement[bool]) -> int:
        """Look for them while others write, for that may go through a table; then delete just them."""

        async def old(connection: AsyncConnection) -> list[int]:
            return list((await connection.execute(select(key).where(which).limit(AT_ONCE))).scalars())

        numbers = await self._database.read(old)
        if not numbers:
            return 0

        async def unit(connection: AsyncConnection) -> int:
            # One of them may be wanted again since: a letter that is owed anew, say.
            return (await connection.execute(deleting.where(key.in_(numbers), which))).rowcount

        return await self._database.write(unit)
