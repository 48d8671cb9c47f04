"""The language a person chose, and the texts that the kiosk wrote about its bot; nobody has chosen yet"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("person", sa.Column("chosen_language", sa.Text()))
    op.create_table(
        "bot_text",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "text", name=op.f("pk_bot_text")),
    )


def downgrade() -> None:
    op.drop_table("bot_text")
    op.drop_column("person", "chosen_language")
