"""Statistics: an index that tells whether somebody ordered before, and services in the one of what was sold"""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

SOLD = sa.text("(state NOT IN ('rejected', 'voided'))")
FIGURES = [
    *("created_at", "currency", "price_micro", "refunded_micro"),
    *("charge_here_micro", "cost_here_micro", "cost_micro", "person_id", "panel", "state"),
]


def upgrade() -> None:
    _made_anew([*FIGURES, "service_id"])
    op.create_index(
        "ix_orders_first",
        "orders",
        ["person_id", "created_at", "state"],
        sqlite_where=SOLD,
        postgresql_where=SOLD,
    )


def downgrade() -> None:
    op.drop_index("ix_orders_first", table_name="orders")
    _made_anew(FIGURES)


def _made_anew(columns: list[str]) -> None:
    op.drop_index("ix_orders_sold", table_name="orders")
    op.create_index("ix_orders_sold", "orders", columns, sqlite_where=SOLD, postgresql_where=SOLD)
