"""Indexes for the staff's list of everybody's orders: by service, by day, with money back, held"""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

HELD = sa.text("refund_held_at IS NOT NULL")
MONEY_BACK = sa.text("refunded_micro > 0 OR state IN ('rejected', 'voided')")


def upgrade() -> None:
    op.create_index("ix_orders_service", "orders", ["service_id", "id"])
    op.create_index("ix_orders_created", "orders", ["created_at", "id"])
    op.drop_index("ix_orders_held", table_name="orders")
    op.create_index("ix_orders_held", "orders", ["panel", "id"], sqlite_where=HELD, postgresql_where=HELD)
    op.create_index(
        "ix_orders_money_back",
        "orders",
        ["panel", "id"],
        sqlite_where=MONEY_BACK,
        postgresql_where=MONEY_BACK,
    )


def downgrade() -> None:
    op.drop_index("ix_orders_money_back", table_name="orders")
    op.drop_index("ix_orders_held", table_name="orders")
    op.create_index("ix_orders_held", "orders", ["panel"], sqlite_where=HELD, postgresql_where=HELD)
    op.drop_index("ix_orders_created", table_name="orders")
    op.drop_index("ix_orders_service", table_name="orders")
