"""Merchant transactions: judged, stored and booked in one database transaction each."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, select, update

from shop.ledger.merchant import (
    Judge,
    MerchantCall,
    MerchantFacts,
    MerchantState,
    MerchantTransaction,
    Settled,
    Step,
    Verdict,
)
from shop.ledger.payment import refusal_of
from shop.ledger.topup import Invoice, Paid
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.core.units import reads, writes
from storage.desk.maintenance import is_closed
from storage.ledger.crediting import Crediting, invoice_of
from storage.ledger.merchant_tables import merchant_transaction
from storage.ledger.store import is_halted
from storage.ledger.tables import invoice, payment
from storage.orders.tables import orders

Rows = Row[tuple[object, ...]]


class Merchants:
    """Reads and writes `merchant_transaction`; `crediting` credits what is performed, and takes it back."""

    def __init__(self, database: Database, crediting: Crediting) -> None:
        self._database = database
        self._crediting = crediting

    @writes
    def settle(self, connection: Connection, call: MerchantCall, judge: Judge, now: datetime) -> Settled:
        """Judge a call, and do what the verdict says in the same transaction.

        Calls about one invoice wait for each other. Raises FundsShort if the wallet has less than is to be
        given back, ShopError if money cannot move; then nothing is changed.
        """
        bill = _held(connection, call)
        if bill is None:
            return Settled(judge(MerchantFacts(None)), None)
        known = _find(connection, call)
        verdict = judge(_facts(connection, bill, known, now))
        return Settled(verdict, self._done(connection, call, bill, known, verdict=verdict, now=now))

    @reads
    def list_asked(
        self, connection: Connection, way: str, since: datetime, until: datetime
    ) -> list[MerchantTransaction]:
        """Return the transactions that a gateway made in this time by its clock, oldest first."""
        table = merchant_transaction
        found = _selected().where(table.c.way == way, table.c.asked_at.between(since, until))
        rows = connection.execute(found.order_by(table.c.asked_at, table.c.id)).all()
        return [_transaction(row) for row in rows]

    def _done(
        self,
        connection: Connection,
        call: MerchantCall,
        bill: Rows,
        known: MerchantTransaction | None,
        *,
        verdict: Verdict,
        now: datetime,
    ) -> MerchantTransaction | None:
        """Do what the verdict says; return the transaction as it is then."""
        if verdict.step is Step.NOTHING:
            return known
        if verdict.step is Step.CREATE:
            return _created(connection, call, bill, now)
        assert known is not None  # noqa: S101 - a judge has seen what it has performed or canceled
        if verdict.step is Step.PERFORM:
            self._crediting.credit(connection, _paid(known, invoice_of(bill)), now)
            return _moved(connection, replace(known, state=MerchantState.PERFORMED, performed_at=now))
        state = MerchantState.CANCELED
        if verdict.step is Step.GIVE_BACK:
            self._crediting.take_back(connection, call.way, known.their_id, now)
            state = MerchantState.RETURNED
        return _moved(connection, replace(known, state=state, canceled_at=now, reason=verdict.reason))


def _held(connection: Connection, call: MerchantCall) -> Rows | None:
    """Return the row of a call's invoice: its transaction's, else the newest of this number; None if none.

    It is locked beside rows that refer to it, so that calls about it wait for each other.
    """
    known = _find(connection, call)
    if known is not None:
        table = merchant_transaction
        which = select(table.c.invoice_id).where(table.c.id == known.id).scalar_subquery()
        found = select(invoice).where(invoice.c.id == which)
    elif call.number:
        named = and_(invoice.c.way == call.way, invoice.c.gateway_id == call.number)
        newest = select(func.max(invoice.c.id)).where(named, invoice.c.gateway_id != fixed(""))
        found = select(invoice).where(invoice.c.id == newest.scalar_subquery())
    else:
        return None
    return connection.execute(found.with_for_update(key_share=True)).first()


def _find(connection: Connection, call: MerchantCall) -> MerchantTransaction | None:
    table = merchant_transaction
    which = and_(table.c.way == call.way, table.c.their_id == call.their_id)
    row = connection.execute(_selected().where(which)).first() if call.their_id else None
    return None if row is None else _transaction(row)


def _facts(
    connection: Connection, bill: Rows, known: MerchantTransaction | None, now: datetime
) -> MerchantFacts:
    asked = invoice_of(bill)
    table = merchant_transaction
    another = and_(table.c.invoice_id == bill.id, table.c.state == MerchantState.CREATED)
    if known is not None:
        another = and_(another, table.c.id != known.id)
    refusal = refusal_of(
        asked,
        person_id=asked.person_id,
        currency=asked.currency,
        amount_minor=asked.amount_minor,
        is_paid=_is(connection, payment.c.invoice_id == bill.id),
        is_ordered=_is(connection, orders.c.confirm_token == asked.pays_for) if asked.pays_for else False,
        is_halted=is_halted(connection),
        now=now,
    )
    if refusal is None and is_closed(connection):
        refusal = "shop_closed"
    return MerchantFacts(known, asked.amount_minor, refusal, _is(connection, another))


def _is(connection: Connection, which: ColumnElement[bool]) -> bool:
    return bool(connection.execute(select(exists().where(which))).scalar())


def _created(connection: Connection, call: MerchantCall, bill: Rows, now: datetime) -> MerchantTransaction:
    adding = merchant_transaction.insert().values(
        way=call.way,
        their_id=call.their_id,
        invoice_id=bill.id,
        state=MerchantState.CREATED,
        amount_minor=bill.amount_minor,
        asked_at=call.asked_at,
        created_at=now,
    )
    number = number_from(connection, adding.returning(merchant_transaction.c.id))
    row = connection.execute(_selected().where(merchant_transaction.c.id == number)).one()
    return _transaction(row)


def _moved(connection: Connection, moved: MerchantTransaction) -> MerchantTransaction:
    moving = update(merchant_transaction).where(merchant_transaction.c.id == moved.id)
    connection.execute(
        moving.values(
            state=moved.state,
            performed_at=moved.performed_at,
            canceled_at=moved.canceled_at,
            reason=moved.reason,
        )
    )
    return moved


def _paid(known: MerchantTransaction, asked: Invoice) -> Paid:
    return Paid(known.way, known.their_id, asked.person_id, asked.payload, asked.currency, known.amount_minor)


def _selected() -> Select[tuple[object, ...]]:
    number = invoice.c.gateway_id.label("number")
    joined = merchant_transaction.join(invoice, invoice.c.id == merchant_transaction.c.invoice_id)
    return select(merchant_transaction, number).select_from(joined)


def _transaction(row: Rows) -> MerchantTransaction:
    return MerchantTransaction(
        id=row.id,
        way=row.way,
        their_id=row.their_id,
        number=row.number,
        amount_minor=row.amount_minor,
        state=MerchantState(row.state),
        asked_at=row.asked_at,
        created_at=row.created_at,
        performed_at=row.performed_at,
        canceled_at=row.canceled_at,
        reason=row.reason,
    )
