"""How good services are, the rule that takes failing ones off sale, and how panels' prices have moved"""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
ITSELF = sa.text("finished_at IS NOT NULL AND sent_service IS NULL")
FOR_ANOTHER = sa.text("finished_at IS NOT NULL AND sent_service IS NOT NULL")
STOPPED = sa.text("stopped_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_orders_ended",
        "orders",
        ["panel", "service_id", "finished_at", "id"],
        sqlite_where=ITSELF,
        postgresql_where=ITSELF,
    )
    op.create_index(
        "ix_orders_ended_for_another",
        "orders",
        ["panel", "sent_service", "finished_at", "id"],
        sqlite_where=FOR_ANOTHER,
        postgresql_where=FOR_ANOTHER,
    )
    op.create_table(
        "service_quality",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("recent", sa.Text(), server_default="", nullable=False),
        sa.Column("fresh", sa.Text(), server_default="", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worst", sa.Integer(), server_default="0", nullable=False),
        sa.Column("lost", sa.Integer(), server_default="0", nullable=False),
        sa.Column("refills", sa.Integer(), server_default="0", nullable=False),
        sa.Column("honoured", sa.Integer(), server_default="0", nullable=False),
        sa.Column("start_s", sa.BigInteger()),
        sa.Column("finish_s", sa.BigInteger()),
        sa.Column("nearly_all_s", sa.BigInteger()),
        sa.Column("measured_at", MOMENT, nullable=False),
        sa.Column("stopped_at", MOMENT),
        sa.Column("stopped_failed", sa.Integer()),
        sa.Column("stopped_of", sa.Integer()),
        sa.Column("resumed_at", MOMENT),
        sa.Column("resumed_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("service_id", "panel", name=op.f("pk_service_quality")),
    )
    op.create_index("ix_service_quality_worst", "service_quality", ["worst", "service_id", "panel"])
    op.create_index("ix_service_quality_failed", "service_quality", ["failed"])
    op.create_index(
        "ix_service_quality_stopped",
        "service_quality",
        ["service_id", "panel"],
        sqlite_where=STOPPED,
        postgresql_where=STOPPED,
    )
    op.create_table(
        "quality_progress",
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("finished_at", MOMENT),
        sa.Column("order_id", sa.BigInteger()),
        sa.Column("service_id", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("panel", name=op.f("pk_quality_progress")),
    )
    op.create_table(
        "fail_rule",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("percent", sa.Integer()),
        sa.Column("last", sa.Integer()),
        sa.Column("set_by", sa.BigInteger()),
        sa.Column("set_at", MOMENT),
        sa.Column("told", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("told_at", MOMENT),
        sa.CheckConstraint("id = 1", name=op.f("ck_fail_rule_only_one")),
        sa.CheckConstraint("(percent IS NULL) = (last IS NULL)", name=op.f("ck_fail_rule_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fail_rule")),
    )
    op.create_table(
        "rate_move",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("before_micro", sa.BigInteger(), nullable=False),
        sa.Column("after_micro", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_move")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_rate_move_service", "rate_move", ["panel", "service_id", "id"])


def downgrade() -> None:
    op.drop_table("rate_move")
    op.drop_table("fail_rule")
    op.drop_table("quality_progress")
    op.drop_table("service_quality")
    op.drop_index("ix_orders_ended_for_another", "orders")
    op.drop_index("ix_orders_ended", "orders")
