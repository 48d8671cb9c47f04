"""The tables of mass orders and presets."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, SmallInteger, Table

from storage.core.columns import BigId, Json, Moment, Words, metadata
from storage.core.indexes import partial_index

mass_order = Table(
    "mass_order",
    metadata,
    # The draft in which its lines are asked for.
    Column("id", Words, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    # The lines as they were typed; nobody needs them once they are orders.
    Column("lines", Json, nullable=False),
    Column("wants_link", Boolean, nullable=False),
    # The update that changed the lines last.
    Column("answered_by", BigInteger),
    # The quote that Confirm takes: NULL while no line can be ordered.
    Column("token", Words, unique=True),
    Column("quoted", Json),
    Column("expires_at", Moment),
    # The way of selling the prices are for, as with `confirm`.
    Column("offered_as", Words),
    Column("card_message_id", BigInteger),
    Column("changed_at", Moment, nullable=False),
    Column("used_at", Moment),
    # How many orders it made.
    Column("made", SmallInteger),
    # The bundle whose parts it orders, in which version, and what that costs as a whole.
    Column("bundle_id", BigInteger),
    Column("bundle_version", BigInteger),
    Column("price_micro", BigInteger),
    # When its person was owed the message that all of the bundle has ended.
    Column("ended_at", Moment),
)
mass_unused = mass_order.c.used_at.is_(None)
partial_index("ix_mass_order_waits", mass_order.c.changed_at, where=mass_unused)
partial_index("ix_mass_order_used", mass_order.c.used_at, where=mass_order.c.used_at.is_not(None))
"""Lists of orders that are confirmed at once; see storage/orders/mass.py."""

mass_line = Table(
    "mass_line",
    metadata,
    Column("order_id", ForeignKey("orders.id"), primary_key=True, autoincrement=False),
    Column("mass_id", ForeignKey("mass_order.id"), nullable=False),
    Column("n", SmallInteger, nullable=False),
    Index("ix_mass_line_mass", "mass_id", "n"),
)
"""The orders that each mass order made, in the order of its lines."""

preset = Table(
    "preset",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("name", Words, nullable=False),
    Column("items", Json, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("ix_preset_person", "person_id", "id"),
    sqlite_autoincrement=True,
)
"""Baskets of services that people saved, to be ordered for one link; their numbers are never used again."""
