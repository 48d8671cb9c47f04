"""The tables of prices: the rules in force, who has which level, and every change there ever was."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Table

from storage.core.columns import BigId, Moment, Words, metadata

price_rule = Table(
    "price_rule",
    metadata,
    Column("scope", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    # Parts of a million; of a rate, billionths of a unit.
    Column("value", BigInteger, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("scope IN ('default','category','service','level','floor','rate')", name="scope_known"),
    # Only a level may take away: with a floor of 0 or more nothing is sold below cost.
    CheckConstraint("scope = 'level' OR value >= 0", name="not_below_cost"),
    CheckConstraint("scope <> 'rate' OR value > 0", name="rate_positive"),
)

person_level = Table(
    "person_level",
    metadata,
    # No foreign key: somebody may have a level before they first write.
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("level", Words, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
)

price_change = Table(
    "price_change",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("scope", Words, nullable=False),
    Column("key", Words, nullable=False),
    Column("before", Words),
    Column("after", Words),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Index("ix_price_change_update", "update_id"),
)
"""Append-only, as the book is: triggers refuse anything else, see the migration."""

overcharged_service = Table(
    "overcharged_service",
    metadata,
    Column("panel", Words, primary_key=True),
    Column("service_id", Words, primary_key=True),
    # Orders for which the panel charged more than was reckoned, since an operator last let it be sold.
    Column("orders", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # Since when it is not sold; NULL while it is.
    Column("stopped_at", Moment),
    Column("resumed_by", BigInteger),
)
