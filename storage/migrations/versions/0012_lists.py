"""Lists that may go on: when a draft's last part is handled as the whole"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

DUE = sa.text("list_due_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("draft", sa.Column("list_due_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_draft_list_due", "draft", ["list_due_at"], unique=False, sqlite_where=DUE, postgresql_where=DUE
    )


def downgrade() -> None:
    op.drop_index("ix_draft_list_due", table_name="draft")
    op.drop_column("draft", "list_due_at")
