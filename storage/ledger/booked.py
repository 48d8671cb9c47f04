"""What the book says of a way's invoices, to be held against what its gateway says."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, select

from shop.ledger.payment import Booked, PaymentState, ReturnState
from storage.core.prepared import one_of
from storage.ledger.crediting import invoice_of
from storage.ledger.tables import invoice, payment, payment_return


def booked_since(
    connection: Connection, way: str, since: datetime, limit: int, named: Collection[int] = ()
) -> list[Booked]:
    """Return this way's invoices of which something came or went back since then, with all that came.

    Those of which something came are at most so many, the newest, and so are those of which something went
    back, the oldest: what a gateway says of a refund counts when it has had its time. Those `named` by their
    numbers are there whenever they moved. The newest come first. Those of which something is on its way back
    are left out: nobody knows how much of that arrived.
    """
    numbers = {*_came(connection, way, since, limit), *_went_back(connection, way, since, limit), *named}
    figures = (
        select(
            payment.c.invoice_id.label("invoice_id"),
            func.sum(payment.c.amount_minor).label("came"),
            func.sum(payment.c.back_minor).label("back"),
            func.max(payment.c.id).label("newest"),
            func.max(payment.c.created_at).label("newest_at"),
        )
        .where(one_of(payment.c.invoice_id, numbers))
        .group_by(payment.c.invoice_id)
        .subquery()
    )
    found = select(invoice, figures.c.came, figures.c.back, figures.c.newest_at)
    found = found.join(figures, figures.c.invoice_id == invoice.c.id)
    found = found.where(invoice.c.way == way, ~_is_going(invoice.c.id))
    rows = connection.execute(found.order_by(figures.c.newest.desc())).all() if numbers else []
    back_at = _back_at(connection, [row.id for row in rows if row.back])
    return [
        Booked(invoice_of(row), int(row.came), int(row.back), row.newest_at, back_at.get(row.id), row.id)
        for row in rows
    ]


def _came(connection: Connection, way: str, since: datetime, limit: int) -> list[int]:
    """Return the numbers of the invoices of which something came, the newest."""
    late = payment.alias("late")
    # By numbers: SQLite would else go through the payments of all times in the order of the groups.
    lately = select(late.c.id).where(late.c.way == way, late.c.created_at > since)
    mine = select(payment.c.invoice_id).where(payment.c.id.in_(lately), _is_comparable())
    newest = mine.group_by(payment.c.invoice_id).order_by(func.max(payment.c.id).desc())
    return list(connection.execute(newest.limit(limit)).scalars())


def _went_back(connection: Connection, way: str, since: datetime, limit: int) -> list[int]:
    """Return the numbers of the invoices of which something went back, what went first before the rest."""
    changed_at = payment_return.c.changed_at
    mine = select(payment.c.invoice_id).join(payment_return, payment_return.c.payment_id == payment.c.id)
    mine = mine.where(changed_at > since, payment.c.way == way, _is_comparable())
    oldest = mine.group_by(payment.c.invoice_id).order_by(func.max(changed_at), payment.c.invoice_id)
    return list(connection.execute(oldest.limit(limit)).scalars())


def _is_comparable() -> ColumnElement[bool]:
    return and_(payment.c.invoice_id.is_not(None), ~_is_going(payment.c.invoice_id))


def _is_going(number: ColumnElement[int]) -> ColumnElement[bool]:
    """The condition that something of the invoice of this number is on its way back."""
    one = payment.alias("going")
    return exists().where(one.c.invoice_id == number, one.c.state == PaymentState.RETURNING)


def _back_at(connection: Connection, invoices: Collection[int]) -> dict[int, datetime]:
    """Return when something of these invoices went back last, by their numbers."""
    last = (
        select(payment.c.invoice_id, func.max(payment_return.c.changed_at).label("back_at"))
        .join(payment_return, payment_return.c.payment_id == payment.c.id)
        .where(one_of(payment.c.invoice_id, invoices), payment_return.c.state == ReturnState.RETURNED)
        .group_by(payment.c.invoice_id)
    )
    return {row.invoice_id: row.back_at for row in connection.execute(last).all()} if invoices else {}
