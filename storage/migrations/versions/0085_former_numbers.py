"""An ended order keeps apart the number that the panel has given to another order since."""

import sqlalchemy as sa
from alembic import op

revision = "0085"
down_revision = "0084"
branch_labels = None
depends_on = None

# Kiosks of the release before never write the column, and read such an order as one without a number.
only_adds = True


def upgrade() -> None:
    op.add_column("orders", sa.Column("former_number", sa.Text()))
    op.create_index(
        "ix_orders_former_number",
        "orders",
        ["panel", "former_number"],
        sqlite_where=sa.text("former_number IS NOT NULL"),
        postgresql_where=sa.text("former_number IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_orders_former_number", "orders")
    op.drop_column("orders", "former_number")
