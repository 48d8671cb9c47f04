"""The clock: when a waiting order is given back, and when the kiosk was last alive"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

RESERVED_FOR = timedelta(minutes=30)


def upgrade() -> None:
    op.add_column("orders", sa.Column("give_up_at", sa.DateTime(timezone=True), nullable=True))
    later = (
        "strftime('%Y-%m-%d %H:%M:%f', created_at, '+30 minutes') || '000'"
        if op.get_bind().dialect.name == "sqlite"
        else "created_at + interval '30 minutes'"
    )
    op.execute(sa.text(f"UPDATE orders SET give_up_at = {later} WHERE state = 'reserved'"))  # noqa: S608 - fixed words
    op.create_table(
        "heartbeat",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("alive_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_heartbeat_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeat")),
    )


def downgrade() -> None:
    op.drop_table("heartbeat")
    op.drop_column("orders", "give_up_at")
