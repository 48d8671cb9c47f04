"""Invoices know their number and page at a payment gateway"""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

AT_GATEWAY = sa.text("gateway_id != ''")


def upgrade() -> None:
    op.add_column("invoice", sa.Column("gateway_id", sa.Text(), server_default="", nullable=False))
    op.add_column("invoice", sa.Column("url", sa.Text(), server_default="", nullable=False))
    op.create_index(
        "ix_invoice_gateway",
        "invoice",
        ["way", "gateway_id"],
        sqlite_where=AT_GATEWAY,
        postgresql_where=AT_GATEWAY,
    )
    op.create_index("ix_invoice_first", "invoice", ["way", "id"])
    op.create_index("ix_payment_way", "payment", ["way", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_payment_way", "payment")
    op.drop_index("ix_invoice_first", "invoice")
    op.drop_index("ix_invoice_gateway", "invoice")
    op.drop_column("invoice", "url")
    op.drop_column("invoice", "gateway_id")
