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

from shop.ledger.journals import JournalKind
from shop.ledger.payment import PaymentState, ReturnState
from shop.ledger.topup import ASKING, TopupState
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata

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

_REFUND = journal.c.kind == fixed(JournalKind.REFUND)
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
    known("state", PaymentState),
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
    known("state", TopupState),
    # Rows are deleted from it: no number may come again.
    sqlite_autoincrement=True,
)
Index("ix_topup_person", topup.c.person_id, topup.c.id)
# A person is asked one thing at a time.
_ASKED = topup.c.state.in_([fixed(state) for state in ASKING])
Index("uq_topup_asked", topup.c.person_id, unique=True, sqlite_where=_ASKED, postgresql_where=_ASKED)
topup_waiting = topup.c.state == fixed(TopupState.WAITING)
Index("ix_topup_waiting", topup.c.id, sqlite_where=topup_waiting, postgresql_where=topup_waiting)

conversion = Table(
    "conversion",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("from_currency", Words, nullable=False),
    Column("to_currency", Words, nullable=False),
    Column("rate_nano", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("rate_nano > 0", name="rate_positive"),
)
"""What one unit of a currency was worth in another (in 10^-9) when the operator converted the wallets."""

stars_list = Table(
    "stars_list",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("compared", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""How many lines of Telegram's list of a bot's Stars were held against ours, from its beginning on."""

checkout = Table(
    "checkout",
    metadata,
    Column("invoice_id", ForeignKey("invoice.id"), primary_key=True, autoincrement=False),
    Column("agreed_at", Moment, nullable=False),
    Column("told_at", Moment),
)
"""Our yes to a payment, written before Telegram hears it. Its end is the payment; without one it is told."""
checkout_untold = checkout.c.told_at.is_(None)
Index(
    "ix_checkout_untold",
    checkout.c.agreed_at,
    sqlite_where=checkout_untold,
    postgresql_where=checkout_untold,
)

payment_return = Table(
    "payment_return",
    metadata,
    Column("payment_id", ForeignKey("payment.id"), primary_key=True, autoincrement=False),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("key", Words, nullable=False, unique=True),
    Column("state", Words, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    known("state", ReturnState),
)
"""One try to give a payment back. `key` is its journal's, so that a refused one does not forbid the next."""
# One try of a payment is under way, whoever taps.
_OPEN = payment_return.c.state == fixed(ReturnState.OPEN)
Index(
    "uq_payment_return_open",
    payment_return.c.payment_id,
    unique=True,
    sqlite_where=_OPEN,
    postgresql_where=_OPEN,
)
