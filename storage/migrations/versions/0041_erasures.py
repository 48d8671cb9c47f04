"""Deletions of people's data: those under way, and from where on a person sees their orders and postings

Nobody has had anything deleted yet, so everybody sees all of theirs.
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


ERASED = sa.text("erased_to > 0")


def upgrade() -> None:
    op.add_column(
        "person", sa.Column("erased_to", sa.BigInteger(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column(
        "account", sa.Column("shown_after", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.create_index("ix_person_erased", "person", ["id"], sqlite_where=ERASED, postgresql_where=ERASED)
    op.create_table(
        "erasure",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("cleared_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_erasure_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_erasure")),
    )


def downgrade() -> None:
    op.drop_table("erasure")
    op.drop_column("account", "shown_after")
    op.drop_index("ix_person_erased", table_name="person")
    op.drop_column("person", "erased_to")
