"""Orders that a panel has and we do not, and how each panel is looked through for them; none are known yet"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
UNDECIDED = sa.text("decided IS NULL")
WAITS = sa.text("decided IS NULL AND shown_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "orphan",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text()),
        sa.Column("link", sa.Text()),
        sa.Column("quantity", sa.BigInteger()),
        sa.Column("charge_micro", sa.BigInteger()),
        sa.Column("panel_state", sa.Text()),
        sa.Column("panel_word", sa.Text(), server_default="", nullable=False),
        sa.Column("remains", sa.BigInteger()),
        sa.Column("created_at", MOMENT),
        sa.Column("has_zone", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("after_at", MOMENT),
        sa.Column("before_at", MOMENT),
        sa.Column("found_at", MOMENT, nullable=False),
        sa.Column("shown_at", MOMENT),
        sa.Column("looks", sa.Text()),
        sa.Column("sure", sa.Text()),
        sa.Column("fits", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("order_id", BIG_ID),
        sa.Column("decided", sa.Text()),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("decided_at", MOMENT),
        sa.CheckConstraint("found_by IN ('list','numbers')", name=op.f("ck_orphan_found_by_known")),
        sa.CheckConstraint(
            "looks IN ('ours','before','others','nothing')", name=op.f("ck_orphan_looks_known")
        ),
        sa.CheckConstraint("decided IN ('order','own','nobodys')", name=op.f("ck_orphan_decided_known")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_orphan_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orphan")),
        sa.UniqueConstraint("panel", "number", name=op.f("uq_orphan_panel_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_orphan_order", "orphan", ["order_id"])
    op.create_index("ix_orphan_decided", "orphan", ["decided_at", "id"])
    op.create_index(
        "ix_orphan_undecided",
        "orphan",
        ["panel", "id"],
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )
    op.create_index(
        "ix_orphan_waits", "orphan", ["shown_at", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "orphan_look",
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("first_number", sa.BigInteger()),
        sa.Column("lists", sa.Boolean()),
        sa.Column("lists_since", MOMENT),
        sa.Column("by_key", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_to", sa.BigInteger()),
        sa.Column("wants_list", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("looked_at", MOMENT),
        sa.Column("trouble", sa.Text()),
        sa.CheckConstraint("by_key IN ('','yes','no')", name=op.f("ck_orphan_look_by_key_known")),
        sa.PrimaryKeyConstraint("panel", name=op.f("pk_orphan_look")),
    )


def downgrade() -> None:
    op.drop_table("orphan_look")
    op.drop_table("orphan")
