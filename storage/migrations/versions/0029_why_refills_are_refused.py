"""Why a refill was refused (NULL: not told, as for every earlier one); services that are never refilled"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

UNREFILLED = sa.text("why = 'service'")


def upgrade() -> None:
    op.add_column("request", sa.Column("why", sa.Text()))
    op.create_index(
        "ix_request_unrefilled",
        "request",
        ["changed_at"],
        sqlite_where=UNREFILLED,
        postgresql_where=UNREFILLED,
    )


def downgrade() -> None:
    op.drop_index("ix_request_unrefilled", table_name="request")
    op.drop_column("request", "why")
