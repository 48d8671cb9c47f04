"""The transactions of gateways that call us to have a payment made, performed and canceled."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from shop.ledger.merchant import MerchantState
from storage.core.columns import BigId, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

merchant_transaction = Table(
    "merchant_transaction",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("way", Words, nullable=False),
    Column("their_id", Words, nullable=False),
    Column("invoice_id", ForeignKey("invoice.id"), nullable=False, index=True),
    Column("state", Words, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    # By the gateway's clock; the others are by ours.
    Column("asked_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("performed_at", Moment),
    Column("canceled_at", Moment),
    # The gateway's number of why it was canceled.
    Column("reason", Integer),
    CheckConstraint("amount_minor > 0", name="amount_positive"),
    UniqueConstraint("way", "their_id"),
    known("state", MerchantState),
    # A gateway keeps our number, so none may be used again.
    sqlite_autoincrement=True,
)
"""A gateway's statement lists all of these, so they stay, and their invoices with them."""
Index(
    "ix_merchant_transaction_asked",
    merchant_transaction.c.way,
    merchant_transaction.c.asked_at,
    merchant_transaction.c.id,
)
# An invoice is paid once, whatever two calls at the same moment say.
partial_index(
    "uq_merchant_transaction_performed",
    merchant_transaction.c.invoice_id,
    unique=True,
    where=merchant_transaction.c.state == fixed(MerchantState.PERFORMED),
)
