"""Payments: invoices, their payments and returns. A charge id is credited once, ever."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, and_, case, exists, func, or_, select, update

from shop import notice
from shop.errors import ShopError
from shop.ledger.journals import Account, AccountKind, topping_up
from shop.ledger.news import of_credit, of_payment
from shop.ledger.payment import (
    RETURNABLE,
    Booked,
    Credited,
    OwnInvoice,
    Payment,
    PaymentState,
    ReturnState,
    credit_of,
    is_for,
    refusal_of,
    taken_of,
)
from shop.ledger.topup import BY_TELEGRAM, FOLLOWED, Hint, Invoice, Paid, returning, suspending, taking_back
from storage.core.database import Database
from storage.core.rows import insert_into
from storage.core.units import reads, writes, writes_until_done
from storage.desk.maintenance import is_closed, refuse_while_closed
from storage.growth.gifts import recall_gifts
from storage.ledger.checkouts import note_agreed
from storage.ledger.conversions import fetch_back
from storage.ledger.returns import begin_try, end_try, key_of_try
from storage.ledger.store import balance_of, book, is_halted, refuse_if_halted
from storage.ledger.tables import invoice, payment
from storage.messages.outbox import enqueue
from storage.orders.paid import PaidOrders, wish_of
from storage.orders.tables import orders
from storage.people.tables import person


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
        self._operators = operators
        self._credit_micro = credit_micro
        self._bot_id = bot_id
        self._paid_orders = paid_orders

    @writes
    def offer(self, connection: Connection, offered: Invoice, now: datetime) -> None:
        """Store an invoice before it is shown. Raises ShopError while nothing may be paid."""
        refuse_if_halted(connection)
        refuse_while_closed(connection)
        connection.execute(invoice.insert().values(created_at=now, bot_id=self._bot_id, **asdict(offered)))

    @writes
    def drop(self, connection: Connection, offered: Invoice, now: datetime) -> None:
        """End an invoice that could not be shown, so that nobody can pay it."""
        lapsing = update(invoice).where(invoice.c.payload == offered.payload)
        connection.execute(lapsing.values(expires_at=now))

    @reads
    def list_unpaid(self, connection: Connection, way: str, now: datetime) -> list[Invoice]:
        """Return the invoices of this way that may have been paid since, first to lapse first."""
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        which = and_(invoice.c.way == way, invoice.c.expires_at > now - FOLLOWED, ~paid)
        found = connection.execute(select(invoice).where(which).order_by(invoice.c.expires_at)).all()
        return [invoice_of(row) for row in found]

    @reads
    def list_followed(self, connection: Connection, way: str, now: datetime) -> list[Invoice]:
        """Return this way's invoices until three days after their end, paid or not, but none refunded."""
        gone = exists().where(payment.c.invoice_id == invoice.c.id, payment.c.state == PaymentState.RETURNED)
        which = and_(invoice.c.way == way, invoice.c.expires_at > now - FOLLOWED, ~gone)
        found = connection.execute(select(invoice).where(which).order_by(invoice.c.expires_at)).all()
        return [invoice_of(row) for row in found]

    @writes
    def shown(self, connection: Connection, offered: Invoice) -> int:
        """Store an invoice's number and page at its gateway, once it has told them; return our own number."""
        naming = update(invoice).where(invoice.c.payload == offered.payload)
        naming = naming.values(gateway_id=offered.gateway_id, url=offered.url)
        return int(connection.execute(naming.returning(invoice.c.id)).scalar_one())

    @reads
    def last_way(self, connection: Connection, person_id: int) -> str | None:
        """Return the way of this person's newest payment; None if they never paid."""
        newest = select(payment.c.way).where(payment.c.person_id == person_id)
        return connection.execute(newest.order_by(payment.c.id.desc()).limit(1)).scalar()

    @reads
    def list_booked(
        self, connection: Connection, way: str, since: datetime, until: datetime, limit: int
    ) -> list[Booked]:
        """Return this way's invoices that were paid in this time, newest first, with what came of each."""
        back = case((payment.c.state.in_((PaymentState.RETURNED, PaymentState.RETURNING)), 1), else_=0)
        figures = (
            select(
                payment.c.invoice_id.label("invoice_id"),
                func.sum(payment.c.amount_minor).label("came"),
                func.max(back).label("back"),
                func.max(payment.c.id).label("newest"),
            )
            .where(payment.c.way == way, payment.c.created_at > since, payment.c.created_at < until)
            .where(payment.c.invoice_id.is_not(None))
            .group_by(payment.c.invoice_id)
            .subquery()
        )
        found = select(invoice, figures.c.came, figures.c.back)
        found = found.join(figures, figures.c.invoice_id == invoice.c.id)
        rows = connection.execute(found.order_by(figures.c.newest.desc()).limit(limit)).all()
        return [Booked(invoice_of(row), int(row.came), bool(row.back)) for row in rows]

    @reads
    def find_invoice(self, connection: Connection, number: int, person_id: int) -> OwnInvoice | None:
        """Return this person's invoice of this number; None if there is none."""
        return _own(connection, and_(invoice.c.id == number, invoice.c.person_id == person_id))

    @reads
    def find_waiting(self, connection: Connection, person_id: int, now: datetime) -> OwnInvoice | None:
        """Return the newest invoice on a gateway's page that this person can still pay; None without one."""
        paid = exists().where(payment.c.invoice_id == invoice.c.id)
        mine = and_(invoice.c.person_id == person_id, invoice.c.url != "", invoice.c.expires_at > now, ~paid)
        return _own(connection, mine)

    @reads
    def find_hinted(self, connection: Connection, way: str, hint: Hint) -> Invoice | None:
        """Return the invoice that a gateway's call is about; None if it names none of ours."""
        if hint.payload:
            which = and_(invoice.c.way == way, invoice.c.payload == hint.payload)
        else:
            number = invoice.c.gateway_id
            which = and_(invoice.c.way == way, number == hint.gateway_id, number != "")
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
        if row is not None and refusal is None:
            note_agreed(connection, row.id, now)
        return refusal

    @writes_until_done
    def paid(self, connection: Connection, paid: Paid, now: datetime) -> Credited:
        """Credit this payment in a transaction of its own. See `credit`."""
        return self.credit(connection, paid, now)

    def credit(self, connection: Connection, paid: Paid, now: datetime) -> Credited:
        """Credit this payment, once for its charge id; if its purpose is unknown, put it in suspense.

        It has happened, so it is booked even while payments are paused. The order that its invoice was
        for is made in the same transaction, if every guard of Confirm allows it.
        """
        asked = select(invoice).where(invoice.c.payload == paid.payload)
        if paid.in_parts:  # two sums told at one moment must each see what the other has brought
            asked = asked.with_for_update(key_share=True)
        row = connection.execute(asked).first()
        known = row if row is not None and is_for(invoice_of(row), paid) else None
        credit_micro = paid.amount_micro
        if known is not None:
            paid, credit_micro = _new_of(connection, paid, known)
        if credit_micro <= 0:
            return Credited.BEFORE
        wish = wish_of(known)
        if wish is not None and self._paid_orders is not None:
            self._paid_orders.hold(connection, paid.person_id, wish)
        if not _note(connection, paid, known, credit_micro=credit_micro, now=now, bot_id=self._bot_id):
            return Credited.BEFORE
        if known is None:
            book(connection, suspending(paid), now)
            enqueue(connection, of_payment(self._operators, "payment_unknown", paid.charge_id, paid), now)
            return Credited.IN_SUSPENSE
        wallet = Account(AccountKind.WALLET, known.person_id, known.credit_currency)
        book(connection, topping_up(paid.way, paid.charge_id, wallet, credit_micro), now)
        placed = None
        if wish is not None and self._paid_orders is not None:
            placed = self._paid_orders.place(connection, known.person_id, wish, now)
        enqueue(connection, [of_credit(known.person_id, paid.way, paid.charge_id, placed)], now)
        return Credited.NOW

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
        first = _one(connection, and_(payment.c.way == way, payment.c.charge_id == charge_id))
        if first is None:
            return
        numbers = [first.id]
        if first.invoice_id is not None:  # what comes in parts has further ones, under numbers of their own
            parts = select(payment.c.id).where(payment.c.invoice_id == first.invoice_id)
            parts = parts.where(payment.c.way == way, _same_charge(charge_id))
            numbers = list(connection.scalars(parts.order_by(payment.c.id)))
        for number in numbers:
            self._one_returned(connection, number, now)

    def _one_returned(self, connection: Connection, number: int, now: datetime) -> None:
        paid = _one(connection, payment.c.id == number)
        if paid is None or not _move(
            connection, paid.id, (*RETURNABLE, PaymentState.RETURNING), PaymentState.RETURNED, now
        ):
            return
        if paid.state is PaymentState.RETURNING:  # we asked for the return, and the wallet has paid already
            end_try(connection, paid.id, ReturnState.RETURNED, now)
            return
        key = begin_try(connection, paid.id, (paid.way, paid.charge_id), ReturnState.RETURNED, now)
        have = _fetch(connection, paid, key, now)
        taken = taken_of(have, paid.credited_micro)
        back = returning(key, paid.way, paid.account, paid.credited_micro, taken_micro=taken)
        book(connection, back, now, credit_micro=self._credit_micro)
        told = "payment_returned" if paid.way in BY_TELEGRAM else "payment_reversed"
        enqueue(connection, of_payment(self._operators, told, paid.charge_id, paid), now)
        if paid.invoice_id is not None:
            enqueue(connection, [notice.returned(paid.person_id, paid.way, paid.charge_id, taken)], now)

    def take_back(self, connection: Connection, way: str, charge_id: str, now: datetime) -> None:
        """Take a payment out of the wallet that has it, and book that it goes back to its payer.

        Raises FundsShort if the wallet has less, ShopError if there is nothing to return.
        """
        refuse_if_halted(connection)
        paid = _one(connection, and_(payment.c.way == way, payment.c.charge_id == charge_id))
        if paid is None or not _move(connection, paid.id, RETURNABLE, PaymentState.RETURNED, now):
            raise ShopError("nothing_to_return")
        key = begin_try(connection, paid.id, (paid.way, paid.charge_id), ReturnState.RETURNED, now)
        _fetch(connection, paid, key, now)
        taken = paid.credited_micro
        book(connection, returning(key, paid.way, paid.account, taken, taken_micro=taken), now)
        enqueue(connection, of_payment(self._operators, "payment_reversed", paid.charge_id, paid), now)
        enqueue(connection, [notice.returned(paid.person_id, paid.way, paid.charge_id, taken)], now)

    @writes
    def begin_return(self, connection: Connection, payment_id: int, now: datetime) -> Payment:
        """Take a payment out of the wallet before asking for its return.

        Each try has its own journal, so that another may follow a refused one.
        Raises FundsShort if the wallet has less, ShopError if there is nothing to return or another
        bot was paid.
        """
        refuse_if_halted(connection)
        paid = _one(connection, payment.c.id == payment_id)
        if paid is not None and paid.bot_id not in {0, self._bot_id}:
            raise ShopError("paid_elsewhere")
        if paid is None or not _move(connection, paid.id, RETURNABLE, PaymentState.RETURNING, now):
            raise ShopError("nothing_to_return")
        key = begin_try(connection, paid.id, (paid.way, paid.charge_id), ReturnState.OPEN, now)
        _fetch(connection, paid, key, now)
        back = returning(key, paid.way, paid.account, paid.credited_micro, taken_micro=paid.credited_micro)
        book(connection, back, now, credit_micro=self._credit_micro)
        return paid

    @writes_until_done
    def returned(self, connection: Connection, payment: Payment, now: datetime) -> None:
        """Note that the payment has been returned."""
        if _move(connection, payment.id, (PaymentState.RETURNING,), PaymentState.RETURNED, now):
            end_try(connection, payment.id, ReturnState.RETURNED, now)
            enqueue(connection, [notice.returned(payment.person_id, payment.way, payment.charge_id)], now)

    @writes_until_done
    def not_returned(self, connection: Connection, payment: Payment, now: datetime) -> None:
        """Put the money of a refused return back into the wallet; another try is allowed."""
        key = key_of_try(connection, payment.id)
        if key is not None and _move(
            connection, payment.id, (PaymentState.RETURNING,), payment.state_before, now
        ):
            end_try(connection, payment.id, ReturnState.REFUSED, now)
            book(connection, taking_back(key, payment.way, payment.account, payment.credited_micro), now)

    async def list_returning(self) -> list[Payment]:
        """Return the payments on their way back; they are asked for until there is a yes or a no."""
        mine = payment.c.bot_id.in_((0, self._bot_id))
        return await self._select(and_(payment.c.state == PaymentState.RETURNING, mine), limit=100)

    async def list_latest(self, person_id: int, *, limit: int) -> list[Payment]:
        """Return a person's payments, newest first."""
        return await self._select(payment.c.person_id == person_id, limit=limit)

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
        found = select(payment).where(which).order_by(payment.c.id.desc()).limit(limit)
        return [_payment(row) for row in connection.execute(found).all()]


def _new_of(connection: Connection, paid: Paid, known: Row[tuple[object, ...]]) -> tuple[Paid, int]:
    """Return what of this payment is new, and its credit in micro-units.

    A payment that comes in parts is told as a sum, so what came before is taken off it; each part has a
    charge id of its own, `N`, then `N+1` and so on.
    """
    offered = invoice_of(known)
    if not paid.in_parts:
        return paid, offered.credit_micro
    parts = select(func.count(), func.sum(payment.c.amount_minor), func.sum(payment.c.credited_micro))
    same = _same_charge(paid.charge_id)
    count, before_minor, before_micro = connection.execute(
        parts.where(payment.c.way == paid.way, payment.c.invoice_id == known.id, same)
    ).one()
    part = replace(
        paid,
        amount_minor=paid.amount_minor - int(before_minor or 0),
        charge_id=f"{paid.charge_id}+{count}" if count else paid.charge_id,
    )
    return part, credit_of(offered, paid.amount_minor) - int(before_micro or 0)


def _same_charge(charge_id: str) -> ColumnElement[bool]:
    """Select a charge with all its parts."""
    parts = payment.c.charge_id.startswith(f"{charge_id}+", autoescape=True)
    return or_(payment.c.charge_id == charge_id, parts)


def _note(
    connection: Connection,
    paid: Paid,
    known: Row[tuple[object, ...]] | None,
    *,
    credit_micro: int,
    now: datetime,
    bot_id: int,
) -> bool:
    """Store the payment; return False if its charge id is stored already."""
    _add_payer(connection, paid.person_id, now)
    adding = insert_into(connection, payment).values(
        way=paid.way,
        charge_id=paid.charge_id,
        person_id=paid.person_id,
        payload=paid.payload,
        currency=paid.currency,
        amount_minor=paid.amount_minor,
        invoice_id=known.id if known is not None else None,
        credited_micro=credit_micro,
        credited_currency=known.credit_currency if known is not None else paid.currency,
        state=PaymentState.CREDITED if known is not None else PaymentState.SUSPENSE,
        created_at=now,
        changed_at=now,
        bot_id=bot_id,
        payer=paid.payer,
    )
    added = connection.execute(adding.on_conflict_do_nothing(index_elements=["way", "charge_id"]))
    return bool(added.rowcount == 1)


def _add_payer(connection: Connection, person_id: int, now: datetime) -> None:
    """Add a payer who has never written to us, but to another program of this bot, or before a restore.

    They are unreachable until they write.
    """
    number = str(person_id)
    stranger = {"id": person_id, "name": number, "search_key": number, "language": "en", "reachable": False}
    adding = insert_into(connection, person).values(**stranger, created_at=now, seen_at=now)
    connection.execute(adding.on_conflict_do_nothing(index_elements=["id"]))


def _fetch(connection: Connection, payment: Payment, key: str, now: datetime) -> int:
    """Return what the account has for this return, fetching back what was converted or waits as a gift."""
    if payment.account.kind == AccountKind.WALLET:
        recall_gifts(connection, payment.account, now)
        fetch_back(connection, payment.account, payment.credited_micro, now, cause=key)
    return balance_of(connection, payment.account, locks=True)


def _move(
    connection: Connection,
    number: int,
    from_states: Sequence[PaymentState],
    state: PaymentState,
    now: datetime,
) -> bool:
    moving = update(payment).where(payment.c.id == number, payment.c.state.in_(from_states))
    moved = connection.execute(moving.values(state=state, changed_at=now))
    return bool(moved.rowcount == 1)


def _one(connection: Connection, which: ColumnElement[bool]) -> Payment | None:
    row = connection.execute(select(payment).where(which).with_for_update()).first()
    return _payment(row) if row else None


def invoice_of(row: Row[tuple[object, ...]]) -> Invoice:
    """Return the invoice of this row."""
    return Invoice(
        payload=row.payload,
        person_id=row.person_id,
        way=row.way,
        currency=row.currency,
        amount_minor=row.amount_minor,
        credit_micro=row.credit_micro,
        credit_currency=row.credit_currency,
        expires_at=row.expires_at,
        pays_for=row.pays_for,
        acknowledged=row.acknowledged,
        gateway_id=row.gateway_id,
        url=row.url,
    )


def _own(connection: Connection, which: ColumnElement[bool]) -> OwnInvoice | None:
    came = select(func.sum(payment.c.amount_minor)).where(payment.c.invoice_id == invoice.c.id)
    found = select(invoice, came.scalar_subquery().label("came")).where(which)
    row = connection.execute(found.order_by(invoice.c.id.desc()).limit(1)).first()
    return None if row is None else OwnInvoice(row.id, invoice_of(row), int(row.came or 0))


def _payment(row: Row[tuple[object, ...]]) -> Payment:
    return Payment(
        id=row.id,
        way=row.way,
        charge_id=row.charge_id,
        person_id=row.person_id,
        currency=row.currency,
        amount_minor=row.amount_minor,
        credited_micro=row.credited_micro,
        credited_currency=row.credited_currency,
        state=PaymentState(row.state),
        invoice_id=row.invoice_id,
        created_at=row.created_at,
        bot_id=row.bot_id,
    )
