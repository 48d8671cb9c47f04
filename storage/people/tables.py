"""The tables of people, of the bot's own texts, and of the identity that the database belongs to."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    Table,
    UniqueConstraint,
    not_,
    or_,
    text,
)

from shop.preferences import Loudness
from storage.core.columns import BigId, Moment, Words, known, metadata
from storage.core.indexes import partial_index

person = Table(
    "person",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("username", Words),
    # What staff finds them by, see shop/people/searching.py.
    Column("search_key", Words, nullable=False, server_default=""),
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
    Column("notices", Words, nullable=False, server_default=Loudness.ALL),
    # Minutes since midnight by their own clock; both or none.
    Column("quiet_from", SmallInteger),
    Column("quiet_until", SmallInteger),
    Column("zone", Words),
    # What their next words answer, since when, and the update that has answered it.
    Column("question", Words),
    Column("question_at", Moment),
    Column("question_by", BigInteger),
    # When their services are looked at next for news (NULL: they want none), and when they last had some.
    Column("news_at", Moment),
    Column("news_told_at", Moment),
    # Whether broadcasts of the shop's news reach them.
    Column("shop_news", Boolean, nullable=False, server_default=text("true")),
    known("notices", Loudness),
    # The list at the desk, by who was seen last and who came last.
    Index("ix_person_seen", "seen_at", "id"),
    Index("ix_person_created", "created_at", "id"),
)
person_blocked = not_(person.c.reachable)
partial_index("ix_person_blocked", person.c.seen_at, person.c.id, where=person_blocked)
person_hushed = or_(person.c.quiet_from.is_not(None), person.c.notices == Loudness.SILENT)
person_asked = person.c.question_at.is_not(None)
partial_index("ix_person_question", person.c.id, where=person_asked)
person_wants_news = person.c.news_at.is_not(None)
partial_index("ix_person_news", person.c.news_at, where=person_wants_news)

told_service = Table(
    "told_service",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    # No foreign key: a service may leave the catalogue and come back.
    Column("service_id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("currency", Words, nullable=False),
    Column("told_micro", BigInteger),
    Column("seen_micro", BigInteger),
    Column("differs_at", Moment),
)
"""What somebody who wants news was told last of each of their services; what differs from it, since when."""

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

person_note = Table(
    "person_note",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("author_id", BigInteger, nullable=False),
    Column("text", Words, nullable=False),
    Column("written_at", Moment, nullable=False),
    # The author's message: handled again, it is the same note.
    Column("update_id", BigInteger, nullable=False),
    UniqueConstraint("author_id", "update_id"),
    Index("ix_person_note_person", "person_id", "id"),
    # Rows are deleted, and no id may be used again.
    sqlite_autoincrement=True,
)
"""What the staff notes about people, for the staff alone."""

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
