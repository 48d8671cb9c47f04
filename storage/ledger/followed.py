"""A way's invoices that are asked about: money may still come for them, or go back."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select, union

from shop.ledger.payment import PaymentState
from shop.ledger.topup import FOLLOWED, Invoice
from storage.core.tables import pause
from storage.desk.upkeep_tables import standstill
from storage.ledger.crediting import invoice_of
from storage.ledger.tables import invoice, payment, payment_return, return_open


def followed_from(connection: Connection, now: datetime) -> datetime:
    """Return since when an invoice must have ended so that nobody asks about it any more.

    After a restore what was followed when the backup was made is followed again: from then on nobody knows
    what came of it, and while the kiosk stood still nobody asked. So is what was followed when a pause began.
    """
    lately = or_(standstill.c.lifted_at.is_(None), standstill.c.lifted_at > now - FOLLOWED)
    backup_at = connection.execute(select(standstill.c.backup_at).where(lately)).scalar()
    paused_at = connection.execute(
        select(func.min(pause.c.since)).where(pause.c.until > now - FOLLOWED)
    ).scalar()
    return min(at for at in (now, backup_at, paused_at) if at is not None) - FOLLOWED


def followed_since(connection: Connection, way: str, since: datetime) -> list[Invoice]:
    """Return the invoices of this way that end after then, and those of which something is going back.

    What was wanted back since then is among them, however that ended: a gateway may say otherwise. What went
    back as a whole is not. Each of the two is read along its own index.
    """
    lately = and_(invoice.c.expires_at > since, or_(_is_left(), ~_is_paid()))
    rows = {}
    for which in (lately, and_(invoice.c.id.in_(_wanted_back(since)), _is_left())):
        for row in connection.execute(select(invoice).where(invoice.c.way == way, which)).all():
            rows[row.id] = row
    return [invoice_of(row) for row in sorted(rows.values(), key=lambda row: (row.expires_at, row.id))]


def _is_paid() -> ColumnElement[bool]:
    return exists().where(payment.c.invoice_id == invoice.c.id)


def _is_left() -> ColumnElement[bool]:
    """The condition that a part of what came of an invoice has not gone back for good."""
    return exists().where(payment.c.invoice_id == invoice.c.id, payment.c.state != PaymentState.RETURNED)


def _wanted_back(since: datetime) -> Select[tuple[int | None]]:
    under_way = select(payment_return.c.payment_id).where(return_open)
    lately = select(payment_return.c.payment_id).where(payment_return.c.changed_at > since)
    return select(payment.c.invoice_id).where(payment.c.id.in_(union(under_way, lately)))
