"""What a payment's fee was, or its bonus; earlier ones had none"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

TABLES = ("invoice", "payment", "topup")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(
            table, sa.Column("surcharge_micro", sa.BigInteger(), server_default="0", nullable=False)
        )


def downgrade() -> None:
    for table in TABLES:
        refuse_if_any("fees or bonuses", table, "surcharge_micro <> 0")
    for table in TABLES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("surcharge_micro")
