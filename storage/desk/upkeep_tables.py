"""The tables of maintenance, and of the standstill after a restore."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, SmallInteger, Table

from storage.core.columns import Json, Moment, Words, metadata

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

standstill = Table(
    "standstill",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("backup_at", Moment, nullable=False),
    Column("restored_at", Moment, nullable=False),
    # Whether the shop was closed already when the backup was made.
    Column("was_closed", Boolean, nullable=False),
    # What was compared with the world outside: sentences, by what they are about.
    Column("findings", Json, nullable=False, server_default="{}"),
    Column("troubles", Json, nullable=False, server_default="{}"),
    Column("compared_at", Moment),
    # When an owner went on; NULL while the kiosk stands still.
    Column("lifted_at", Moment),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row at most: the last restore from a backup. See shop/standstill."""
