"""When a return was asked for, since when it has no answer, and why nobody knows if it was made

A return that is under way at the upgrade may have been asked for without an answer: it counts so.

It only adds columns, but does not say so: kiosks that do not know them would ask for refunds without noting it,
beside those that rely on the note, and a refusal after an answer that they lost would give the money twice. So
none of them runs beside these (docs/decisions/0098).
"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0076"
down_revision = "0075"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("payment_return", sa.Column("asked_at", MOMENT, nullable=True))
    op.add_column("payment_return", sa.Column("unanswered_at", MOMENT, nullable=True))
    op.add_column("payment_return", sa.Column("doubt", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE payment_return SET unanswered_at = created_at WHERE state = 'open'")


def downgrade() -> None:
    refuse_if_any(
        "refunds of which nobody knows if they were made", "payment_return", "doubt <> '' AND state = 'open'"
    )
    with op.batch_alter_table("payment_return") as batch:
        batch.drop_column("doubt")
        batch.drop_column("unanswered_at")
        batch.drop_column("asked_at")
