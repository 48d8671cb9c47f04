"""The standstill after a restore from a backup; there was none yet"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "standstill",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("backup_at", MOMENT, nullable=False),
        sa.Column("restored_at", MOMENT, nullable=False),
        sa.Column("was_closed", sa.Boolean(), nullable=False),
        sa.Column("findings", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("troubles", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("compared_at", MOMENT),
        sa.Column("lifted_at", MOMENT),
        sa.CheckConstraint("id = 1", name=op.f("ck_standstill_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standstill")),
    )


def downgrade() -> None:
    refuse_if_any("a restore after which nobody has gone on yet", "standstill", "lifted_at IS NULL")
    op.drop_table("standstill")
