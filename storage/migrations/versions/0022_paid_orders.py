"""Invoices and receipts that are for an order: the card that they pay for"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("invoice", "topup"):
        op.add_column(table, sa.Column("pays_for", sa.Text()))
        op.add_column(
            table, sa.Column("acknowledged", sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade() -> None:
    for table in ("topup", "invoice"):
        op.drop_column(table, "acknowledged")
        op.drop_column(table, "pays_for")
