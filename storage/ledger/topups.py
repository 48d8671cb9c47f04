"""Questions to people who top up, and receipts that wait for an operator."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, null, select, update

from shop import notice
from shop.acts import RECEIPT, Act, Did, subject_of
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind
from shop.ledger.news import of_receipt
from shop.ledger.receipt import Topup
from shop.ledger.receipt_marks import MOST_OWN, SameReceipt, tells_of_another
from shop.ledger.topup import Credit, DeclinedFor, TopupState, crediting, is_bonus_over, more_of
from shop.ordering.paid import Placed, Wish
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import refreshed_cards
from storage.desk.maintenance import refuse_while_closed
from storage.ledger.receipt_marks import list_with_marks, note_marks
from storage.ledger.store import book_all, refuse_if_halted
from storage.ledger.tables import topup, topup_waiting
from storage.ledger.topup_rows import drop_asked, find_asked, find_of_album, is_asking, own_topup, topup_of
from storage.messages.outbox import enqueue
from storage.orders.paid import PaidOrders, wish_of

_HANDED_IN = (TopupState.WAITING, TopupState.APPROVED, TopupState.DECLINED)


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
        drop_asked(connection, person_id, now)
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
        return topup_of(connection.execute(asking).one())

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
        return is_asking(connection, person_id)

    @writes
    def drop(self, connection: Connection, person_id: int, now: datetime) -> None:
        """End the question: the person does something else."""
        drop_asked(connection, person_id, now)

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
        row = connection.execute(own_topup(number, person_id).with_for_update()).first()
        if row is None or row.amount_micro is None:
            raise ShopError("button_old")
        if is_bonus_over(row.surcharge_micro, row.created_at, now):
            raise ShopError("button_old")
        if row.state in {TopupState.WAITING, TopupState.APPROVED}:
            raise ShopError("receipt_handed_in")
        drop_asked(connection, person_id, now)
        values = {"state": TopupState.RECEIPT, "changed_at": now}
        if row.state == TopupState.DECLINED:  # that one is decided; its notices are sent
            same = (
                *("person_id", "way", "amount_micro", "surcharge_micro", "currency"),
                *("pays_for", "acknowledged", "created_at"),  # which says how long a bonus counts
            )
            kept = {name: getattr(row, name) for name in same}
            asked = topup.insert().values(**values, **kept).returning(topup)
            return topup_of(connection.execute(asked).one())
        asking = update(topup).where(topup.c.id == number)
        again = asking.values(**values, receipt=null(), answered_by=None).returning(topup)
        return topup_of(connection.execute(again).one())

    @writes
    def hand_in(
        self, connection: Connection, person_id: int, number: int, now: datetime, *, instructions: str = ""
    ) -> Topup:
        """Give the operators the receipt that its person has looked at; return it, also if they have it.

        `instructions` are the shop's words on how to pay: numbers in them stand in everybody's receipts.
        Raises ShopError if there is none to give, or if its bonus is over.
        """
        row = connection.execute(own_topup(number, person_id).with_for_update()).first()
        if row is None or not row.receipt or row.state not in {TopupState.RECEIPT, *_HANDED_IN}:
            raise ShopError("button_old")
        if row.state != TopupState.RECEIPT:
            return topup_of(row)
        if is_bonus_over(row.surcharge_micro, row.created_at, now):
            raise ShopError("button_old")
        handing = update(topup).where(topup.c.id == number)
        handed = handing.values(state=TopupState.WAITING, changed_at=now).returning(topup)
        given = topup_of(connection.execute(handed).one())
        enqueue(connection, note_marks(connection, given, instructions), now)
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
        found = find_of_album(connection, person_id, album)
        if found is None or found.answered_by == update_id:
            return False
        more = more_of(found.receipt)
        if any(one["update_id"] == update_id for one in more):
            return True
        receipt = {**found.receipt, "more": [*more, {**picture, "update_id": update_id}]}
        adding = update(topup).where(topup.c.id == found.id).values(receipt=receipt).returning(topup)
        grown = topup_of(connection.execute(adding).one())
        if found.state not in _HANDED_IN:  # its person has not handed it in, or does something else
            return True
        same = note_marks(connection, grown, instructions)
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
        asked = topup_of(row)
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
        return topup_of(row) if row else None

    @reads
    def list_waiting(self, connection: Connection, *, limit: int) -> list[Topup]:
        """Return the receipts that wait for a decision, oldest first."""
        found = select(topup).where(topup_waiting).order_by(topup.c.id).limit(limit)
        return [topup_of(row) for row in connection.execute(found).all()]

    @reads
    def list_same(
        self, connection: Connection, asked: Topup, marks: Mapping[str, str], *, limit: int
    ) -> list[SameReceipt]:
        """Return other top-ups whose receipts have one of these marks, those credited first.

        Their own person's other payments are left out, if it is only a number that all of them have.
        """
        others = list_with_marks(connection, marks, topup.c.person_id != asked.person_id, limit)
        mine = [
            (row, shared)
            for row, shared in list_with_marks(
                connection, marks, topup.c.person_id == asked.person_id, MOST_OWN
            )
            if row.id != asked.id and ("" in shared or not tells_of_another(asked, topup_of(row), shared))
        ]
        found = [SameReceipt(topup_of(row), row.person_name, min(shared)) for row, shared in (*others, *mine)]
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
