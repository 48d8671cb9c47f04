"""Questions to people who top up, and receipts that wait for an operator."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, literal, null, or_, select, update

from shop import notice
from shop.acts import RECEIPT, Act, Did, subject_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ledger.news import of_receipt
from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import MOST_OWN, SameReceipt, marks_of, tells_of_another
from shop.ledger.topup import ASKING, Credit, DeclinedFor, TopupState, crediting, is_bonus_over, more_of
from shop.notice import Notice
from shop.ordering.paid import Placed, Wish
from storage.core.columns import Words
from storage.core.database import Database
from storage.core.prepared import Prepared, given, one_of, padded
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import refreshed_cards
from storage.desk.maintenance import refuse_while_closed
from storage.ledger.store import book_all, refuse_if_halted
from storage.ledger.tables import receipt_mark, topup, topup_asking, topup_waiting
from storage.messages.outbox import enqueue
from storage.orders.paid import PaidOrders, wish_of
from storage.people.tables import person

_HANDED_IN = (TopupState.WAITING, TopupState.APPROVED, TopupState.DECLINED)
ASKED_FOR = timedelta(hours=1)
"""How long a question waits for its answer."""

NEWEST = 5
"""How many of a person's newest top-ups are searched for the question, or for the one an album belongs to."""


class Topups:
    """Reads and writes `topup`; `operators` decide about receipts.

    `paid_orders` makes the orders that are paid for; without it a receipt only credits.
    """

    def __init__(
        self, database: Database, *, operators: Collection[int], paid_orders: PaidOrders | None = None
    ) -> None:
        self._database = database
        self._operators = operators
        self._paid_orders = paid_orders

    @writes
    def ask(
        self,
        connection: Connection,
        person_id: int,
        way: str,
        currency: str,
        now: datetime,
        *,
        amount_micro: int | None = None,
        surcharge_micro: int = 0,
        wish: Wish | None = None,
    ) -> Topup:
        """Ask this person for an amount; with one, they are told how to pay it by hand.

        Earlier questions end. `wish` is the order that it is to pay for, `surcharge_micro` as in `Topup`.
        """
        refuse_if_halted(connection)
        refuse_while_closed(connection)
        _drop(connection, person_id, now)
        asking = (
            topup.insert()
            .values(
                person_id=person_id,
                way=way,
                state=TopupState.AMOUNT,
                amount_micro=amount_micro,
                surcharge_micro=surcharge_micro,
                currency=currency,
                created_at=now,
                changed_at=now,
                pays_for=wish.token if wish else None,
                acknowledged=wish is not None and wish.acknowledged,
            )
            .returning(topup)
        )
        return _topup(connection.execute(asking).one())

    @reads
    def find_asked(
        self, connection: Connection, person_id: int, update_id: int, now: datetime
    ) -> Topup | None:
        """Return what this person is asked, or has answered with this update if it is handled again.

        A question lapses after an hour: later messages are about something else.
        """
        return find_asked(connection, person_id, update_id, now)

    @reads
    def is_asking(self, connection: Connection, person_id: int) -> bool:
        """Return True if this person was asked something, however long ago, and has not answered."""
        return _IS_ASKING.first(connection, person=person_id) is not None

    @writes
    def drop(self, connection: Connection, person_id: int, now: datetime) -> None:
        """End the question: the person does something else."""
        _drop(connection, person_id, now)

    async def amount_given(self, given: Topup, update_id: int, now: datetime, *, by_hand: bool) -> None:
        """Store the amounts of this top-up; this ends the question, unless it is paid by hand."""
        state = TopupState.AMOUNT if by_hand else TopupState.DROPPED
        amounts = {"amount_micro": given.amount_micro, "surcharge_micro": given.surcharge_micro}
        answer = {**amounts, "state": state, "answered_by": update_id, "changed_at": now}
        await self._answer(given, TopupState.AMOUNT, answer)

    async def receipt_given(
        self, topup: Topup, receipt: dict[str, Any], update_id: int, now: datetime
    ) -> None:
        """Store the receipt, in place of an earlier one. Nobody gets it before `hand_in`."""
        answer = {"receipt": receipt, "answered_by": update_id, "changed_at": now}
        await self._answer(topup, TopupState.RECEIPT, answer)

    @writes
    def has_paid(self, connection: Connection, person_id: int, number: int, now: datetime) -> Topup:
        """Ask for the receipt of this payment by hand, again if there is one that nobody has got.

        A later question has not made it less paid, nor has a receipt that was declined.
        Raises ShopError if the shop has it already, if it is not this person's, or if its bonus is over.
        """
        row = connection.execute(_own(number, person_id).with_for_update()).first()
        if row is None or row.amount_micro is None:
            raise ShopError("button_old")
        if is_bonus_over(row.surcharge_micro, row.created_at, now):
            raise ShopError("button_old")
        if row.state in {TopupState.WAITING, TopupState.APPROVED}:
            raise ShopError("receipt_handed_in")
        _drop(connection, person_id, now)
        values = {"state": TopupState.RECEIPT, "changed_at": now}
        if row.state == TopupState.DECLINED:  # that one is decided; its notices are sent
            same = (
                *("person_id", "way", "amount_micro", "surcharge_micro", "currency"),
                *("pays_for", "acknowledged", "created_at"),  # which says how long a bonus counts
            )
            kept = {name: getattr(row, name) for name in same}
            asked = topup.insert().values(**values, **kept).returning(topup)
            return _topup(connection.execute(asked).one())
        asking = update(topup).where(topup.c.id == number)
        again = asking.values(**values, receipt=null(), answered_by=None).returning(topup)
        return _topup(connection.execute(again).one())

    @writes
    def hand_in(
        self, connection: Connection, person_id: int, number: int, now: datetime, *, instructions: str = ""
    ) -> Topup:
        """Give the operators the receipt that its person has looked at; return it, also if they have it.

        `instructions` are the shop's words on how to pay: numbers in them stand in everybody's receipts.
        Raises ShopError if there is none to give, or if its bonus is over.
        """
        row = connection.execute(_own(number, person_id).with_for_update()).first()
        if row is None or not row.receipt or row.state not in {TopupState.RECEIPT, *_HANDED_IN}:
            raise ShopError("button_old")
        if row.state != TopupState.RECEIPT:
            return _topup(row)
        if is_bonus_over(row.surcharge_micro, row.created_at, now):
            raise ShopError("button_old")
        handing = update(topup).where(topup.c.id == number)
        handed = handing.values(state=TopupState.WAITING, changed_at=now).returning(topup)
        given = _topup(connection.execute(handed).one())
        enqueue(connection, _noted_marks(connection, given, instructions), now)
        for operator in sorted(self._operators):
            enqueue(connection, notice.receipt_whole(operator, given.id, given.receipt), now)
        return given

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
        instructions: str = "",
    ) -> bool:
        """Add a further picture of an album that began as a receipt, and send it to the operators.

        Return True for such a picture, also when it comes again; False for any other, and the first.
        """
        found = _of_album(connection, person_id, album)
        if found is None or found.answered_by == update_id:
            return False
        more = more_of(found.receipt)
        if any(one["update_id"] == update_id for one in more):
            return True
        receipt = {**found.receipt, "more": [*more, {**picture, "update_id": update_id}]}
        adding = update(topup).where(topup.c.id == found.id).values(receipt=receipt).returning(topup)
        grown = _topup(connection.execute(adding).one())
        if found.state not in _HANDED_IN:  # its person has not handed it in, or does something else
            return True
        same = _noted_marks(connection, grown, instructions)
        enqueue(connection, [*same, *refreshed_cards(connection, subject_of(RECEIPT, found.id))], now)
        number = len(more) + 2
        for operator in sorted(self._operators):
            enqueue(connection, notice.receipt_picture(operator, found.id, number, picture), now)
        return True

    @writes
    def decide(
        self,
        connection: Connection,
        number: int,
        operator_id: int,
        *,
        approve: bool,
        now: datetime,
        why: DeclinedFor = DeclinedFor.OTHER,
    ) -> Topup:
        """Credit the receipt's amount, or decline it. Raises ShopError if it was decided before.

        The order that it is for is made in the same transaction, if every guard of Confirm allows it. Every
        card of it that stands with staff says who decided.
        """
        refuse_if_halted(connection)
        waiting = update(topup).where(topup.c.id == number, topup.c.state == TopupState.WAITING)
        deciding = waiting.values(
            state=TopupState.APPROVED if approve else TopupState.DECLINED,
            decided_by=operator_id,
            declined_for="" if approve else why,
            changed_at=now,
        )
        row = connection.execute(deciding.returning(topup)).first()
        if row is None:
            raise ShopError("decided_before")
        asked = _topup(row)
        placed = self._credited(connection, asked, wish_of(row), now) if approve else None
        told = of_receipt(asked.person_id, asked.way, asked.id, approved=approve, placed=placed)
        note_act(connection, _decision(asked, operator_id, None if approve else why), now)
        enqueue(connection, [told, *refreshed_cards(connection, subject_of(RECEIPT, asked.id))], now)
        return asked

    def _credited(
        self, connection: Connection, asked: Topup, wish: Wish | None, now: datetime
    ) -> Placed | None:
        """Credit the receipt's amount, and make the order that it is for; return what came of that."""
        orders = None if wish is None else self._paid_orders
        if orders is not None and wish is not None:
            orders.hold(connection, asked.person_id, wish)
        wallet = Account(AccountKind.WALLET, asked.person_id, asked.currency)
        credit = Credit(asked.way, wallet, asked.amount_micro, asked.surcharge_micro)
        book_all(connection, crediting(str(asked.id), credit), now, credit_micro=0)
        if orders is None or wish is None:
            return None
        return orders.place(connection, asked.person_id, wish, now)

    @reads
    def find(self, connection: Connection, number: int) -> Topup | None:
        """Return one top-up; None if there is none of this number."""
        row = connection.execute(select(topup).where(topup.c.id == number)).first()
        return _topup(row) if row else None

    @reads
    def list_waiting(self, connection: Connection, *, limit: int) -> list[Topup]:
        """Return the receipts that wait for a decision, oldest first."""
        found = select(topup).where(topup_waiting).order_by(topup.c.id).limit(limit)
        return [_topup(row) for row in connection.execute(found).all()]

    @reads
    def list_same(
        self, connection: Connection, asked: Topup, marks: Mapping[str, str], *, limit: int
    ) -> list[SameReceipt]:
        """Return other top-ups whose receipts have one of these marks, those credited first.

        Their own person's other payments are left out, if it is only a number that all of them have.
        """
        others = _with_marks(connection, marks, topup.c.person_id != asked.person_id, limit)
        mine = [
            (row, shared)
            for row, shared in _with_marks(connection, marks, topup.c.person_id == asked.person_id, MOST_OWN)
            if row.id != asked.id and ("" in shared or not tells_of_another(asked, _topup(row), shared))
        ]
        found = [SameReceipt(_topup(row), row.person_name, min(shared)) for row, shared in (*others, *mine)]
        found.sort(key=lambda one: (one.topup.state is not TopupState.APPROVED, -one.topup.id))
        return found[:limit]

    @writes
    def _answer(
        self, connection: Connection, asked: Topup, before: TopupState, values: dict[str, Any]
    ) -> None:
        if before is TopupState.AMOUNT:
            refuse_while_closed(connection)
        answering = update(topup).where(topup.c.id == asked.id, topup.c.state == before)
        connection.execute(answering.values(values))


def _decision(asked: Topup, by: int, why: DeclinedFor | None) -> Act:
    """Return the decision for the log; `why` it was declined, None if it was credited."""
    return Act(
        by,
        Did.RECEIPT_CREDITED if why is None else Did.RECEIPT_DECLINED,
        person_id=asked.person_id,
        subject=subject_of(RECEIPT, asked.id),
        amount_micro=asked.amount_micro,
        currency=asked.currency,
        details={} if why is None else {"why": why},
    )


def _noted_marks(connection: Connection, given: Topup, instructions: str) -> list[Notice]:
    """Note what this receipt is known by; return what the cards are owed of others that have the same."""
    marks = sorted(marks_of(given, instructions))
    if not marks:
        return []
    rows = [{"mark": mark, "topup_id": given.id} for mark in marks]
    noting = insert_into(connection, receipt_mark).values(rows)
    connection.execute(noting.on_conflict_do_nothing(index_elements=["mark", "topup_id"]))
    of_same = select(receipt_mark.c.topup_id).where(receipt_mark.c.mark.in_(padded(marks)))
    waiting = (topup_waiting, topup.c.id.in_(of_same), topup.c.id != given.id)
    same = connection.execute(select(topup.c.id).where(*waiting).order_by(topup.c.id).with_for_update())
    return [
        one for number in same.scalars() for one in refreshed_cards(connection, subject_of(RECEIPT, number))
    ]


def _with_marks(
    connection: Connection, marks: Mapping[str, str], whose: ColumnElement[bool], limit: int
) -> list[tuple[Row[Any], list[str]]]:
    """Return top-ups whose receipts have some of these marks, with what these stand for; see `marks_of`."""
    is_credited = case((topup.c.state == TopupState.APPROVED, 0), else_=1)
    has_one = receipt_mark.c.mark.in_(padded(sorted(marks)))
    found = (
        select(topup, person.c.name.label("person_name"))
        .join(person, person.c.id == topup.c.person_id)
        .where(topup.c.id.in_(select(receipt_mark.c.topup_id).where(has_one)), whose)
        .order_by(is_credited, topup.c.id.desc())
        .limit(limit)
    )
    rows = connection.execute(found).all()
    of_them = select(receipt_mark).where(one_of(receipt_mark.c.topup_id, [row.id for row in rows]), has_one)
    shared: dict[int, list[str]] = {}
    for row in connection.execute(of_them).all():
        shared.setdefault(row.topup_id, []).append(marks[row.mark])
    return [(row, shared[row.id]) for row in rows]


def _own(number: int, person_id: int) -> Select[Any]:
    return select(topup).where(topup.c.id == number, topup.c.person_id == person_id)


def _of_album(connection: Connection, person_id: int, album: str) -> Topup | None:
    """Return the receipt that began with this album; an album comes at once, so it is among the newest."""
    latest = select(topup).where(topup.c.person_id == person_id).order_by(topup.c.id.desc()).limit(NEWEST)
    rows = connection.execute(latest).all()
    return next((_topup(row) for row in rows if (row.receipt or {}).get("album") == album), None)


def drop_of_others(connection: Connection, currency: str, now: datetime) -> None:
    """End the open questions about amounts in other currencies."""
    asked = and_(topup_asking, topup.c.currency != currency)
    connection.execute(update(topup).where(asked).values(state=TopupState.DROPPED, changed_at=now))


def _drop(connection: Connection, person_id: int, now: datetime) -> None:
    asked = and_(topup.c.person_id == person_id, topup_asking)
    connection.execute(update(topup).where(asked).values(state=TopupState.DROPPED, changed_at=now))


_OWN = (  # asked at every turn: what has been paid over the years must not be gone through
    select(topup)
    .where(topup.c.person_id == given("person"))
    .order_by(topup.c.id.desc())
    .limit(NEWEST)
    .subquery("own")
)
_IS_ASKED = or_(
    and_(_OWN.c.state.in_(sorted(ASKING)), _OWN.c.changed_at > given("topup_since")),
    _OWN.c.answered_by == given("update"),
)
_ASKED = Prepared(select(_OWN).where(_IS_ASKED).order_by(_OWN.c.id.desc()).limit(1))
TOPUP = "topup"
ASKED = select(literal(TOPUP, Words()).label("asks")).select_from(_OWN).where(_IS_ASKED)
"""Rows if this person is asked, or this update has answered: part of what a turn begins with."""
_IS_ASKING = Prepared(select(topup.c.id).where(topup.c.person_id == given("person"), topup_asking))


def find_asked(connection: Connection, person_id: int, update_id: int, now: datetime) -> Topup | None:
    """Return what this person is asked, or what this update has answered. See Topups.find_asked."""
    row = _ASKED.first(connection, person=person_id, topup_since=now - ASKED_FOR, update=update_id)
    return _topup(row) if row else None


def _topup(row: Row[tuple[object, ...]]) -> Topup:
    return Topup(
        id=row.id,
        person_id=row.person_id,
        way=row.way,
        state=TopupState(row.state),
        amount_micro=row.amount_micro or 0,
        currency=row.currency,
        receipt=row.receipt or {},
        created_at=row.created_at,
        answered_by=row.answered_by,
        pays_for=row.pays_for,
        acknowledged=row.acknowledged,
        decided_by=row.decided_by,
        changed_at=row.changed_at,
        declined_for=DeclinedFor(row.declined_for) if row.declined_for else None,
        surcharge_micro=row.surcharge_micro,
    )
