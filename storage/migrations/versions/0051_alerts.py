"""Alerts, their cards, and when the last backup was made; there are none yet"""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0049"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
OPEN, CLOSED = sa.text("state = 'open'"), sa.text("state = 'closed'")
INDEXES = {
    "ix_alert_open": (["id"], OPEN),
    "ix_alert_last": (["kind", "subject", "id"], CLOSED),
    "ix_alert_over": (["closed_at"], CLOSED),
    "ix_alert_due": (["due_at"], sa.text("due_at IS NOT NULL")),
    "ix_alert_heap": (["heap_id", "state"], sa.text("heap_id IS NOT NULL")),
}


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("times", sa.Integer(), server_default="1", nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("signaled_at", MOMENT, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("due_at", MOMENT),
        sa.Column("is_anew", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("rung_at", MOMENT),
        sa.Column("muted_until", MOMENT),
        sa.Column("seen_by", sa.BigInteger()),
        sa.Column("heap_id", BIG_ID),
        sa.CheckConstraint("state IN ('open','closed')", name=op.f("ck_alert_state_known")),
        sa.ForeignKeyConstraint(["heap_id"], ["alert.id"], name=op.f("fk_alert_heap_id_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "uq_alert_open", "alert", ["kind", "subject"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    for name, (columns, part) in INDEXES.items():
        op.create_index(name, "alert", columns, sqlite_where=part, postgresql_where=part)
    op.create_table(
        "alert_card",
        sa.Column("alert_id", BIG_ID, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger()),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_card_alert_id_alert")),
        sa.PrimaryKeyConstraint("alert_id", "chat_id", name=op.f("pk_alert_card")),
    )
    op.create_table(
        "backup_beat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_beat")),
    )


def downgrade() -> None:
    for table in ("backup_beat", "alert_card", "alert"):
        op.drop_table(table)
