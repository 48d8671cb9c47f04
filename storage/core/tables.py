"""The tables of when the kiosk was alive and when it was off."""

from sqlalchemy import CheckConstraint, Column, SmallInteger, Table

from storage.core.columns import BigId, Moment, metadata

heartbeat = Table(
    "heartbeat",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("alive_at", Moment, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)
"""One row: when the kiosk was last alive, by the clock of then."""

pause = Table(
    "pause",
    metadata,
    Column("id", BigId, primary_key=True),
    # By the clock of then.
    Column("since", Moment, nullable=False),
    # By the clock of now: it moves with the clock, and with the times in which the kiosk is off.
    Column("until", Moment, nullable=False),
    sqlite_autoincrement=True,
)
"""Times of an hour or more in which the kiosk was off or suspended, or that its clock left out."""
