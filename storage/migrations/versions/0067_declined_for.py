"""Why a receipt was declined; earlier ones have no reason"""

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("topup", sa.Column("declined_for", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("topup") as batch:
        batch.drop_column("declined_for")
