"""The money's tables: a double-entry book that only grows.

A journal is one movement; its postings add up to nothing. Each account counts
its postings (`version`), and each posting knows its number in that count and
the balance it left, so a row that was taken away or changed is seen by whoever
reads the book. That nothing is changed is held by triggers, see the migration.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
)

from storage.core.columns import BigId, Json, Moment, Words, fixed, metadata

MOST_MICRO = 2**62
"""No account holds more, or owes more."""

account = Table(
    "account",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("owner_id", ForeignKey("person.id")),
    Column("currency", Words, nullable=False),
    Column("credit_micro", BigInteger),
    Column("balance_micro", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    # How far below zero it may go: 0 for a customer's wallet and for held money, NULL without a limit.
    CheckConstraint("credit_micro IS NULL OR balance_micro >= -credit_micro", name="within_credit"),
    CheckConstraint("credit_micro IS NULL OR credit_micro >= 0", name="credit_not_negative"),
    # So far from 64 bits, sums of a few accounts still fit. SQLite, which would go on in floating point
    # and has no way to add a check, has triggers instead, see the migration.
    CheckConstraint(
        f"balance_micro BETWEEN -{MOST_MICRO} AND {MOST_MICRO}",
        name="balance_bounded",
    ).ddl_if(dialect="postgresql"),
)
# NULL is not equal to NULL, so the shop's own accounts have an index of their own.
_OWNED, _SHOPS = account.c.owner_id.is_not(None), account.c.owner_id.is_(None)
Index(
    "uq_account_of_person",
    account.c.owner_id,
    account.c.kind,
    account.c.currency,
    unique=True,
    sqlite_where=_OWNED,
    postgresql_where=_OWNED,
)
Index(
    "uq_account_of_shop",
    account.c.kind,
    account.c.currency,
    unique=True,
    sqlite_where=_SHOPS,
    postgresql_where=_SHOPS,
)

journal = Table(
    "journal",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("key", Words, nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("order_id", ForeignKey("orders.id"), index=True),
    Column("actor_id", BigInteger),
    Column("reason", Words, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
)

_REFUND = journal.c.kind == fixed("refund")
Index("ix_journal_refund", journal.c.created_at, sqlite_where=_REFUND, postgresql_where=_REFUND)

posting = Table(
    "posting",
    metadata,
    Column("journal_id", ForeignKey("journal.id"), primary_key=True),
    Column("seq", SmallInteger, primary_key=True),
    Column("account_id", ForeignKey("account.id"), nullable=False),
    Column("amount_micro", BigInteger, nullable=False),
    Column("balance_micro", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("amount_micro <> 0", name="amount_not_zero"),
    UniqueConstraint("account_id", "version"),
)

APPEND_ONLY = ("journal", "posting")
"""Tables of which nothing is ever changed or deleted."""

halt = Table(
    "halt",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("reason", Words, nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row while the money lane stands still: no new order, no refund, until the audit is clean again."""

audited = Table(
    "audited",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("journal_id", BigInteger, nullable=False),
    Column("order_id", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    # When everything was gone over last, not only what was new.
    Column("whole_at", Moment, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row: up to where the books were found in order. What is beyond it is looked at every hour."""

invoice = Table(
    "invoice",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("payload", Words, nullable=False, unique=True),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("way", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("credit_micro", BigInteger, nullable=False),
    Column("credit_currency", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    # 0 in rows of a time before bots were written down that no start has seen since.
    Column("bot_id", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("amount_minor > 0 AND credit_micro > 0", name="amounts_positive"),
    # Rows are deleted from it: no number may come again.
    sqlite_autoincrement=True,
)
# A way to pay asks about its own invoices that may have been paid since.
Index("ix_invoice_way", invoice.c.way, invoice.c.expires_at)

payment = Table(
    "payment",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("way", Words, nullable=False),
    Column("charge_id", Words, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False, index=True),
    Column("payload", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("invoice_id", ForeignKey("invoice.id"), index=True),
    Column("credited_micro", BigInteger, nullable=False),
    Column("credited_currency", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # Which bot was paid: no other one sees it in its list, or can give it back.
    Column("bot_id", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("way", "charge_id"),
    CheckConstraint("state IN ('credited','suspense','returning','returned')", name="state_known"),
)

topup = Table(
    "topup",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("way", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("amount_micro", BigInteger),
    Column("currency", Words, nullable=False),
    Column("receipt", Json),
    Column("answered_by", BigInteger),
    Column("decided_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint(
        "state IN ('amount','receipt','waiting','approved','declined','dropped')", name="state_known"
    ),
    # Rows are deleted from it: no number may come again.
    sqlite_autoincrement=True,
)
Index("ix_topup_person", topup.c.person_id, topup.c.id)
# A person is asked one thing at a time.
_ASKED = topup.c.state.in_([fixed("amount"), fixed("receipt")])
Index("uq_topup_asked", topup.c.person_id, unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED)
topup_waiting = topup.c.state == fixed("waiting")
Index("ix_topup_waiting", topup.c.id, sqlite_where=topup_waiting, postgresql_where=topup_waiting)
