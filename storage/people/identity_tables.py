"""The tables of who is on the other side: the bot, the panel account, the currency of the books."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, Index, Integer, SmallInteger, Table

from shop.ledger.payment import ReturnState
from storage.core.columns import BigId, Moment, Words, fixed, known, metadata

identity = Table(
    "identity",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("panel", Words, nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("access", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row: for whom this database's money and orders are. The settings are held against it at each start."""

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
