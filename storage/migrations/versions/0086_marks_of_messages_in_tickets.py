"""Messages in tickets with their marks; of those written before nobody kept them"""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None

only_adds = True


def upgrade() -> None:
    op.add_column("ticket_message", sa.Column("html", sa.Text()))


def downgrade() -> None:
    op.drop_column("ticket_message", "html")
