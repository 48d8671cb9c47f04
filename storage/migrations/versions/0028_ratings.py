"""What customers said of their orders; of the orders that have ended nothing was said yet"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "rating",
        sa.Column("order_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("stars", sa.SmallInteger(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars_one_to_five")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_rating_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_rating")),
    )
    op.create_index("ix_rating_newest", "rating", ["panel", "rated_at", "order_id"])


def downgrade() -> None:
    op.drop_table("rating")
