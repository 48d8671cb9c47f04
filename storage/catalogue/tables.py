"""The tables of services, the panel account, prices, and the panel's unknown words."""

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
    false,
    text,
)

from shop.catalogue.routes import Way
from shop.heard import Heard
from storage.core.columns import BigId, Moment, Words, known, metadata

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
    # Whose service it is, and its number there; `id` is the shop's own number, see shop/suppliers.
    Column("panel", Words, nullable=False, server_default=""),
    Column("panel_number", Words, nullable=False, server_default=""),
    CheckConstraint("rate_micro >= 0", name="rate_not_negative"),
    Index("ix_service_panel", "panel", "panel_number", unique=True),
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
    # When money last moved that no order of ours explains, and its amount.
    Column("shared_at", Moment),
    Column("shared_micro", BigInteger),
    # The balance's number of decimals, and how it has followed our orders.
    Column("balance_decimals", SmallInteger),
    Column("prompt_run", Integer, nullable=False, server_default=text("0")),
    Column("unseen_micro", BigInteger, nullable=False, server_default=text("0")),
    Column("unseen_at", Moment),
    Column("late_at", Moment),
    # Money that left without an order of ours and is not reported yet, and when some was reported last.
    Column("strange_micro", BigInteger, nullable=False, server_default=text("0")),
    Column("strange_told_at", Moment),
    # Whether the balance was exactly what the one before it and our orders since let expect.
    Column("as_reckoned", Boolean, nullable=False, server_default=false()),
    # The parameter whose references the panel was seen to ignore.
    Column("ignores", Words),
)

price_rule = Table(
    "price_rule",
    metadata,
    Column("scope", Words, primary_key=True),
    Column("key", Words, primary_key=True),
    # Parts per million; for a rate, billionths of a unit.
    Column("value", BigInteger, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("scope IN ('default','category','service','level','floor','rate')", name="scope_known"),
    # Only a level may be negative: with a floor of 0 or more nothing is sold below cost.
    CheckConstraint("scope = 'level' OR value >= 0", name="not_below_cost"),
    CheckConstraint("scope <> 'rate' OR value > 0", name="rate_positive"),
)

person_level = Table(
    "person_level",
    metadata,
    # No foreign key: a person may have a level before they first write.
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
"""Append-only, as the ledger is: triggers refuse anything else, see the migration."""

overcharged_service = Table(
    "overcharged_service",
    metadata,
    Column("panel", Words, primary_key=True),
    Column("service_id", Words, primary_key=True),
    # How many orders the panel has overcharged since an operator last allowed the service.
    Column("orders", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # When the service went off sale; NULL while it is on sale.
    Column("stopped_at", Moment),
    Column("resumed_by", BigInteger),
)

overcharged_order = Table(
    "overcharged_order",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    Column("panel", Words, nullable=False),
    Column("service_id", Words, nullable=False),
    Index("ix_overcharged_order_service", "panel", "service_id"),
)
"""The orders that `overcharged_service` counts: a charge may turn again and again, and counts once."""

rate_move = Table(
    "rate_move",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("panel", Words, nullable=False),
    Column("service_id", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("before_micro", BigInteger, nullable=False),
    Column("after_micro", BigInteger, nullable=False),
    # The panel's, empty if it never named one.
    Column("currency", Words, nullable=False),
    Index("ix_rate_move_service", "panel", "service_id", "id"),
    sqlite_autoincrement=True,
)
"""Changes of the panel's prices, the last few of each service."""
service_route = Table(
    "service_route",
    metadata,
    Column("service_id", Words, primary_key=True),
    Column("way", Words, primary_key=True),
    # The service that delivers instead, by the shop's own number.
    Column("to_id", Words, nullable=False),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    known("way", Way),
)

heard_text = Table(
    "heard_text",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("panel", Words, nullable=False),
    Column("heard", Words, nullable=False),
    # What identifies the text, see shop/heard.py; `text` is its latest wording.
    Column("key", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("times", BigInteger, nullable=False),
    Column("first_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("meaning", Words),
    Column("taught_by", BigInteger),
    Column("taught_at", Moment),
    UniqueConstraint("panel", "heard", "key"),
    known("heard", Heard),
    sqlite_autoincrement=True,  # an operator teaches by this id, and old texts are deleted
)
