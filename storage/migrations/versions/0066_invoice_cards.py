"""Which message shows an invoice that is paid outside Telegram: it is edited when the money has come"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("invoice", sa.Column("card_message_id", sa.BigInteger()))


def downgrade() -> None:
    with op.batch_alter_table("invoice") as batch:
        batch.drop_column("card_message_id")
