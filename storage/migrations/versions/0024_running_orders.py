"""An index of a person's running orders, which stand first in the list; no row changes"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

RUNNING = sa.text("state IN ('reserved', 'submitting', 'unknown', 'pending', 'processing', 'in_progress')")


def upgrade() -> None:
    op.create_index(
        "ix_orders_running",
        "orders",
        ["person_id", "id"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def downgrade() -> None:
    op.drop_index("ix_orders_running", table_name="orders")
