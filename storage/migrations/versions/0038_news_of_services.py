"""Who wants news of their services, and what each was told of each; nobody does yet"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

WANTED = sa.text("news_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("person", sa.Column("news_at", sa.DateTime(timezone=True)))
    op.add_column("person", sa.Column("news_told_at", sa.DateTime(timezone=True)))
    op.create_index("ix_person_news", "person", ["news_at"], sqlite_where=WANTED, postgresql_where=WANTED)
    op.create_table(
        "told_service",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("told_micro", sa.BigInteger()),
        sa.Column("seen_micro", sa.BigInteger()),
        sa.Column("differs_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_told_service_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "service_id", name=op.f("pk_told_service")),
    )


def downgrade() -> None:
    op.drop_table("told_service")
    op.drop_index("ix_person_news", table_name="person", sqlite_where=WANTED, postgresql_where=WANTED)
    op.drop_column("person", "news_told_at")
    op.drop_column("person", "news_at")
