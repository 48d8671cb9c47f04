"""The tables of how good services are: figures of each, how far orders were looked at, the rule."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Integer, Table

from storage.core.columns import Json, Moment, Words, metadata
from storage.core.indexes import partial_index

service_quality = Table(
    "service_quality",
    metadata,
    Column("service_id", Words, primary_key=True),
    # The shop's numbers mean something else once it has moved to another panel account.
    Column("panel", Words, primary_key=True),
    # The outcomes of its latest ended orders, a letter each, newest first; `fresh` since it was put back.
    Column("recent", Words, nullable=False, server_default=""),
    Column("fresh", Words, nullable=False, server_default=""),
    # How many of `fresh` failed, and the least true share of failures in `recent`, in parts of a million.
    Column("failed", Integer, nullable=False, server_default="0"),
    Column("worst", Integer, nullable=False, server_default="0"),
    Column("lost", Integer, nullable=False, server_default="0"),
    Column("refills", Integer, nullable=False, server_default="0"),
    Column("honoured", Integer, nullable=False, server_default="0"),
    # Seconds; NULL while too few orders tell them.
    Column("start_s", BigInteger),
    Column("finish_s", BigInteger),
    Column("nearly_all_s", BigInteger),
    Column("measured_at", Moment, nullable=False),
    # Since when it is off sale because it failed, with what it had done then.
    Column("stopped_at", Moment),
    Column("stopped_failed", Integer),
    Column("stopped_of", Integer),
    # When an operator last put it back on sale, and who.
    Column("resumed_at", Moment),
    Column("resumed_by", BigInteger),
    Index("ix_service_quality_worst", "worst", "service_id", "panel"),
    Index("ix_service_quality_failed", "failed"),
)
quality_stopped = service_quality.c.stopped_at.is_not(None)
partial_index(
    "ix_service_quality_stopped",
    service_quality.c.service_id,
    service_quality.c.panel,
    where=quality_stopped,
)

quality_progress = Table(
    "quality_progress",
    metadata,
    Column("panel", Words, primary_key=True),
    # The ended order up to which services were measured anew.
    Column("finished_at", Moment),
    Column("order_id", BigInteger),
    # The service up to which all are measured once more, one after the other.
    Column("service_id", Words, nullable=False, server_default=""),
)

fail_rule = Table(
    "fail_rule",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    # NULL: nothing is taken off sale.
    Column("percent", Integer),
    Column("last", Integer),
    Column("set_by", BigInteger),
    Column("set_at", Moment),
    # Which better offers operators were told of last, and when.
    Column("told", Json, nullable=False, server_default="[]"),
    Column("told_at", Moment),
    CheckConstraint("id = 1", name="only_one"),
    CheckConstraint("(percent IS NULL) = (last IS NULL)", name="whole"),
)
