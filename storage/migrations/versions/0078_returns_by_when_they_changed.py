"""Index returns by when they changed: what went back lately is asked about every few seconds"""

from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None

only_adds = True


def upgrade() -> None:
    op.create_index("ix_payment_return_changed", "payment_return", ["changed_at"])


def downgrade() -> None:
    op.drop_index("ix_payment_return_changed", table_name="payment_return")
