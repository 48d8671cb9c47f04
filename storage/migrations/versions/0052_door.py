"""The door: cards that ask operators, and where a ban found somebody; there are none yet"""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("standing", sa.Column("before", sa.Text(), server_default="", nullable=False))
    op.create_index("ix_standing_state", "standing", ["state", "changed_at", "person_id"])
    op.create_table(
        "door_card",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "chat_id", name=op.f("pk_door_card")),
    )


def downgrade() -> None:
    op.drop_table("door_card")
    op.drop_index("ix_standing_state", "standing")
    op.drop_column("standing", "before")
