"""The tables of maintenance."""

from sqlalchemy import BigInteger, CheckConstraint, Column, ForeignKey, SmallInteger, Table

from storage.core.columns import Moment, Words, metadata

maintenance = Table(
    "maintenance",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    # NULL while the shop is open.
    Column("closed_at", Moment),
    Column("closed_by", BigInteger),
    Column("words", Words, nullable=False, server_default=""),
    Column("until", Moment),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row at most: whether the shop is closed, and what customers read then."""
maintenance_on = maintenance.c.closed_at.is_not(None)

opening_wish = Table(
    "opening_wish",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("asked_at", Moment, nullable=False),
)
"""Who wants to be told when the shop opens; a row goes with the notice."""
