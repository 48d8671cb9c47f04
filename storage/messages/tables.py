"""The tables of updates, notices and broadcasts."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    UniqueConstraint,
    false,
)

from shop.broadcast import BEGUN, BroadcastState
from shop.notice import HELD_LANE, NoticeState
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
    # Who gets it; see shop/audience.
    Column("audience", Json, nullable=False, server_default="{}"),
    # The moment of the wall clock at which it begins; NULL for at once.
    Column("starts_at", Moment),
    Column("by_day", Boolean, nullable=False, server_default=false()),
    Column("paid", Boolean, nullable=False, server_default=false()),
    # An album that may still arrive: its id at Telegram, and the updates whose parts are in the content.
    Column("album", Json),
    # When sending began or went on last, and how many messages had ended by then; NULL while none goes out.
    Column("pace_since", Moment),
    Column("pace_ended", Integer, nullable=False, server_default="0"),
    # The moment at which the next held messages are due.
    Column("held_until", Moment),
    # What stopped it, in a word of ours.
    Column("trouble", Words, nullable=False, server_default=""),
    # When it was decided to delete what had arrived.
    Column("deleting_at", Moment),
    # The final figures; NULL while they may change.
    Column("figures", Json),
    known("state", BroadcastState),
    Index("ix_broadcast_state", "state"),
    # Buttons name the ids: none may be used again after a restore.
    sqlite_autoincrement=True,
)
broadcast_begun = broadcast.c.state.in_([fixed(state) for state in BEGUN])
partial_index("ix_broadcast_begun", broadcast.c.id, where=broadcast_begun)

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
    # The ids under which a broadcast's message arrived, with commas between those of an album.
    Column("sent_as", Words),
    known("state", NoticeState),
    Index("ix_outbox_broadcast", "broadcast_id", "state", "kind", "lane"),
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
outbox_held = outbox.c.lane == HELD_LANE
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
