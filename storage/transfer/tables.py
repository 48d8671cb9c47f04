"""The tables of exports and imports: what waits for the worker, and the rows of a file that was read."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, Table, UniqueConstraint, text

from shop.transfer.export import ExportKind, FileForm, Span
from shop.transfer.people_import import ImportState
from storage.core.columns import BigId, Json, Moment, Words, fixed, known, metadata
from storage.core.indexes import partial_index

export = Table(
    "export",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("form", Words, nullable=False),
    Column("span", Words, nullable=False),
    Column("since", Moment),
    Column("until", Moment),
    Column("asked_by", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    # The update that asked: handled again, it asks for nothing more.
    Column("update_id", BigInteger, nullable=False, unique=True),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    # When its file was sent, or given up.
    Column("ended_at", Moment),
    known("kind", ExportKind),
    known("form", FileForm),
    known("span", Span),
    # Rows are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
"""Files that owners wanted; an ended one goes when a later one is asked for. The log has them all."""

people_import = Table(
    "people_import",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("source", Words, nullable=False),
    Column("file_id", Words, nullable=False),
    Column("file_hash", Words, nullable=False, server_default=""),
    Column("state", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("asked_by", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("update_id", BigInteger, nullable=False, unique=True),
    # What the dry run found, in numbers.
    Column("found", Json, nullable=False),
    Column("confirmed_by", BigInteger),
    Column("admits", Boolean, nullable=False, server_default=text("false")),
    # The last row that was booked, and what all until then came to.
    Column("after", Integer, nullable=False, server_default="0"),
    Column("booked", Integer, nullable=False, server_default="0"),
    Column("booked_micro", BigInteger, nullable=False, server_default="0"),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    known("state", ImportState),
    sqlite_autoincrement=True,
)
"""Imports of people from another bot."""
import_at_work = people_import.c.state.in_(
    [fixed(state) for state in (ImportState.SENT, ImportState.CONFIRMED)]
)
partial_index("ix_people_import_at_work", people_import.c.id, where=import_at_work)

import_row = Table(
    "import_row",
    metadata,
    Column("import_id", ForeignKey("people_import.id"), primary_key=True, autoincrement=False),
    Column("line", Integer, primary_key=True, autoincrement=False),
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("name", Words, nullable=False),
    Column("username", Words),
    Column("language", Words, nullable=False),
    Column("balance_micro", BigInteger, nullable=False),
    Column("level", Words, nullable=False),
    Column("banned", Boolean, nullable=False),
    UniqueConstraint("import_id", "person_id"),
)
"""The good rows of a file, from its dry run until they are booked or given up."""
