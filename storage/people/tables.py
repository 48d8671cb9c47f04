"""The tables of people, of the bot's own texts, and of the identity that the database belongs to."""

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, ForeignKey, SmallInteger, Table, text

from storage.core.columns import Moment, Words, metadata
from storage.core.indexes import partial_index

person = Table(
    "person",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("username", Words),
    Column("language", Words, nullable=False),
    Column("chosen_language", Words),
    # The version of the shop's terms that they accepted last, and when.
    Column("accepted_terms", Words),
    Column("accepted_at", Moment),
    # The highest number of their orders when their data was deleted: up to it, orders are not theirs to see.
    Column("erased_to", BigInteger, nullable=False, server_default=text("0")),
    Column("reachable", Boolean, nullable=False, server_default=text("true")),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

person_erased = person.c.erased_to > text("0")
partial_index("ix_person_erased", person.c.id, where=person_erased)

erasure = Table(
    "erasure",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("asked_at", Moment, nullable=False),
    # The last of their orders from which everything about them is gone.
    Column("after", BigInteger, nullable=False, server_default=text("0")),
    # When all orders were; then only traces of their messages are left.
    Column("cleared_at", Moment),
)
"""Deletions under way of people's data, see storage/erasing; a row goes when all is done."""

favourite = Table(
    "favourite",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    # No foreign key: a service may leave the catalogue and come back.
    Column("service_id", Words, primary_key=True),
    Column("added_at", Moment, nullable=False),
)
"""The services that a person has given a star."""

bot_text = Table(
    "bot_text",
    metadata,
    Column("kind", Words, primary_key=True),
    Column("text", Words, primary_key=True),
    Column("written_at", Moment, nullable=False),
)
"""The texts that the kiosk has written into the bot's profile; any other is its operator's own."""

identity = Table(
    "identity",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("panel", Words, nullable=False),
    Column("bot_id", BigInteger, nullable=False),
    Column("access", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("since", Moment, nullable=False),
    CheckConstraint("id = 1", name="only_one"),
)
"""One row: whose money and orders this database has. Each start compares the settings with it."""
