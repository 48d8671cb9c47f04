"""The tables of what operators decided about the catalogue, and of what syncs changed."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, false

from shop.catalogue.curating import Curated
from shop.catalogue.hiding_rules import RuleState, SetState
from shop.catalogue.sync_report import Moved
from storage.core.columns import BigId, Json, Moment, Words, known, metadata

curated = Table(
    "curated",
    metadata,
    Column("kind", Words, primary_key=True),
    # A service's number in the shop, or the key of the panel's name of a category.
    Column("key", Words, primary_key=True),
    # NULL: left to the rules.
    Column("is_shown", Boolean),
    # Empty: as the panel has it.
    Column("name", Words, nullable=False, server_default=""),
    Column("description", Words, nullable=False, server_default=""),
    Column("picture", Words, nullable=False, server_default=""),
    Column("is_pinned", Boolean, nullable=False, server_default=false()),
    Column("position", Integer),
    Column("changed_by", BigInteger, nullable=False),
    Column("changed_at", Moment, nullable=False),
    known("kind", Curated),
)
"""What operators decided about a service or a category; a row stays when the panel takes the service away."""

hiding_rule = Table(
    "hiding_rule",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("words", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("made_by", BigInteger, nullable=False),
    # The message that named it: handled again, it is the same rule.
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("changed_at", Moment, nullable=False),
    known("state", RuleState),
    Index("ix_hiding_rule_state", "state", "changed_at"),
    sqlite_autoincrement=True,
)
"""Rules that hide services by words."""

hiding_set = Table(
    "hiding_set",
    metadata,
    # A default set; empty: this shop is older than the sets, and is asked about each.
    Column("key", Words, primary_key=True),
    Column("state", Words, nullable=False),
    Column("changed_by", BigInteger),
    Column("changed_at", Moment, nullable=False),
    known("state", SetState),
)
"""What was decided about the default sets."""

catalogue_sync = Table(
    "catalogue_sync",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("at", Moment, nullable=False),
    # How many services moved, by how.
    Column("counts", Json, nullable=False),
    Column("currency", Words, nullable=False),
    Column("size", Integer, nullable=False),
    Index("ix_catalogue_sync_at", "at"),
    sqlite_autoincrement=True,
)
"""Syncs that changed something; the oldest go."""

catalogue_change = Table(
    "catalogue_change",
    metadata,
    Column("sync_id", ForeignKey("catalogue_sync.id"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("moved", Words, nullable=False),
    Column("service_id", Words, nullable=False),
    Column("name", Words, nullable=False),
    Column("before", Words, nullable=False, server_default=""),
    Column("before_micro", BigInteger),
    Column("after_micro", BigInteger),
    known("moved", Moved),
)
"""The first changes of each kind, by name."""
