"""Amounts that one person at a time is asked for, so that a transfer says by its amount what it is for."""

from datetime import datetime

from sqlalchemy import Connection, exists, select

from shop.errors import ShopError
from shop.ledger.matching import AFTER, BY_AMOUNT, MOST_ADDED
from shop.ledger.read_transfer import (
    MOST_ASKED,
    are_too_many,
)
from shop.ledger.topup import Invoice, coins_paid
from storage.ledger.bank_tables import bank_transfer
from storage.ledger.tables import invoice, payment


def refuse_too_many(connection: Connection, offered: Invoice, now: datetime) -> None:
    """Raise ShopError for somebody who asks for more payments than anybody makes."""
    paid = exists().where(payment.c.invoice_id == invoice.c.id)
    theirs = select(invoice.c.expires_at).where(
        invoice.c.person_id == offered.person_id,
        invoice.c.way == offered.way,
        invoice.c.expires_at > now - AFTER,
        ~paid,
    )
    ends = list(connection.scalars(theirs.limit(MOST_ASKED)))
    if are_too_many(ends, now):
        raise ShopError("payments_wait")


def taken_amounts(connection: Connection, offered: Invoice, now: datetime) -> set[int]:
    """Return the amounts near this one that others are asked for, and those that came lately."""
    near = (offered.amount_minor, offered.amount_minor + (MOST_ADDED + 1) * coins_paid(offered.currency))
    asked = select(invoice.c.amount_minor).where(
        invoice.c.way == offered.way,
        invoice.c.expires_at > now - AFTER,
        invoice.c.currency == offered.currency,
        invoice.c.amount_minor.between(*near),
    )
    came = select(bank_transfer.c.amount_minor).where(
        bank_transfer.c.way == offered.way,
        bank_transfer.c.currency == offered.currency,
        bank_transfer.c.amount_minor.between(*near),
        bank_transfer.c.created_at > now - BY_AMOUNT,
    )
    return {*connection.scalars(asked), *connection.scalars(came)}
