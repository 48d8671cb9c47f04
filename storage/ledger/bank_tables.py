"""The bank transfers that were read, and what became of each."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Table,
    UniqueConstraint,
    false,
)

from shop.ledger.read_transfer import UNDECIDED, TransferState
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

bank_transfer = Table(
    "bank_transfer",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("way", Words, nullable=False),
    # The number it has at its source, or what is made of its words.
    Column("source_id", Words, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("currency", Words, nullable=False),
    # When the money came, as its source says.
    Column("at", Moment, nullable=False),
    Column("text", Words, nullable=False),
    Column("sender", Words, nullable=False),
    Column("is_reversal", Boolean, nullable=False, server_default=false()),
    Column("reverses", Words),
    Column("state", Words, nullable=False),
    Column("invoice_id", ForeignKey("invoice.id")),
    # The transfer that another source had told of.
    Column("same_as", ForeignKey("bank_transfer.id")),
    Column("doubt", Words, nullable=False, server_default=""),
    # Invoices that it may be for, each with what speaks for it.
    Column("candidates", Json),
    Column("decided_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("amount_minor > 0", name="amount_positive"),
    UniqueConstraint(
        "way", "source_id", "amount_minor", "currency", "is_reversal", name="uq_bank_transfer_told"
    ),
    known("state", TransferState),
    # A payment's charge id has the number, so none may be used again.
    sqlite_autoincrement=True,
)
"""Rows stay: what was credited once must be known when a statement of last year is read."""
Index(
    "ix_bank_transfer_money",
    bank_transfer.c.way,
    bank_transfer.c.currency,
    bank_transfer.c.amount_minor,
    bank_transfer.c.at,
)
Index("ix_bank_transfer_invoice", bank_transfer.c.invoice_id)
Index("ix_bank_transfer_same_as", bank_transfer.c.same_as)
Index("ix_bank_transfer_reverses", bank_transfer.c.way, bank_transfer.c.reverses)
transfer_read = bank_transfer.c.state == fixed(TransferState.READ)
transfer_undecided = bank_transfer.c.state.in_([fixed(state) for state in UNDECIDED])
transfer_doubtful = bank_transfer.c.state == fixed(TransferState.DOUBTFUL)
partial_index(
    "ix_bank_transfer_undecided",
    bank_transfer.c.way,
    bank_transfer.c.currency,
    bank_transfer.c.amount_minor,
    where=transfer_undecided,
)
partial_index("ix_bank_transfer_read", bank_transfer.c.id, where=transfer_read)
partial_index(
    "ix_bank_transfer_doubtful", bank_transfer.c.changed_at, bank_transfer.c.id, where=transfer_doubtful
)
