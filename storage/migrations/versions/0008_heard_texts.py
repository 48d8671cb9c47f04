"""Heard texts: panels' words that nobody knew, counted, and what the operator says they mean"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "heard_text",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("heard", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.Text(), nullable=True),
        sa.Column("taught_by", sa.BigInteger(), nullable=True),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("heard IN ('refusal','state')", name=op.f("ck_heard_text_heard_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard_text")),
        sa.UniqueConstraint("panel", "heard", "key", name=op.f("uq_heard_text_panel_heard_key")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("heard_text")
