"""The table of the kiosk's heartbeat: when it was last alive, by the clock of then."""

from sqlalchemy import CheckConstraint, Column, SmallInteger, Table

from storage.core.columns import Moment, metadata

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("alive_at", Moment, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
