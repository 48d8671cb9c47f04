"""What a person is asked while topping up, and receipts that wait for an operator."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, and_, or_, select, update

from shop import notice
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, topping_up
from shop.ledger.news import of_receipt
from shop.ledger.receipt import Topup
from shop.ledger.topup import ASKING, TopupState, Way, more_of
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.ledger.store import book, refuse_if_halted
from storage.ledger.tables import topup, topup_waiting
from storage.messages.outbox import enqueue

_ASKING = [fixed(state) for state in ASKING]
ASKED_FOR = timedelta(hours=1)
"""So long a question waits for its answer."""

NEWEST = 5
"""Of a person's topping up so many are looked through for the one that an album belongs to."""


class Topups:
    """Reads and writes `topup`; `operators` decide about receipts."""

    def __init__(self, database: Database, *, operators: frozenset[int]) -> None:
        self._database = database
        self._told = sorted(operators)

    @writes
    def ask(
        self,
        connection: Connection,
        person_id: int,
        way: Way,
        currency: str,
        now: datetime,
        *,
        amount_micro: int | None = None,
    ) -> None:
        """Wait for this person's amount; with an amount, for their receipt. An earlier question is over."""
        refuse_if_halted(connection)
        _drop(connection, person_id, now)
        connection.execute(
            topup.insert().values(
                person_id=person_id,
                way=way,
                state=TopupState.AMOUNT if amount_micro is None else TopupState.RECEIPT,
                amount_micro=amount_micro,
                currency=currency,
                created_at=now,
                changed_at=now,
            )
        )

    @reads
    def find_asked(
        self, connection: Connection, person_id: int, update_id: int, now: datetime
    ) -> Topup | None:
        """What this person is asked; also what this very update has answered, if it is handled again.

        A question lapses after an hour: what is written then is about something else.
        """
        waits = and_(topup.c.state.in_(ASKING), topup.c.changed_at > now - ASKED_FOR)
        mine = and_(topup.c.person_id == person_id, or_(waits, topup.c.answered_by == update_id))
        row = connection.execute(select(topup).where(mine).order_by(topup.c.id.desc())).first()
        return _topup(row) if row else None

    @reads
    def is_asking(self, connection: Connection, person_id: int) -> bool:
        """Return True if something is asked of this person, however long ago."""
        asked = select(topup.c.id).where(topup.c.person_id == person_id, topup.c.state.in_(_ASKING))
        return connection.execute(asked).first() is not None

    @writes
    def drop(self, connection: Connection, person_id: int, now: datetime) -> None:
        """The person does something else."""
        _drop(connection, person_id, now)

    async def amount_given(self, topup: Topup, amount_micro: int, update_id: int, now: datetime) -> None:
        """The amount is known: the question is over, or by hand a receipt is the next."""
        state = TopupState.RECEIPT if topup.way is Way.MANUAL else TopupState.DROPPED
        answer = {"state": state, "amount_micro": amount_micro, "answered_by": update_id, "changed_at": now}
        await self._answer(topup, TopupState.AMOUNT, answer)

    async def receipt_given(
        self, topup: Topup, receipt: dict[str, Any], update_id: int, now: datetime
    ) -> None:
        """The receipt waits for the operators, who are told."""
        answer = {
            "state": TopupState.WAITING,
            "receipt": receipt,
            "answered_by": update_id,
            "changed_at": now,
        }
        await self._answer(topup, TopupState.RECEIPT, answer)

    @writes
    def more_given(
        self,
        connection: Connection,
        person_id: int,
        album: str,
        picture: dict[str, Any],
        *,
        update_id: int,
        now: datetime,
    ) -> bool:
        """A further picture of an album that began as a receipt is part of it: the operators get it too.

        True for such a picture, also when it comes again; False for any other, and for the first.
        """
        found = _of_album(connection, person_id, album)
        if found is None or found.answered_by == update_id:
            return False
        more = more_of(found.receipt)
        if any(one["update_id"] == update_id for one in more):
            return True
        receipt = {**found.receipt, "more": [*more, {**picture, "update_id": update_id}]}
        connection.execute(update(topup).where(topup.c.id == found.id).values(receipt=receipt))
        number = len(more) + 2
        enqueue(connection, [notice.receipt_more(one, found.id, number) for one in self._told], now)
        return True

    @writes
    def decide(
        self, connection: Connection, number: int, operator_id: int, *, approve: bool, now: datetime
    ) -> Topup:
        """Credit what the receipt is for, or turn it down. Raises ShopError where it was decided before."""
        refuse_if_halted(connection)
        deciding = (
            update(topup)
            .where(topup.c.id == number, topup.c.state == TopupState.WAITING)
            .values(
                state=TopupState.APPROVED if approve else TopupState.DECLINED,
                decided_by=operator_id,
                changed_at=now,
            )
            .returning(topup)
        )
        row = connection.execute(deciding).first()
        if row is None:
            raise ShopError("decided_before")
        asked = _topup(row)
        if approve:
            wallet = Account(AccountKind.WALLET, asked.person_id, asked.currency)
            book(connection, topping_up(Way.MANUAL, str(asked.id), wallet, asked.amount_micro), now)
        enqueue(connection, [of_receipt(asked.person_id, asked.id, approved=approve)], now)
        return asked

    @reads
    def find(self, connection: Connection, number: int) -> Topup | None:
        """One topping up."""
        row = connection.execute(select(topup).where(topup.c.id == number)).first()
        return _topup(row) if row else None

    @reads
    def list_waiting(self, connection: Connection, *, limit: int) -> list[Topup]:
        """The receipts that wait for a decision, oldest first."""
        found = select(topup).where(topup_waiting).order_by(topup.c.id).limit(limit)
        return [_topup(row) for row in connection.execute(found).all()]

    @writes
    def _answer(
        self, connection: Connection, asked: Topup, before: TopupState, values: dict[str, Any]
    ) -> None:
        answering = update(topup).where(topup.c.id == asked.id, topup.c.state == before)
        answered = connection.execute(answering.values(values))
        if answered.rowcount == 1 and values["state"] == TopupState.WAITING:
            enqueue(connection, self._receipts(asked), values["changed_at"])

    def _receipts(self, topup: Topup) -> Sequence[notice.Notice]:
        return [notice.receipt(operator, topup.id) for operator in self._told]


def _of_album(connection: Connection, person_id: int, album: str) -> Topup | None:
    """The person's receipt that this album began; an album comes at once, so it is among the newest."""
    latest = select(topup).where(topup.c.person_id == person_id).order_by(topup.c.id.desc()).limit(NEWEST)
    rows = connection.execute(latest).all()
    return next((_topup(row) for row in rows if (row.receipt or {}).get("album") == album), None)


def drop_of_others(connection: Connection, currency: str, now: datetime) -> None:
    """Nobody is asked any more how much of another currency they want."""
    asked = and_(topup.c.state.in_(_ASKING), topup.c.currency != currency)
    connection.execute(update(topup).where(asked).values(state=TopupState.DROPPED, changed_at=now))


def _drop(connection: Connection, person_id: int, now: datetime) -> None:
    asked = and_(topup.c.person_id == person_id, topup.c.state.in_(ASKING))
    connection.execute(update(topup).where(asked).values(state=TopupState.DROPPED, changed_at=now))


def _topup(row: Row[tuple[object, ...]]) -> Topup:
    return Topup(
        id=row.id,
        person_id=row.person_id,
        way=Way(row.way),
        state=TopupState(row.state),
        amount_micro=row.amount_micro or 0,
        currency=row.currency,
        receipt=row.receipt or {},
        created_at=row.created_at,
        answered_by=row.answered_by,
    )
