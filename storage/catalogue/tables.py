"""The tables of what is sold and of the panel account."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Integer,
    SmallInteger,
    Table,
    text,
)

from storage.core.columns import Moment, Words, metadata

service = Table(
    "service",
    metadata,
    Column("id", Words, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Words, nullable=False),
    Column("category", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("rate_micro", BigInteger, nullable=False),
    Column("min", BigInteger),
    Column("max", BigInteger),
    Column("refill", Boolean),
    Column("cancel", Boolean),
    Column("dripfeed", Boolean),
    Column("description", Words, nullable=False, server_default=""),
    Column("gone_at", Moment),
    CheckConstraint("rate_micro >= 0", name="rate_not_negative"),
)

panel_account = Table(
    "panel_account",
    metadata,
    Column("panel", Words, primary_key=True),
    Column("profile", Words),
    Column("balance_micro", BigInteger),
    Column("currency", Words),
    Column("balance_at", Moment),
    Column("catalogue_at", Moment),
    Column("trouble", Words),
    Column("trouble_at", Moment),
    Column("balance_asked_at", Moment),
    # When money last moved that no order of ours explains, and how much.
    Column("shared_at", Moment),
    Column("shared_micro", BigInteger),
    # With how many decimals the balance was told, and how it has followed our orders.
    Column("balance_decimals", SmallInteger),
    Column("prompt_run", Integer, nullable=False, server_default=text("0")),
    Column("unseen_micro", BigInteger, nullable=False, server_default=text("0")),
    Column("unseen_at", Moment),
    Column("late_at", Moment),
    # What went without an order of ours and nobody was told of yet, and when they were told last.
    Column("strange_micro", BigInteger, nullable=False, server_default=text("0")),
    Column("strange_told_at", Moment),
)
