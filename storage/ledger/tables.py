"""The money's tables: a double-entry ledger that only grows.

A journal is one movement; its postings add up to zero. Each account counts its
postings (`version`), and each posting has its number in that count and the
balance after it, so the audit notices a row that was deleted or changed.
Triggers refuse every change, see the migration.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    and_,
    false,
    text,
)

from shop.ledger.journals import JournalKind
from shop.ledger.payment import PaymentState, ReturnState
from shop.ledger.topup import ASKING, TopupState
from shop.ledger.wallet_change import OPEN, ChangeState
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

MAXIMUM_MICRO = 2**62
"""The most that an account may hold or owe."""

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
    # Its person sees the postings after this one: they had their data deleted then.
    Column("shown_after", Integer, nullable=False, server_default=text("0")),
    # How far below zero it may go: 0 for a customer's wallet and for held money, NULL without a limit.
    CheckConstraint("credit_micro IS NULL OR balance_micro >= -credit_micro", name="within_credit"),
    CheckConstraint("credit_micro IS NULL OR credit_micro >= 0", name="credit_not_negative"),
    # Below 64 bits by so much, sums of a few accounts still fit. SQLite would go on in floating point
    # and cannot add a check, so it has triggers instead, see the migration.
    CheckConstraint(
        f"balance_micro BETWEEN -{MAXIMUM_MICRO} AND {MAXIMUM_MICRO}",
        name="balance_bounded",
    ).ddl_if(dialect="postgresql"),
)
# NULL is not equal to NULL, so the shop's own accounts have an index of their own.
_OWNED, _SHOPS = account.c.owner_id.is_not(None), account.c.owner_id.is_(None)
partial_index(
    "uq_account_of_person",
    account.c.owner_id,
    account.c.kind,
    account.c.currency,
    unique=True,
    where=_OWNED,
)
partial_index(
    "uq_account_of_shop",
    account.c.kind,
    account.c.currency,
    unique=True,
    where=_SHOPS,
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
partial_index("ix_journal_refund", journal.c.created_at, where=_REFUND)

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
"""Tables whose rows are never changed or deleted."""

halt = Table(
    "halt",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("reason", Words, nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row while payments are paused: no new order, no refund, until the audit is clean again."""

audited = Table(
    "audited",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("journal_id", BigInteger, nullable=False),
    Column("order_id", BigInteger, nullable=False),
    Column("at", Moment, nullable=False),
    # When all rows were last audited, not only the new ones.
    Column("whole_at", Moment, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row: how far the ledger was found in order. Rows beyond it are checked every hour."""

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
    # 0 in rows older than this column, until a start fills it in.
    Column("bot_id", BigInteger, nullable=False, server_default="0"),
    # The token of the confirm card it pays for, and whether its person knows of a running twin.
    Column("pays_for", Words),
    Column("acknowledged", Boolean, nullable=False, server_default=false()),
    # A gateway's own number of it, and its page there.
    Column("gateway_id", Words, nullable=False, server_default=""),
    Column("url", Words, nullable=False, server_default=""),
    # The message that shows how to pay it, in its person's chat.
    Column("card_message_id", BigInteger),
    # What of the amount is a fee besides the credit; what of the credit is a bonus, if negative.
    Column("surcharge_micro", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("amount_minor > 0 AND credit_micro > 0", name="amounts_positive"),
    # Rows are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
# A way to pay re-reads its own invoices that may have been paid since.
Index("ix_invoice_way", invoice.c.way, invoice.c.expires_at)
# The first invoice of a way says from when on a list of payments may have ours.
Index("ix_invoice_first", invoice.c.way, invoice.c.id)
# A call-back names an invoice by the gateway's number.
partial_index("ix_invoice_gateway", invoice.c.way, invoice.c.gateway_id, where=invoice.c.gateway_id != "")

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
    # What names who paid at the provider; empty where it says nothing of them.
    Column("payer", Words, nullable=False, server_default=""),
    # The bot that was paid: no other bot sees the payment in its list or can return it.
    Column("bot_id", BigInteger, nullable=False, server_default="0"),
    # As in `invoice`, of what came.
    Column("surcharge_micro", BigInteger, nullable=False, server_default="0"),
    # What of it went back to the payer, or is on its way there.
    Column("back_minor", BigInteger, nullable=False, server_default="0"),
    Column("back_micro", BigInteger, nullable=False, server_default="0"),
    Column("back_surcharge_micro", BigInteger, nullable=False, server_default="0"),
    # What the provider keeps of it, in the credit's currency; 0 while nobody has said.
    Column("kept_micro", BigInteger, nullable=False, server_default="0"),
    UniqueConstraint("way", "charge_id"),
    CheckConstraint("back_minor BETWEEN 0 AND amount_minor", name="back_within_amount"),
    known("state", PaymentState),
    # Buttons name the ids: none may be used again after a restore.
    sqlite_autoincrement=True,
)
# A gateway's newest payments are held against what it says of them.
Index("ix_payment_way", payment.c.way, payment.c.created_at)

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
    # As in `invoice`.
    Column("pays_for", Words),
    Column("acknowledged", Boolean, nullable=False, server_default=false()),
    # Why its receipt was declined; empty where nobody said.
    Column("declined_for", Words, nullable=False, server_default=""),
    # As in `invoice`.
    Column("surcharge_micro", BigInteger, nullable=False, server_default="0"),
    known("state", TopupState),
    # Rows are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
Index("ix_topup_person", topup.c.person_id, topup.c.id)
# A person is asked one thing at a time.
topup_asking = topup.c.state.in_([fixed(state) for state in ASKING])
partial_index("uq_topup_asked", topup.c.person_id, unique=True, where=topup_asking)
topup_waiting = topup.c.state == fixed(TopupState.WAITING)
partial_index("ix_topup_waiting", topup.c.id, where=topup_waiting)
partial_index("ix_topup_waiting_of", topup.c.person_id, where=topup_waiting)

receipt_mark = Table(
    "receipt_mark",
    metadata,
    Column("mark", Words, primary_key=True),
    Column("topup_id", ForeignKey("topup.id"), primary_key=True, autoincrement=False),
)
"""What the receipts that were handed in are known by, so that one that comes twice is noticed."""
Index("ix_receipt_mark_topup", receipt_mark.c.topup_id)

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
"""The worth of one unit of a currency in another (in 10^-9) when the operator converted the wallets."""

stars_list = Table(
    "stars_list",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("compared", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
)
"""How many lines of Telegram's list of a bot's Stars were compared with ours, from its beginning."""

checkout = Table(
    "checkout",
    metadata,
    Column("invoice_id", ForeignKey("invoice.id"), primary_key=True, autoincrement=False),
    Column("agreed_at", Moment, nullable=False),
    Column("told_at", Moment),
)
"""Our yes to a payment, stored before we answer Telegram. If no payment follows, operators are told."""
checkout_untold = checkout.c.told_at.is_(None)
partial_index(
    "ix_checkout_untold",
    checkout.c.agreed_at,
    where=checkout_untold,
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
    # How much of the payment, and of its credit and surcharge.
    Column("amount_minor", BigInteger, nullable=False, server_default="0"),
    Column("credited_micro", BigInteger, nullable=False, server_default="0"),
    Column("surcharge_micro", BigInteger, nullable=False, server_default="0"),
    # Who received the payment is asked since then, and nobody else asks; null while nobody does.
    Column("asked_at", Moment),
    # Was asked then for the first time, and no answer came; null if nothing was asked.
    Column("unanswered_at", Moment),
    # Why nobody knows if it was made; empty if it is to be asked for.
    Column("doubt", Words, nullable=False, server_default=""),
    known("state", ReturnState),
)
"""One try to return a payment, or a part of it. `key` is its own journal's: a refused try allows another."""
# A payment has one try under way at most, whoever taps.
return_open = payment_return.c.state == fixed(ReturnState.OPEN)
partial_index(
    "uq_payment_return_open",
    payment_return.c.payment_id,
    unique=True,
    where=return_open,
)
# What went back lately is followed, and held against what its gateway says.
Index("ix_payment_return_changed", payment_return.c.changed_at)

wallet_change = Table(
    "wallet_change",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("asked_by", BigInteger, nullable=False),
    # The update that asked: handled again, it asks for the same.
    Column("update_id", BigInteger, nullable=False),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("amount_micro", BigInteger, nullable=False),
    Column("currency", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("is_typed_twice", Boolean, nullable=False, server_default=false()),
    # The change that this one takes back.
    Column("undoes", ForeignKey("wallet_change.id")),
    Column("asked_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("amount_micro <> 0", name="amount_not_zero"),
    UniqueConstraint("asked_by", "update_id"),
    known("state", ChangeState),
    Index("ix_wallet_change_person", "person_id", "id"),
    sqlite_autoincrement=True,
)
"""What operators want to give to wallets or take from them, and what became of it; rows stay."""
wallet_change_open = wallet_change.c.state.in_([fixed(state) for state in ChangeState if state in OPEN])
wallet_change_second = wallet_change.c.state == fixed(ChangeState.SECOND)
partial_index("ix_wallet_change_second", wallet_change.c.id, where=wallet_change_second)
# A change is taken back once.
partial_index(
    "uq_wallet_change_undone",
    wallet_change.c.undoes,
    unique=True,
    where=and_(wallet_change.c.undoes.is_not(None), wallet_change.c.state == fixed(ChangeState.DONE)),
)
