"""Tickets: what customers ask a person of the shop, and the answers"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", BIG_ID, nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("topic_chat_id", sa.BigInteger(), nullable=True),
        sa.Column("topic_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("about IN ('shop','payment')", name=op.f("ck_ticket_about_known")),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_ticket_state_known")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ticket_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_person", "ticket", ["person_id", "id"])
    op.create_index("ix_ticket_state", "ticket", ["state", "changed_at", "id"])
    has_topic = sa.text("topic_id IS NOT NULL")
    op.create_index(
        "ix_ticket_topic",
        "ticket",
        ["topic_chat_id", "topic_id"],
        sqlite_where=has_topic,
        postgresql_where=has_topic,
    )
    op.create_table(
        "ticket_message",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=True),
        sa.Column("album", sa.Text(), nullable=True),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "voice IN ('customer','operator','note')", name=op.f("ck_ticket_message_voice_known")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_message_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_message")),
        sa.UniqueConstraint(
            "bot_id", "chat_id", "message_id", name=op.f("uq_ticket_message_bot_id_chat_id_message_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_message_ticket", "ticket_message", ["ticket_id", "id"])
    op.create_index("ix_ticket_message_author", "ticket_message", ["author_id", "sent_at"])
    in_album = sa.text("album IS NOT NULL")
    op.create_index(
        "ix_ticket_message_album",
        "ticket_message",
        ["bot_id", "chat_id", "album", "id"],
        sqlite_where=in_album,
        postgresql_where=in_album,
    )
    op.create_table(
        "ticket_place",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=False),
        sa.Column("ticket_message_id", BIG_ID, nullable=True),
        sa.Column("side", sa.Text(), nullable=False),
        sa.CheckConstraint("side IN ('desk','customer')", name=op.f("ck_ticket_place_side_known")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_place_ticket_id_ticket")),
        sa.ForeignKeyConstraint(
            ["ticket_message_id"],
            ["ticket_message.id"],
            name=op.f("fk_ticket_place_ticket_message_id_ticket_message"),
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_ticket_place")),
    )
    op.create_index("ix_ticket_place_ticket", "ticket_place", ["ticket_id", "chat_id"])
    op.create_index("ix_ticket_place_message", "ticket_place", ["ticket_message_id"])
    op.create_table(
        "ticket_asked",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_id", BIG_ID, nullable=True),
        sa.Column("order_id", BIG_ID, nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("ended_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("about IN ('shop','payment')", name=op.f("ck_ticket_asked_about_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ticket_asked_person_id_person")),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_asked_ticket_id_ticket")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_ticket_asked_order_id_orders")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_ticket_asked")),
    )
    op.create_index("ix_ticket_asked_ticket", "ticket_asked", ["ticket_id"])
    op.create_table(
        "moved_chat",
        sa.Column("old_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("new_id", sa.BigInteger(), nullable=False),
        sa.Column("moved_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("old_id", name=op.f("pk_moved_chat")),
    )


def downgrade() -> None:
    for table in ("moved_chat", "ticket_asked", "ticket_place", "ticket_message", "ticket"):
        op.drop_table(table)
