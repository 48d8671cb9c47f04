"""Orders that start at a time of their own; those that were waiting before go out at once, as they were to"""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

RESERVED = sa.text("state = 'reserved'")
IN_LINE = sa.text("state = 'reserved' AND starts_at IS NULL")
SCHEDULED = sa.text("state = 'reserved' AND starts_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("orders", sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_orders_line", table_name="orders")
    _index("ix_orders_line", ["panel", "rank", "id"], IN_LINE)
    _index("ix_orders_scheduled", ["panel", "starts_at", "id"], SCHEDULED)


def downgrade() -> None:
    op.drop_index("ix_orders_scheduled", table_name="orders")
    op.drop_index("ix_orders_line", table_name="orders")
    _index("ix_orders_line", ["panel", "rank", "id"], RESERVED)
    op.drop_column("orders", "starts_at")


def _index(name: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, "orders", columns, sqlite_where=where, postgresql_where=where)
