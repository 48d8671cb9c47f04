"""The tables of updates, notices and broadcasts."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
)

from shop.broadcast import BroadcastState
from shop.notice import NoticeState
from shop.updates import UpdateState
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

inbox = Table(
    "inbox",
    metadata,
    Column("seq", BigId, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("person_id", BigInteger),
    Column("raw", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("failures", SmallInteger, nullable=False, server_default="0"),
    Column("error", Words),
    Column("received_at", Moment, nullable=False),
    Column("handled_at", Moment),
    UniqueConstraint("bot_id", "update_id"),
    known("state", UpdateState),
    Index("ix_inbox_handled", "state", "handled_at"),
    # Rows are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
inbox_waiting = inbox.c.state == fixed(UpdateState.WAITING)
partial_index(
    "ix_inbox_waiting",
    inbox.c.bot_id,
    inbox.c.seq,
    where=inbox_waiting,
)
partial_index(
    "ix_inbox_person",
    inbox.c.bot_id,
    inbox.c.person_id,
    inbox.c.seq,
    where=inbox_waiting,
)

inbox_done = inbox.c.state == fixed(UpdateState.DONE)
partial_index("ix_inbox_done", inbox.c.handled_at, where=inbox_done)

broadcast = Table(
    "broadcast",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("operator_id", ForeignKey("person.id"), nullable=False),
    Column("method", Words, nullable=False, server_default=""),
    Column("content", Json, nullable=False),
    Column("state", Words, nullable=False),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("progress_message_id", BigInteger),
    Column("answered_by", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("started_at", Moment),
    Column("finished_at", Moment),
    known("state", BroadcastState),
    Index("ix_broadcast_state", "state"),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("dedupe_key", Words, nullable=False, unique=True),
    Column("lane", SmallInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", Words, nullable=False),
    Column("payload", Json, nullable=False),
    Column("broadcast_id", ForeignKey("broadcast.id")),
    Column("state", Words, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("not_before", Moment, nullable=False),
    Column("error", Words),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    known("state", NoticeState),
    Index("ix_outbox_broadcast", "broadcast_id", "state"),
    Index("ix_outbox_finished", "finished_at"),
    # Rows are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
outbox_undelivered = outbox.c.state.in_([fixed(NoticeState.FAILED), fixed(NoticeState.BLOCKED)])
partial_index(
    "ix_outbox_undelivered",
    outbox.c.chat_id,
    outbox.c.state,
    where=outbox_undelivered,
)
outbox_pending = outbox.c.state == fixed(NoticeState.PENDING)
partial_index(
    "ix_outbox_pending",
    outbox.c.lane,
    outbox.c.id,
    outbox.c.chat_id,
    outbox.c.not_before,
    where=outbox_pending,
)
partial_index(
    "ix_outbox_chat",
    outbox.c.chat_id,
    outbox.c.lane,
    outbox.c.id,
    outbox.c.not_before,
    where=outbox_pending,
)
