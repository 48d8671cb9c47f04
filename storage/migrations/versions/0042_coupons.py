"""Coupons, their uses, and what they took off orders; there are none yet"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
LIVE = sa.text("stopped_at IS NULL")


def upgrade() -> None:
    op.add_column("orders", sa.Column("discount_micro", sa.BigInteger(), server_default="0", nullable=False))
    op.create_table(
        "coupon",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("percent_ppm", sa.Integer(), nullable=False),
        sa.Column("amount_micro", sa.BigInteger(), nullable=False),
        sa.Column("uses", sa.Integer()),
        sa.Column("each", sa.Integer(), nullable=False),
        sa.Column("least_micro", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", MOMENT),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("stopped_at", MOMENT),
        sa.CheckConstraint(
            "(percent_ppm > 0 AND amount_micro = 0) OR (percent_ppm = 0 AND amount_micro > 0)",
            name=op.f("ck_coupon_one_worth"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon")),
    )
    op.create_index(
        "uq_coupon_live", "coupon", ["key"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
    )
    op.create_table(
        "coupon_use",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("coupon_id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", BIG_ID),
        sa.Column("amount_micro", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger()),
        sa.Column("used_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount_micro > 0", name=op.f("ck_coupon_use_amount_positive")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_use_coupon_id_coupon")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_coupon_use_order_id_orders")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coupon_use_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupon_use")),
        sa.UniqueConstraint("order_id", name=op.f("uq_coupon_use_order_id")),
    )
    op.create_index("ix_coupon_use", "coupon_use", ["coupon_id", "person_id", "order_id"])
    op.create_table(
        "coupon_ready",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("coupon_id", BIG_ID, nullable=False),
        sa.Column("entered_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_coupon_ready_coupon_id_coupon")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coupon_ready_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_coupon_ready")),
    )
    op.create_table(
        "growth_question",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_by", sa.BigInteger()),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_growth_question_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_growth_question")),
    )


def downgrade() -> None:
    refuse_if_any("uses of coupons", "coupon_use")
    for table in ("growth_question", "coupon_ready", "coupon_use", "coupon"):
        op.drop_table(table)
    op.drop_column("orders", "discount_micro")
