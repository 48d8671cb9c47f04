"""What a provider keeps of a payment; of earlier ones nobody has said"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("payment", sa.Column("kept_micro", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    refuse_if_any("providers' fees", "payment", "kept_micro <> 0")
    with op.batch_alter_table("payment") as batch:
        batch.drop_column("kept_micro")
