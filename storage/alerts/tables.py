"""The tables of alerts."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, Table, false

from shop.alert_cases import AlertState
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

alert = Table(
    "alert",
    metadata,
    Column("id", BigId, primary_key=True),
    # No CHECK: a new kind needs no revision.
    Column("kind", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("state", Words, nullable=False),
    # What its words name: numbers, and words of ours or of the panel.
    Column("facts", Json, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("times", Integer, nullable=False, server_default="1"),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    # When the condition was last seen to hold.
    Column("signaled_at", Moment, nullable=False),
    Column("closed_at", Moment),
    # From when its cards are to be brought up to date; NULL if they are.
    Column("due_at", Moment),
    # Whether they are then to be sent anew, so that phones ring; and when they last were.
    Column("is_anew", Boolean, nullable=False, server_default=false()),
    Column("rung_at", Moment),
    Column("muted_until", Moment),
    Column("seen_by", BigInteger),
    # The alert on whose card it stands; NULL if it has its own.
    Column("heap_id", ForeignKey("alert.id")),
    known("state", AlertState),
    sqlite_autoincrement=True,  # acts and buttons name them, and old rows are deleted
)
alert_open = alert.c.state == fixed(AlertState.OPEN)
alert_closed = alert.c.state == fixed(AlertState.CLOSED)
alert_due = alert.c.due_at.is_not(None)
alert_in_heap = alert.c.heap_id.is_not(None)
partial_index("uq_alert_open", alert.c.kind, alert.c.subject, where=alert_open, unique=True)
partial_index("ix_alert_open", alert.c.id, where=alert_open)
partial_index("ix_alert_last", alert.c.kind, alert.c.subject, alert.c.id, where=alert_closed)
partial_index("ix_alert_over", alert.c.closed_at, where=alert_closed)
partial_index("ix_alert_due", alert.c.due_at, where=alert_due)
partial_index("ix_alert_heap", alert.c.heap_id, alert.c.state, where=alert_in_heap)

alert_card = Table(
    "alert_card",
    metadata,
    Column("alert_id", ForeignKey("alert.id"), primary_key=True),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    # NULL until it is delivered.
    Column("message_id", BigInteger),
)

backup_beat = Table(
    "backup_beat",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("made_at", Moment, nullable=False),
)
"""When the last backup was made: one row, and none as long as nobody makes backups."""
