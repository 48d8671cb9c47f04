"""The wallet adds up the receipts of its person that wait: an index has these, however many were before"""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

only_adds = True

NAME, WAITING = "ix_topup_waiting_of", sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_index(NAME, "topup", ["person_id"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index(NAME, "topup")
