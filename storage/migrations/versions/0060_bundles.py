"""Bundles with their versions; mass orders say which bundle they are, and what it cost as a whole"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "bundle",
        sa.Column("id", ID, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by_update", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("is_on_sale", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "version >= 0 AND (version > 0 OR NOT is_on_sale)", name=op.f("ck_bundle_sold_as_a_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bundle")),
        sa.UniqueConstraint("made_by_update", name=op.f("uq_bundle_made_by_update")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bundle_on_sale", "bundle", ["is_on_sale", "id"])
    op.create_table(
        "bundle_version",
        sa.Column("bundle_id", ID, autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_bundle_version_counted_from_one")),
        sa.ForeignKeyConstraint(
            ["bundle_id"], ["bundle.id"], name=op.f("fk_bundle_version_bundle_id_bundle")
        ),
        sa.PrimaryKeyConstraint("bundle_id", "version", name=op.f("pk_bundle_version")),
    )
    for column in ("bundle_id", "bundle_version"):
        op.add_column("mass_order", sa.Column(column, sa.BigInteger()))
    op.add_column("mass_order", sa.Column("price_micro", sa.BigInteger()))
    op.add_column("mass_order", sa.Column("ended_at", MOMENT))


def downgrade() -> None:
    for column in ("ended_at", "price_micro", "bundle_version", "bundle_id"):
        op.drop_column("mass_order", column)
    op.drop_table("bundle_version")
    op.drop_index("ix_bundle_on_sale", table_name="bundle")
    op.drop_table("bundle")
