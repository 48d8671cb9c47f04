"""What waits for an operator's decision: it stands in rows, whatever became of the letters about it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop import notice
from shop.notice import receipt_whole as whole
from shop.topup import more_of
from storage.columns import fixed
from storage.database import Database
from storage.inquiry_tables import inquiry, inquiry_unsettled
from storage.money_tables import topup, topup_waiting
from storage.outbox import owe
from storage.tables import outbox, outbox_undelivered

REMINDED_AFTER = timedelta(hours=20)
"""What has waited so long is in the daily reminder."""

_FAILED = and_(outbox_undelivered, outbox.c.state == "failed")
_TO_DECIDE = and_(inquiry_unsettled, inquiry.c.state == fixed("human"))  # so that the index of these fits


@dataclass(frozen=True, slots=True)
class Open:
    """How many receipts and orders wait for a decision, and how many letters could not be delivered."""

    receipts: int
    orders: int
    letters: int


class OpenCases:
    """Reads what is open, and sees to it that every operator is told; `operators` are today's."""

    def __init__(self, database: Database, *, operators: frozenset[int]) -> None:
        self._database = database
        self._operators = operators

    async def count(self) -> Open:
        """How much there is."""

        async def unit(connection: AsyncConnection) -> Open:
            return Open(
                receipts=await _number(connection, select(func.count()).where(topup_waiting)),
                orders=await _number(connection, select(func.count()).where(_TO_DECIDE)),
                # Of a column that the index of these has: SQLite would rather count by another one, of all.
                letters=await _number(connection, select(func.count(outbox.c.chat_id)).where(_FAILED)),
            )

        return await self._database.read(unit)

    async def tell_newcomers(self, now: datetime) -> None:
        """Whoever has become an operator is owed what waits; who was told before is not told again."""

        async def unit(connection: AsyncConnection) -> None:
            sent = select(topup.c.id, topup.c.receipt).where(topup_waiting)
            receipts = [(row.id, more_of(row.receipt)) for row in (await connection.execute(sent)).all()]
            asked = select(inquiry.c.order_id, inquiry.c.told).where(_TO_DECIDE)
            reviews = (await connection.execute(asked)).all()
            for operator in sorted(self._operators):
                told = [
                    *(one for number, more in receipts for one in whole(operator, number, len(more))),
                    *(
                        notice.review(operator, row.order_id)
                        for row in reviews
                        if str(operator) not in row.told
                    ),
                ]
                await owe(connection, told, now)

        await self._database.write(unit)

    async def remind(self, now: datetime) -> bool:
        """Once a day: what has waited long, in one letter to each operator. Whether there is any."""
        before = now - REMINDED_AFTER

        async def unit(connection: AsyncConnection) -> bool:
            receipts = select(topup.c.id).where(topup_waiting, topup.c.changed_at < before)
            orders = select(inquiry.c.order_id).where(_TO_DECIDE, inquiry.c.opened_at < before)
            for waiting in (receipts, orders):
                if (await connection.execute(waiting.limit(1))).first() is not None:
                    day = now.date().isoformat()
                    operators = sorted(self._operators)
                    await owe(connection, [notice.reminder(operator, day) for operator in operators], now)
                    return True
            return False

        return await self._database.write(unit)

    async def owe_alerts_again(self, operator_id: int, now: datetime) -> int:
        """The alerts that could not be delivered to this operator are due again; how many."""
        missed = and_(_FAILED, outbox.c.chat_id == operator_id, outbox.c.kind == "alert")
        again = {"state": "pending", "attempts": 0, "not_before": now, "finished_at": None}

        async def unit(connection: AsyncConnection) -> int:
            return (await connection.execute(update(outbox).where(missed).values(again))).rowcount

        return await self._database.write(unit)


async def _number(connection: AsyncConnection, counting: object) -> int:
    return int((await connection.execute(counting)).scalar_one())  # type: ignore[call-overload]  # a select of one count
