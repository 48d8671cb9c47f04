"""What a person is asked while topping up, and receipts that wait for an operator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop import notice
from shop.book import WALLET, Account, topping_up
from shop.errors import ShopError
from shop.topup import Way, more_of
from storage.columns import fixed
from storage.database import Database
from storage.ledger import book, refuse_if_halted
from storage.money_tables import topup, topup_waiting
from storage.outbox import owe

ASKING = ("amount", "receipt")
_ASKING = [fixed(state) for state in ASKING]
ASKED_FOR = timedelta(hours=1)
"""So long a question waits for its answer."""

NEWEST = 5
"""Of a person's topping up so many are looked through for the one that an album belongs to."""


@dataclass(frozen=True, slots=True)
class Topup:
    """One topping up in chat. `receipt` is what the person sent: a text, or a file of Telegram's.

    Of an album it is the first picture, with `album`, the id they have in common, and `more` of them.
    """

    id: int
    person_id: int
    way: Way
    state: str
    amount_micro: int
    currency: str
    receipt: dict[str, Any]
    created_at: datetime
    answered_by: int | None = None

    def question(self, update_id: int) -> str:
        """What this update answers, `amount` or `receipt`; the same when it is handled again."""
        if self.answered_by == update_id:
            return "receipt" if self.state == "waiting" else "amount"
        return self.state


class Topups:
    """Reads and writes `topup`; `operators` decide about receipts."""

    def __init__(self, database: Database, *, operators: frozenset[int]) -> None:
        self._database = database
        self._told = sorted(operators)

    async def ask(
        self, person_id: int, way: Way, currency: str, now: datetime, *, amount_micro: int | None = None
    ) -> None:
        """Wait for this person's amount; with an amount, for their receipt. An earlier question is over."""

        async def unit(connection: AsyncConnection) -> None:
            await refuse_if_halted(connection)
            await _drop(connection, person_id, now)
            await connection.execute(
                topup.insert().values(
                    person_id=person_id,
                    way=way,
                    state="amount" if amount_micro is None else "receipt",
                    amount_micro=amount_micro,
                    currency=currency,
                    created_at=now,
                    changed_at=now,
                )
            )

        await self._database.write(unit)

    async def asked(self, person_id: int, update_id: int, now: datetime) -> Topup | None:
        """What this person is asked; also what this very update has answered, if it is handled again.

        A question lapses after an hour: what is written then is about something else.
        """
        waits = and_(topup.c.state.in_(ASKING), topup.c.changed_at > now - ASKED_FOR)
        mine = and_(topup.c.person_id == person_id, or_(waits, topup.c.answered_by == update_id))

        async def unit(connection: AsyncConnection) -> Topup | None:
            row = (await connection.execute(select(topup).where(mine).order_by(topup.c.id.desc()))).first()
            return _topup(row) if row else None

        return await self._database.read(unit)

    async def is_asking(self, person_id: int) -> bool:
        """Whether something is asked of this person, however long ago."""
        asked = select(topup.c.id).where(topup.c.person_id == person_id, topup.c.state.in_(_ASKING))

        async def unit(connection: AsyncConnection) -> bool:
            return (await connection.execute(asked)).first() is not None

        return await self._database.read(unit)

    async def drop(self, person_id: int, now: datetime) -> None:
        """The person does something else."""
        await self._database.write(lambda connection: _drop(connection, person_id, now))

    async def amount_given(self, it: Topup, amount_micro: int, update_id: int, now: datetime) -> None:
        """The amount is known: the question is over, or by hand a receipt is the next."""
        state = "receipt" if it.way is Way.MANUAL else "dropped"
        await self._answer(it, "amount", state, update_id, now, amount_micro=amount_micro)

    async def receipt_given(self, it: Topup, receipt: dict[str, Any], update_id: int, now: datetime) -> None:
        """The receipt waits for the operators, who are told."""
        await self._answer(it, "receipt", "waiting", update_id, now, receipt=receipt)

    async def more_given(
        self, person_id: int, album: str, picture: dict[str, Any], update_id: int, now: datetime
    ) -> bool:
        """A further picture of an album that began as a receipt is part of it: the operators get it too.

        True for such a picture, also when it comes again; False for any other, and for the first.
        """

        async def unit(connection: AsyncConnection) -> bool:
            found = await _of_album(connection, person_id, album)
            if found is None or found.answered_by == update_id:
                return False
            more = more_of(found.receipt)
            if any(one["update_id"] == update_id for one in more):
                return True
            receipt = {**found.receipt, "more": [*more, {**picture, "update_id": update_id}]}
            await connection.execute(update(topup).where(topup.c.id == found.id).values(receipt=receipt))
            number = len(more) + 2
            await owe(connection, [notice.receipt_more(one, found.id, number) for one in self._told], now)
            return True

        return await self._database.write(unit)

    async def decide(self, number: int, operator_id: int, *, approve: bool, now: datetime) -> Topup:
        """Credit what the receipt is for, or turn it down. Raises ShopError where it was decided before."""

        async def unit(connection: AsyncConnection) -> Topup:
            await refuse_if_halted(connection)
            deciding = (
                update(topup)
                .where(topup.c.id == number, topup.c.state == "waiting")
                .values(state="approved" if approve else "declined", decided_by=operator_id, changed_at=now)
                .returning(topup)
            )
            row = (await connection.execute(deciding)).first()
            if row is None:
                raise ShopError("decided_before")
            it = _topup(row)
            news = notice.turned_down(it.person_id, it.id)
            if approve:
                wallet = Account(WALLET, it.person_id, it.currency)
                await book(connection, topping_up(Way.MANUAL, str(it.id), wallet, it.amount_micro), now)
                news = notice.credited(it.person_id, Way.MANUAL, str(it.id))
            await owe(connection, [news], now)
            return it

        return await self._database.write(unit)

    async def find(self, number: int) -> Topup | None:
        """One topping up."""

        async def unit(connection: AsyncConnection) -> Topup | None:
            row = (await connection.execute(select(topup).where(topup.c.id == number))).first()
            return _topup(row) if row else None

        return await self._database.read(unit)

    async def waiting(self, *, limit: int) -> list[Topup]:
        """The receipts that wait for a decision, oldest first."""

        async def unit(connection: AsyncConnection) -> list[Topup]:
            found = select(topup).where(topup_waiting).order_by(topup.c.id).limit(limit)
            return [_topup(row) for row in (await connection.execute(found)).all()]

        return await self._database.read(unit)

    async def _answer(
        self, it: Topup, before: str, state: str, update_id: int, now: datetime, **values: Any
    ) -> None:
        async def unit(connection: AsyncConnection) -> None:
            answering = update(topup).where(topup.c.id == it.id, topup.c.state == before)
            answered = await connection.execute(
                answering.values(state=state, answered_by=update_id, changed_at=now, **values)
            )
            if answered.rowcount == 1 and state == "waiting":
                await owe(connection, self._receipts(it), now)

        await self._database.write(unit)

    def _receipts(self, it: Topup) -> Sequence[notice.Notice]:
        return [notice.receipt(operator, it.id) for operator in self._told]


async def _of_album(connection: AsyncConnection, person_id: int, album: str) -> Topup | None:
    """The person's receipt that this album began; an album comes at once, so it is among the newest."""
    latest = select(topup).where(topup.c.person_id == person_id).order_by(topup.c.id.desc()).limit(NEWEST)
    rows = (await connection.execute(latest)).all()
    return next((_topup(row) for row in rows if (row.receipt or {}).get("album") == album), None)


async def drop_of_others(connection: AsyncConnection, currency: str, now: datetime) -> None:
    """Nobody is asked any more how much of another currency they want."""
    asked = and_(topup.c.state.in_(_ASKING), topup.c.currency != currency)
    await connection.execute(update(topup).where(asked).values(state="dropped", changed_at=now))


async def _drop(connection: AsyncConnection, person_id: int, now: datetime) -> None:
    asked = and_(topup.c.person_id == person_id, topup.c.state.in_(ASKING))
    await connection.execute(update(topup).where(asked).values(state="dropped", changed_at=now))


def _topup(row: Row[tuple[object, ...]]) -> Topup:
    return Topup(
        id=row.id,
        person_id=row.person_id,
        way=Way(row.way),
        state=row.state,
        amount_micro=row.amount_micro or 0,
        currency=row.currency,
        receipt=row.receipt or {},
        created_at=row.created_at,
        answered_by=row.answered_by,
    )
