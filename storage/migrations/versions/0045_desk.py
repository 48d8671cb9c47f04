"""The operator's desk: roles, the door, questions, and the log of acts; there are none yet"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PARTS = {
    "order": ("order_id", sa.text("order_id IS NOT NULL")),
    "person": ("person_id", sa.text("person_id IS NOT NULL")),
    "subject": ("subject", sa.text("subject != ''")),
}


def upgrade() -> None:
    op.create_table(
        "staff",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("given_by", sa.BigInteger(), nullable=False),
        sa.Column("given_at", MOMENT, nullable=False),
        sa.CheckConstraint("role IN ('operator','support')", name=op.f("ck_staff_role_known")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_staff")),
    )
    op.create_table(
        "standing",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.BigInteger()),
        sa.CheckConstraint(
            "state IN ('asking','let_in','refused','banned')", name=op.f("ck_standing_state_known")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_standing")),
    )
    asking = sa.text("state = 'asking'")
    op.create_index(
        "ix_standing_asking", "standing", ["changed_at"], sqlite_where=asking, postgresql_where=asking
    )
    op.create_table(
        "desk_question",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("asks", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_by", sa.BigInteger()),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desk_question")),
    )
    op.create_table(
        "act",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("did", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("order_id", sa.BigInteger()),
        sa.Column("subject", sa.Text(), server_default="", nullable=False),
        sa.Column("amount_micro", sa.BigInteger()),
        sa.Column("currency", sa.Text()),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_act")),
        sqlite_autoincrement=True,
    )
    for name, (column, part) in PARTS.items():
        op.create_index(f"ix_act_{name}", "act", [column, "id"], sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    for table in ("act", "desk_question", "standing", "staff"):
        op.drop_table(table)
