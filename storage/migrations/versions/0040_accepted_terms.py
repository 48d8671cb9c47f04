"""Which version of the shop's terms a person has accepted, and when; nobody has yet"""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("accepted_terms", sa.Text()))
    op.add_column("person", sa.Column("accepted_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_column("person", "accepted_at")
    op.drop_column("person", "accepted_terms")
