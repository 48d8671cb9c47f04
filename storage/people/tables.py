"""The table of people."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Table,
    text,
)

from storage.core.columns import Moment, Words, metadata

person = Table(
    "person",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("username", Words),
    Column("language", Words, nullable=False),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)
