"""The tables of tickets. Rows refer to messages by the chat they stand in and their number there."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, UniqueConstraint

from shop.tickets.ticket import About, Side, TicketState, Voice
from storage.core.columns import BigId, Moment, Words, known, metadata
from storage.core.indexes import partial_index

ticket = Table(
    "ticket",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("person_id", ForeignKey("person.id"), nullable=False),
    Column("order_id", ForeignKey("orders.id")),
    Column("about", Words, nullable=False),
    Column("state", Words, nullable=False),
    Column("topic_chat_id", BigInteger),
    Column("topic_id", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("changed_at", Moment, nullable=False),
    known("about", About),
    known("state", TicketState),
    Index("ix_ticket_person", "person_id", "id"),
    Index("ix_ticket_state", "state", "changed_at", "id"),
    sqlite_autoincrement=True,
)
partial_index(
    "ix_ticket_topic", ticket.c.topic_chat_id, ticket.c.topic_id, where=ticket.c.topic_id.is_not(None)
)

ticket_message = Table(
    "ticket_message",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False),
    Column("voice", Words, nullable=False),
    # Whoever wrote: an operator may never have written to the bot itself.
    Column("author_id", BigInteger, nullable=False),
    Column("kind", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("file_id", Words),
    Column("album", Words),
    # The same text with its marks, NULL without any. A kiosk of the release before edits the text alone.
    Column("html", Words),
    # Another bot of the same shop counts the messages of a private chat anew.
    Column("bot_id", BigInteger, nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("message_id", BigInteger, nullable=False),
    Column("sent_at", Moment, nullable=False),
    UniqueConstraint("bot_id", "chat_id", "message_id"),
    known("voice", Voice),
    Index("ix_ticket_message_ticket", "ticket_id", "id"),
    Index("ix_ticket_message_author", "author_id", "sent_at"),
    sqlite_autoincrement=True,
)
partial_index(
    "ix_ticket_message_album",
    ticket_message.c.bot_id,
    ticket_message.c.chat_id,
    ticket_message.c.album,
    ticket_message.c.id,
    where=ticket_message.c.album.is_not(None),
)

ticket_place = Table(
    "ticket_place",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False),
    # NULL for the first message, which says who asks.
    Column("ticket_message_id", ForeignKey("ticket_message.id")),
    Column("side", Words, nullable=False),
    known("side", Side),
    Index("ix_ticket_place_ticket", "ticket_id", "chat_id"),
    Index("ix_ticket_place_message", "ticket_message_id"),
)
"""Our own messages that stand for a ticket's: who replies to one of these replies to that ticket."""

ticket_asked = Table(
    "ticket_asked",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True, autoincrement=False),
    Column("ticket_id", ForeignKey("ticket.id")),
    Column("order_id", ForeignKey("orders.id")),
    Column("about", Words, nullable=False),
    Column("asked_at", Moment, nullable=False),
    # The update by which the person went elsewhere.
    Column("ended_by", BigInteger),
    known("about", About),
    Index("ix_ticket_asked_ticket", "ticket_id"),
)
"""Who is writing to a person of the shop now, and about what."""

moved_chat = Table(
    "moved_chat",
    metadata,
    Column("old_id", BigInteger, primary_key=True, autoincrement=False),
    Column("new_id", BigInteger, nullable=False),
    Column("moved_at", Moment, nullable=False),
)
"""Groups that have become supergroups, which gave them another number."""
