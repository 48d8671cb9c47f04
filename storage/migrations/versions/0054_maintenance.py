"""Maintenance: whether the shop is closed, and who wants to be told when it opens; it is open now"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "maintenance",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("closed_at", MOMENT),
        sa.Column("closed_by", sa.BigInteger()),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("until", MOMENT),
        sa.CheckConstraint("id = 1", name=op.f("ck_maintenance_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_maintenance")),
    )
    op.create_table(
        "opening_wish",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opening_wish_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_opening_wish")),
    )


def downgrade() -> None:
    op.drop_table("opening_wish")
    op.drop_table("maintenance")
