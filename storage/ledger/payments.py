"""Payments: invoices, their payments and returns. A charge id is credited once, ever."""

from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, true, update

from shop import notice
from shop.acts import Act, Did
from shop.errors import ShopError
from shop.ledger.news import of_return
from shop.ledger.payment import (
    RETURNABLE,
    UNDER_WAY_FOR,
    Asking,
    Booked,
    Credited,
    Doubt,
    OwnInvoice,
    Payment,
    PaymentState,
    Return,
    ReturnState,
    refusal_of,
)
from shop.ledger.topup import BY_TRANSFER, Hint, Invoice, Paid, returning, taking_back
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.core.units import reads, writes, writes_until_done
from storage.desk.acts import note_act
from storage.desk.maintenance import is_closed, refuse_while_closed
from storage.ledger.booked import booked_since
from storage.ledger.checkouts import note_agreed
from storage.ledger.crediting import Crediting, fetch, invoice_of, lock_one, payment_of, payments_that
from storage.ledger.followed import followed_from, followed_since
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
from storage.ledger.store import book_all, is_halted, refuse_if_halted
from storage.ledger.tables import invoice, payment, payment_return, return_open
from storage.membership.charging import end_membership, refuses_joining
from storage.messages.outbox import enqueue
from storage.orders.paid import PaidOrders
from storage.orders.tables import draft, orders

RETURNS_AT_ONCE = 100
"""Returns under way that are gone through at once, at most."""

NEWEST_ORDERS = 20
"""Orders of a person whose cards a payment's message may have become."""

came_of_invoice = (
    select(func.sum(payment.c.amount_minor)).where(payment.c.invoice_id == invoice.c.id).scalar_subquery()
)
"""Said of a row of `invoice`: what of it came so far, in its smallest coins; null if nothing did."""


class Payments:
    """Reads and writes `invoice` and `payment`; `operators` get the alerts.

    `credit_micro` is how far below zero a returned payment may take a wallet.
    `bot_id` is the bot that is paid here; only the bot that was paid can return a payment.
    `paid_orders` makes the orders that are paid for; without it a payment only credits.
    """

    def __init__(
        self,
        database: Database,
        *,
        operators: Collection[int],
        credit_micro: int | None = 0,
        bot_id: int = 0,
        paid_orders: PaidOrders | None = None,
    ) -> None:
        self._database = database
        self._credit_micro = credit_micro
        self._bot_id = bot_id
        self.crediting = Crediting(
            operators, credit_micro=credit_micro, bot_id=bot_id, paid_orders=paid_orders
        )

    @writes
    def offer(self, connection: Connection, offered: Invoice, now: datetime) -> None:
        """Store an invoice before it is shown. Raises ShopError while nothing may be paid."""
        self.store(connection, offered, now)

    def store(self, connection: Connection, offered: Invoice, now: datetime) -> int:
        """Store an invoice in the caller's transaction; return its number. See `offer`."""
        refuse_if_halted(connection)
        refuse_while_closed(connection)
        adding = invoice.insert().values(created_at=now, bot_id=self._bot_id, **asdict(offered))
        return number_from(connection, adding.returning(invoice.c.id))

    @writes
    def drop(self, connection: Connection, offered: Invoice, now: datetime) -> None:
        """End an invoice that could not be shown, so that nobody can pay it. One that has ended stays so."""
        lapsing = update(invoice).where(invoice.c.payload == offered.payload, invoice.c.expires_at > now)
        connection.execute(lapsing.values(expires_at=now))

    @reads
    def list_unpaid(self, connection: Connection, way: str, now: datetime) -> list[Invoice]:
        """Return the invoices of this way that may have been paid since, first to lapse first."""
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        which = and_(invoice.c.way == way, invoice.c.expires_at > followed_from(connection, now), ~paid)
        found = connection.execute(select(invoice).where(which).order_by(invoice.c.expires_at)).all()
        return [invoice_of(row) for row in found]

    @reads
    def list_followed(self, connection: Connection, way: str, now: datetime) -> list[Invoice]:
        """Return this way's invoices that money may come for or go back from, the first to lapse first.

        They are followed until three days after their end, paid or not; later while something of them is on
        its way back, and for three days after somebody last wanted it back. Not what is refunded as a whole.
        """
        return followed_since(connection, way, followed_from(connection, now))

    @reads
    def followed_from(self, connection: Connection, now: datetime) -> datetime:
        """Return since when an invoice must have ended so that it is not followed any more."""
        return followed_from(connection, now)

    @writes
    def shown(self, connection: Connection, offered: Invoice) -> int:
        """Store an invoice's number and page at its gateway, once it has told them; return our own number."""
        naming = update(invoice).where(invoice.c.payload == offered.payload)
        naming = naming.values(gateway_id=offered.gateway_id, url=offered.url)
        return number_from(connection, naming.returning(invoice.c.id))

    @writes
    def card_at(self, connection: Connection, number: int, message_id: int, now: datetime) -> None:
        """Note which message shows an invoice, so that it is edited once money has come."""
        mine = select(invoice.c.person_id).where(invoice.c.id == number).scalar_subquery()
        shown = and_(invoice.c.person_id == mine, invoice.c.card_message_id == message_id)
        connection.execute(update(invoice).where(shown).values(card_message_id=None))
        noting = update(invoice).where(invoice.c.id == number).values(card_message_id=message_id)
        person_id = number_from(connection, noting.returning(invoice.c.person_id))
        came = select(payment.c.id).where(payment.c.invoice_id == number).limit(1)
        if connection.execute(came).first() is not None:
            enqueue(connection, [notice.invoice_card(person_id, number, message_id)], now)

    @reads
    def is_shown_in(self, connection: Connection, number: int, person_id: int, message_id: int) -> bool:
        """Return True if this message still shows this invoice, and no draft or new order since."""
        its_own = and_(invoice.c.id == number, invoice.c.card_message_id == message_id)
        if connection.execute(select(invoice.c.id).where(its_own)).first() is None:
            return False
        cards = [
            select(draft.c.card_message_id).where(draft.c.person_id == person_id),
            select(orders.c.card_message_id)
            .where(orders.c.person_id == person_id)
            .order_by(orders.c.id.desc())
            .limit(NEWEST_ORDERS),
        ]
        return not any(message_id in connection.scalars(each).all() for each in cards)

    @reads
    def last_way(self, connection: Connection, person_id: int) -> str | None:
        """Return the way of this person's newest payment; None if they never paid."""
        newest = select(payment.c.way).where(payment.c.person_id == person_id)
        return connection.execute(newest.order_by(payment.c.id.desc()).limit(1)).scalar()

    @reads
    def list_booked(
        self, connection: Connection, way: str, since: datetime, limit: int, named: Collection[int] = ()
    ) -> list[Booked]:
        """Return what is booked of this way's newest invoices, and of those `named`. See `booked_since`."""
        return booked_since(connection, way, since, limit, named)

    @reads
    def find_invoice(self, connection: Connection, number: int, person_id: int) -> OwnInvoice | None:
        """Return this person's invoice of this number; None if there is none."""
        return _own(connection, and_(invoice.c.id == number, invoice.c.person_id == person_id))

    @reads
    def list_payable(
        self, connection: Connection, person_id: int, now: datetime, limit: int
    ) -> list[OwnInvoice]:
        """Return the newest invoices outside Telegram that this person can still pay, the newest first."""
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        told = or_(invoice.c.url != "", invoice.c.way.in_(BY_TRANSFER))
        mine = and_(invoice.c.person_id == person_id, told, invoice.c.expires_at > now, ~paid)
        return _owned(connection, mine, limit)

    @reads
    def find_hinted(self, connection: Connection, way: str, hint: Hint) -> Invoice | None:
        """Return the invoice that a gateway's call is about; None if it names none of ours."""
        if hint.payload:
            which = and_(invoice.c.way == way, invoice.c.payload == hint.payload)
        else:
            number = invoice.c.gateway_id
            which = and_(invoice.c.way == way, number == hint.gateway_id, number != fixed(""))
        row = connection.execute(select(invoice).where(which)).first()
        return None if row is None else invoice_of(row)

    @writes
    def numbered(self, connection: Connection, offered: Invoice) -> None:
        """Store the number that an invoice turned out to have at its gateway, if it has none yet."""
        naming = update(invoice).where(invoice.c.payload == offered.payload, invoice.c.gateway_id == "")
        connection.execute(naming.values(gateway_id=offered.gateway_id))

    @writes
    def check(
        self,
        connection: Connection,
        *,
        payload: str,
        person_id: int,
        currency: str,
        amount_minor: int,
        now: datetime,
    ) -> str | None:
        """Return None if this may be paid now, else the key of the sentence that says why not.

        A yes is a row before we answer Telegram, so that a payment lost after it is noticed.
        """
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        ordered = exists().where(orders.c.confirm_token == invoice.c.pays_for)
        found = select(invoice, paid.label("paid"), ordered.label("ordered"))
        found = found.where(invoice.c.payload == payload)
        row = connection.execute(found).first()
        refusal = refusal_of(
            None if row is None else invoice_of(row),
            person_id=person_id,
            currency=currency,
            amount_minor=amount_minor,
            is_paid=row is not None and row.paid,
            is_ordered=row is not None and row.ordered,
            is_halted=is_halted(connection),
            now=now,
        )
        if refusal is None and is_closed(connection):
            return "shop_closed"
        if row is not None and (joined := refuses_joining(connection, row.id, person_id, now)):
            return joined
        if row is not None and refusal is None:
            note_agreed(connection, row.id, now)
        return refusal

    @writes_until_done
    def paid(self, connection: Connection, paid: Paid, now: datetime) -> Credited:
        """Credit this payment in a transaction of its own. See `Crediting`."""
        return self.crediting.credit(connection, paid, now)

    async def with_commission(self, paid: Paid, commission: int) -> Paid:
        """Return the payment with the amount the person paid, which an affiliate's commission may reduce.

        Telegram's documents do not say if its line is before or after the commission. We take the invoice's
        amount if the line and the commission (rounded down) add up to it.
        """
        asked = await self._asked(paid, commission)
        return paid if asked is None else replace(paid, amount_minor=asked)

    @reads
    def _asked(self, connection: Connection, paid: Paid, commission: int) -> int | None:
        found = select(invoice.c.amount_minor).where(
            invoice.c.payload == paid.payload,
            invoice.c.person_id == paid.person_id,
            invoice.c.currency == paid.currency,
            invoice.c.amount_minor.between(paid.amount_minor, paid.amount_minor + commission + 1),
        )
        return connection.execute(found).scalar()

    @writes_until_done
    def was_returned(self, connection: Connection, way: str, charge_id: str, now: datetime) -> None:
        """Book all parts of a charge that went back to the payer; write off what the wallet lacks."""
        self.crediting.was_returned(connection, way, charge_id, now)

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
                self.crediting.went_back(connection, paid, now)
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

    async def list_latest(self, person_id: int, *, limit: int, before: int | None = None) -> list[Payment]:
        """Return a person's payments, newest first; `before` is the last one of the page before."""
        earlier = payment.c.id < before if before is not None else true()
        return await self._select(and_(payment.c.person_id == person_id, earlier), limit=limit)

    async def find(self, number: int) -> Payment | None:
        """Return one payment; None if there is none of this number."""
        found = await self._select(payment.c.id == number, limit=1)
        return found[0] if found else None

    async def find_charge(self, way: str, charge_id: str) -> Payment | None:
        """Return the payment with this charge id; None if there is none."""
        found = await self._select(and_(payment.c.way == way, payment.c.charge_id == charge_id), limit=1)
        return found[0] if found else None

    @reads
    def _select(self, connection: Connection, which: ColumnElement[bool], *, limit: int) -> list[Payment]:
        found = payments_that(which).order_by(payment.c.id.desc()).limit(limit)
        return [payment_of(row) for row in connection.execute(found).all()]


def _own(connection: Connection, which: ColumnElement[bool]) -> OwnInvoice | None:
    return next(iter(_owned(connection, which, limit=1)), None)


def _owned(connection: Connection, which: ColumnElement[bool], limit: int) -> list[OwnInvoice]:
    found = select(invoice, came_of_invoice.label("came")).where(which)
    rows = connection.execute(found.order_by(invoice.c.id.desc()).limit(limit))
    return [OwnInvoice(row.id, invoice_of(row), int(row.came or 0)) for row in rows]


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
