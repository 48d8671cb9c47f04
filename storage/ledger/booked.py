"""What the book says of a way's newest invoices, to be held against what its gateway says."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, exists, func, select, union

from shop.ledger.payment import Booked, PaymentState, ReturnState
from storage.ledger.crediting import invoice_of
from storage.ledger.tables import invoice, payment, payment_return


def booked_since(connection: Connection, way: str, since: datetime, limit: int) -> list[Booked]:
    """Return this way's invoices of which something came or went back since then, with all that came.

    The newest come first. Those of which something is on its way back are left out: nobody knows how much
    of that arrived.
    """
    paid = payment.c.invoice_id.is_not(None)
    came = select(payment.c.invoice_id).where(payment.c.way == way, payment.c.created_at > since, paid)
    back = (
        select(payment.c.invoice_id)
        .join(payment_return, payment_return.c.payment_id == payment.c.id)
        .where(payment.c.way == way, payment_return.c.changed_at > since, paid)
    )
    figures = (
        select(
            payment.c.invoice_id.label("invoice_id"),
            func.sum(payment.c.amount_minor).label("came"),
            func.sum(payment.c.back_minor).label("back"),
            func.max(payment.c.id).label("newest"),
            func.max(payment.c.created_at).label("newest_at"),
        )
        .where(payment.c.invoice_id.in_(union(came, back)))
        .group_by(payment.c.invoice_id)
        .subquery()
    )
    going = exists().where(payment.c.invoice_id == invoice.c.id, payment.c.state == PaymentState.RETURNING)
    found = select(invoice, figures.c.came, figures.c.back, figures.c.newest_at).where(~going)
    found = found.join(figures, figures.c.invoice_id == invoice.c.id)
    rows = connection.execute(found.order_by(figures.c.newest.desc()).limit(limit)).all()
    back_at = _back_at(connection, [row.id for row in rows if row.back])
    return [
        Booked(invoice_of(row), int(row.came), int(row.back), row.newest_at, back_at.get(row.id))
        for row in rows
    ]


def _back_at(connection: Connection, invoices: Collection[int]) -> dict[int, datetime]:
    """Return when something of these invoices went back last, by their numbers."""
    last = (
        select(payment.c.invoice_id, func.max(payment_return.c.changed_at).label("back_at"))
        .join(payment_return, payment_return.c.payment_id == payment.c.id)
        .where(payment.c.invoice_id.in_(invoices), payment_return.c.state == ReturnState.RETURNED)
        .group_by(payment.c.invoice_id)
    )
    return {row.invoice_id: row.back_at for row in connection.execute(last).all()} if invoices else {}
