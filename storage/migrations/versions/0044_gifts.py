"""Gifts of balance to friends, and the messages that offer them; there are none yet"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN, OFFERED = sa.text("state = 'open'"), sa.text("state = 'offered'")


def upgrade() -> None:
    op.create_table(
        "gift",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("giver_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_micro", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("taker_id", sa.BigInteger()),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint("amount_micro > 0", name=op.f("ck_gift_amount_positive")),
        sa.CheckConstraint(
            "state IN ('offered','open','taken','canceled','expired','recalled')",
            name=op.f("ck_gift_state_known"),
        ),
        sa.ForeignKeyConstraint(["giver_id"], ["person.id"], name=op.f("fk_gift_giver_id_person")),
        sa.ForeignKeyConstraint(["taker_id"], ["person.id"], name=op.f("fk_gift_taker_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gift")),
        sa.UniqueConstraint("token", name=op.f("uq_gift_token")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_gift_open", "gift", ["giver_id", "id"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_gift_expires", "gift", ["expires_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_gift_offered", "gift", ["made_at"], sqlite_where=OFFERED, postgresql_where=OFFERED)
    op.create_table(
        "gift_card",
        sa.Column("inline_message_id", sa.Text(), nullable=False),
        sa.Column("gift_id", BIG_ID, nullable=False),
        sa.Column("shared_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["gift_id"], ["gift.id"], name=op.f("fk_gift_card_gift_id_gift")),
        sa.PrimaryKeyConstraint("inline_message_id", name=op.f("pk_gift_card")),
    )
    op.create_index("ix_gift_card_gift_id", "gift_card", ["gift_id"])


def downgrade() -> None:
    refuse_if_any("gifts", "gift")
    op.drop_table("gift_card")
    op.drop_table("gift")
