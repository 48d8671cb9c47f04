"""The tables of bundles."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, Table

from storage.core.columns import BigId, Json, Moment, Words, metadata

bundle = Table(
    "bundle",
    metadata,
    Column("id", BigId, primary_key=True),
    # The copy that operators work on.
    Column("content", Json, nullable=False),
    # Counts its changes.
    Column("revision", Integer, nullable=False),
    # The message that began it: handled again, it begins no other.
    Column("made_by_update", BigInteger, nullable=False, unique=True),
    # The version that is on sale, or was last; 0 before the first.
    Column("version", Integer, nullable=False),
    Column("is_on_sale", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    CheckConstraint("version >= 0 AND (version > 0 OR NOT is_on_sale)", name="sold_as_a_version"),
    sqlite_autoincrement=True,
)
"""Bundles are never deleted: orders name them."""

bundle_version = Table(
    "bundle_version",
    metadata,
    Column("bundle_id", ForeignKey("bundle.id"), primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    # What customers get, as it stood when it was put on sale.
    Column("content", Json, nullable=False),
    Column("name", Words, nullable=False),
    # The revision of the bundle that it was made of.
    Column("revision", Integer, nullable=False),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("version > 0", name="counted_from_one"),
)
"""What was ever on sale; a row never changes."""

Index("ix_bundle_on_sale", bundle.c.is_on_sale, bundle.c.id)
