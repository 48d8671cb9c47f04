"""Cards of orders in other chats; those that were shared before have no button, and cannot be edited"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "shared_card",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("inline_message_id", sa.Text(), nullable=False),
        sa.Column("order_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_shared_card_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_shared_card_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_card")),
        sa.UniqueConstraint("inline_message_id", name=op.f("uq_shared_card_inline_message_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_shared_card_order", "shared_card", ["order_id", "id"])


def downgrade() -> None:
    op.drop_table("shared_card")
