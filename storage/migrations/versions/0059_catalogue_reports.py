"""What syncs of the catalogue changed; nothing is known of those before"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "catalogue_sync",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_catalogue_sync")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_catalogue_sync_at", "catalogue_sync", ["at"])
    op.create_table(
        "catalogue_change",
        sa.Column("sync_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), server_default="", nullable=False),
        sa.Column("before_micro", sa.BigInteger()),
        sa.Column("after_micro", sa.BigInteger()),
        sa.CheckConstraint(
            "moved IN ('new','gone','renamed','dearer','cheaper','overtaken')",
            name=op.f("ck_catalogue_change_moved_known"),
        ),
        sa.ForeignKeyConstraint(
            ["sync_id"], ["catalogue_sync.id"], name=op.f("fk_catalogue_change_sync_id_catalogue_sync")
        ),
        sa.PrimaryKeyConstraint("sync_id", "place", name=op.f("pk_catalogue_change")),
    )


def downgrade() -> None:
    op.drop_table("catalogue_change")
    op.drop_table("catalogue_sync")
