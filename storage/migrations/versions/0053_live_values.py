"""Settings and texts that owners set in the chat, with what was changed of them; there are none yet"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "live_value",
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("field", name=op.f("pk_live_value")),
    )
    op.create_table(
        "live_change",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("follows", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Text()),
        sa.Column("after", sa.Text()),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_change")),
        sa.UniqueConstraint("field", "follows", name=op.f("uq_live_change_field_follows")),
        sa.UniqueConstraint("form", name=op.f("uq_live_change_form")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_live_change_field", "live_change", ["field", "id"])


def downgrade() -> None:
    op.drop_table("live_change")
    op.drop_table("live_value")
