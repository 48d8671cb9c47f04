"""Which notices people want, their quiet hours and their time zone; everybody gets all, as before"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0035"
branch_labels = None
depends_on = None

ASKED = sa.text("question_at IS NOT NULL")


def upgrade() -> None:
    # By hand: SQLite adds a check with its column, and never by itself.
    op.execute(
        "ALTER TABLE person ADD COLUMN notices TEXT DEFAULT 'all' NOT NULL "
        "CONSTRAINT ck_person_notices_known CHECK (notices IN ('all','end','silent'))"
    )
    op.add_column("person", sa.Column("quiet_from", sa.SmallInteger()))
    op.add_column("person", sa.Column("quiet_until", sa.SmallInteger()))
    op.add_column("person", sa.Column("zone", sa.Text()))
    op.add_column("person", sa.Column("question", sa.Text()))
    op.add_column("person", sa.Column("question_at", sa.DateTime(timezone=True)))
    op.add_column("person", sa.Column("question_by", sa.BigInteger()))
    op.create_index("ix_person_question", "person", ["id"], sqlite_where=ASKED, postgresql_where=ASKED)


def downgrade() -> None:
    op.drop_index("ix_person_question", table_name="person", sqlite_where=ASKED, postgresql_where=ASKED)
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint("ck_person_notices_known", "person")
    for name in ("question_by", "question_at", "question", "zone", "quiet_until", "quiet_from", "notices"):
        op.drop_column("person", name)
