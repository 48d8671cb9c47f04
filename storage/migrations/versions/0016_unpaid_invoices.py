"""An index by which a way to pay finds its invoices that may have been paid since; rows stay as they are

No way is named in a CHECK of these tables, so that one more way changes none of them.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_invoice_way", "invoice", ["way", "expires_at"])


def downgrade() -> None:
    op.drop_index("ix_invoice_way", table_name="invoice")
