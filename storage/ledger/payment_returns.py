"""Returns of payments: asked for, made, refused, or in doubt. Each is taken from the wallet first."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, func, select

from shop.acts import Act, Did
from shop.errors import ShopError
from shop.ledger.news import of_return
from shop.ledger.payment import (
    RETURNABLE,
    UNDER_WAY_FOR,
    Asking,
    Doubt,
    PaymentState,
    Return,
    ReturnState,
)
from shop.ledger.topup import returning, taking_back
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.core.units import reads, writes, writes_until_done
from storage.desk.acts import note_act
from storage.ledger.crediting import Crediting, fetch, lock_one, payment_of, payments_that
from storage.ledger.returns import (
    asked_alone,
    begin_asking,
    begin_try,
    doubt_try,
    end_asking,
    end_try,
    is_refused,
    open_try,
)
from storage.ledger.store import book_all, refuse_if_halted
from storage.ledger.tables import payment, payment_return, return_open
from storage.membership.charging import end_membership
from storage.messages.outbox import enqueue

RETURNS_AT_ONCE = 100
"""Returns under way that are gone through at once, at most."""


class PaymentReturns:
    """Reads and writes `payment_return`: what is to go back, and what came of it; see `Payments`."""

    def __init__(
        self, database: Database, crediting: Crediting, *, credit_micro: int | None, bot_id: int
    ) -> None:
        self._database = database
        self._crediting = crediting
        self._credit_micro = credit_micro
        self._bot_id = bot_id

    @writes
    def begin_return(
        self,
        connection: Connection,
        payment_id: int,
        now: datetime,
        *,
        amount_minor: int | None = None,
        n: int | None = None,
        by: int | None = None,
    ) -> Return:
        """Take a payment, or so much of it, out of the wallet before asking for its return.

        Each try has its own journal, so that another may follow a refused one; with `n` it must be the n-th.
        `by` is the operator who wants it, for the log of acts.
        Raises FundsShort if the wallet has less, ShopError if there is not as much to return or another
        bot was paid.
        """
        refuse_if_halted(connection)
        paid = lock_one(connection, payment.c.id == payment_id)
        if paid is not None and paid.bot_id not in {0, self._bot_id}:
            raise ShopError("paid_elsewhere")
        if paid is None or paid.state not in RETURNABLE:
            raise ShopError("nothing_to_return")
        share = paid.left if amount_minor is None else paid.share(amount_minor)
        if not 0 < share.amount_minor <= paid.left.amount_minor or not share.credited_micro:
            raise ShopError("nothing_to_return")
        begun = begin_try(connection, paid, share, ReturnState.OPEN, now)
        if n is not None and begun.n != n:
            raise ShopError("button_old")
        fetch(connection, begun, now)
        back = returning(begun.key, paid.credit_of(share), taken_micro=share.credited_micro)
        book_all(connection, back, now, credit_micro=self._credit_micro)
        if by is not None:
            note_act(connection, _act(begun, by, Did.PAYMENT_RETURNED), now)
        return begun

    @writes
    def begin_asking(
        self, connection: Connection, begun: Return, now: datetime, again_for: timedelta | None
    ) -> Asking:
        """Note that this return is asked for since `now`, before it is; return if it may be."""
        return begin_asking(connection, begun, now, again_for)

    @writes_until_done
    def end_asking(self, connection: Connection, begun: Return, since: datetime, *, arrived: bool) -> None:
        """Note that no answer came to the request since then; not `arrived` if nothing was done for sure."""
        end_asking(connection, begun, since, arrived=arrived)

    @writes_until_done
    def refused(
        self, connection: Connection, begun: Return, since: datetime, why: Doubt, now: datetime
    ) -> bool:
        """Put the money of a refused return back into the wallet; `since` is when it was asked for.

        Return False if another request for it has no answer: that one may have been obeyed, and this one
        refused because of it. Then nobody knows.
        """
        paid = lock_one(connection, payment.c.id == begun.payment.id)
        if paid is not None and not asked_alone(connection, begun, since):
            doubt_try(connection, paid, begun.n, why, now)
            return False
        self._end(connection, begun, now, went_back=False)
        return True

    @writes_until_done
    def doubted(self, connection: Connection, begun: Return, why: Doubt, now: datetime) -> None:
        """Note that nobody knows if this return was made: it is not asked for any more, operators are."""
        paid = lock_one(connection, payment.c.id == begun.payment.id)
        if paid is not None:
            doubt_try(connection, paid, begun.n, why, now)

    @reads
    def list_left(self, connection: Connection, now: datetime) -> list[Return]:
        """Return the returns that were begun UNDER_WAY_FOR ago and that nobody took on, whoever was paid."""
        old = and_(payment_return.c.doubt == fixed(""), payment_return.c.created_at <= now - UNDER_WAY_FOR)
        left = select(payment_return.c.payment_id).where(return_open, old)
        found = payments_that(payment.c.id.in_(left)).order_by(payment.c.id).limit(RETURNS_AT_ONCE)
        return _open_tries(connection, found)

    @writes
    def settle_doubt(
        self, connection: Connection, doubted: Return, now: datetime, *, went_back: bool, by: int
    ) -> None:
        """End a doubtful return as the operator `by` found it.

        Raises ShopError if it is settled already, or while money stands still.
        """
        refuse_if_halted(connection)
        paid = lock_one(connection, payment.c.id == doubted.payment.id)
        found = None if paid is None else open_try(connection, paid)
        if found is None or found.n != doubted.n or not found.doubt:
            raise ShopError("decided_before")
        self._end(connection, found, now, went_back=went_back)
        did = Did.REFUND_MADE if went_back else Did.REFUND_NOT_MADE
        note_act(connection, _act(found, by, did), now)

    @writes_until_done
    def returned(self, connection: Connection, begun: Return, now: datetime) -> None:
        """Note that this return was made; after it counted as refused, it is one that was not asked for."""
        self._end(connection, begun, now, went_back=True)

    def _end(self, connection: Connection, begun: Return, now: datetime, *, went_back: bool) -> None:
        paid = lock_one(connection, payment.c.id == begun.payment.id)
        if paid is None:
            return
        state = ReturnState.RETURNED if went_back else ReturnState.REFUSED
        if end_try(connection, paid, state, now, n=begun.n) is None:
            # Only gateways that tell what of a payment went back are asked for a part: they tell of this one.
            if went_back and begun.is_whole and is_refused(connection, begun):
                self._crediting.went_back(connection, paid, now)
        elif went_back:
            end_membership(connection, paid, now)
            enqueue(connection, [of_return(begun)], now)
        else:
            book_all(connection, taking_back(begun.key, paid.credit_of(begun.share)), now, credit_micro=0)

    @writes_until_done
    def not_returned(self, connection: Connection, begun: Return, now: datetime) -> None:
        """Put the money of a refused return back into the wallet; another try is allowed."""
        self._end(connection, begun, now, went_back=False)

    @reads
    def tries(self, connection: Connection, payment_id: int) -> int:
        """Return how often a return of this payment was begun."""
        counted = select(func.count()).where(payment_return.c.payment_id == payment_id)
        return number_from(connection, counted)

    @reads
    def list_returning(self, connection: Connection) -> list[Return]:
        """Return the returns under way; they are asked for until there is a yes, a no or a doubt."""
        doubtful = exists().where(
            payment_return.c.payment_id == payment.c.id,
            return_open,
            payment_return.c.doubt != fixed(""),
        )
        mine = and_(
            payment.c.state == PaymentState.RETURNING, payment.c.bot_id.in_((0, self._bot_id)), ~doubtful
        )
        found = payments_that(mine).order_by(payment.c.id.desc()).limit(RETURNS_AT_ONCE)
        return _open_tries(connection, found)

    @reads
    def list_doubtful(self, connection: Connection, person_id: int) -> list[Return]:
        """Return this person's returns of which nobody knows if they were made, newest first."""
        theirs = and_(payment.c.person_id == person_id, payment.c.state == PaymentState.RETURNING)
        found = payments_that(theirs).order_by(payment.c.id.desc())
        return [begun for begun in _open_tries(connection, found) if begun.doubt]


def _open_tries(connection: Connection, found: Select[Any]) -> list[Return]:
    """Return the returns under way of the payments found, in their order; not every payment has one."""
    paid = [payment_of(row) for row in connection.execute(found).all()]
    return [begun for each in paid if (begun := open_try(connection, each)) is not None]


def _act(begun: Return, by: int, did: Did) -> Act:
    """Return what an operator did about this return, for the log."""
    paid = begun.payment
    return Act(
        by,
        did,
        paid.person_id,
        subject=begun.log_subject,
        amount_micro=begun.share.credited_micro,
        currency=paid.credited_currency,
    )
