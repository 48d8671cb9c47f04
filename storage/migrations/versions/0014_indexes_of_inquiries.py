"""Indexes for inquiries that were settled lately, and for those of which the operators are to hear"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

UNTOLD = sa.text("charged_at IS NOT NULL AND charge_told_at IS NULL")


def upgrade() -> None:
    op.create_index("ix_inquiry_settled", "inquiry", ["panel", "settled_at"])
    op.create_index("ix_inquiry_charged", "inquiry", ["panel"], sqlite_where=UNTOLD, postgresql_where=UNTOLD)


def downgrade() -> None:
    op.drop_index("ix_inquiry_charged", "inquiry")
    op.drop_index("ix_inquiry_settled", "inquiry")
