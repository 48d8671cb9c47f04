"""What each person looks for among their orders; nobody has looked yet"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "order_search",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text()),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.BigInteger()),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_order_search_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_order_search")),
    )


def downgrade() -> None:
    op.drop_table("order_search")
