"""Presets: baskets of services that people saved, to be ordered for one link"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "preset",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_preset_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_preset")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_preset_person", "preset", ["person_id", "id"])


def downgrade() -> None:
    op.drop_table("preset")
