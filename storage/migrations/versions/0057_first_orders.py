"""An index that tells whether somebody ordered before"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

SOLD = sa.text("(state NOT IN ('rejected', 'voided'))")


def upgrade() -> None:
    op.create_index(
        "ix_orders_first",
        "orders",
        ["person_id", "created_at", "state"],
        sqlite_where=SOLD,
        postgresql_where=SOLD,
    )


def downgrade() -> None:
    op.drop_index("ix_orders_first", table_name="orders")
