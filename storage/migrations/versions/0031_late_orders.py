"""When the operators were told that an order is late, and an index of those that still are; none is yet"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

LATE = sa.text("late_told_at IS NOT NULL AND state IN ('pending', 'processing', 'in_progress')")


def upgrade() -> None:
    op.add_column("orders", sa.Column("late_told_at", sa.DateTime(timezone=True)))
    op.create_index("ix_orders_late", "orders", ["panel", "id"], sqlite_where=LATE, postgresql_where=LATE)


def downgrade() -> None:
    op.drop_index("ix_orders_late", table_name="orders")
    op.drop_column("orders", "late_told_at")
