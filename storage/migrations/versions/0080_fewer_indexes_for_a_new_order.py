"""A new order enters fewer indexes: each one costs every order, and these have nothing to say of it"""

import sqlalchemy as sa
from alembic import op

revision = "0080"
down_revision = "0079"
branch_labels = None
depends_on = None

# Kiosks of the release before find what they look for in these, too.
only_adds = True

ENDED = sa.text("finished_at IS NOT NULL")
ASKED = sa.text("ask_at IS NOT NULL")
LATE = sa.text("late_told_at IS NOT NULL AND state IN ('pending', 'processing', 'in_progress')")


def upgrade() -> None:
    op.drop_index("ix_orders_late", "orders")
    for name, moment, where in (
        ("ix_orders_finished", "finished_at", ENDED),
        ("ix_orders_ask", "ask_at", ASKED),
    ):
        op.drop_index(name, "orders")
        op.create_index(name, "orders", ["panel", moment, "id"], sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    for name, moment in (("ix_orders_finished", "finished_at"), ("ix_orders_ask", "ask_at")):
        op.drop_index(name, "orders")
        op.create_index(name, "orders", ["panel", moment, "id"])
    op.create_index("ix_orders_late", "orders", ["panel", "id"], sqlite_where=LATE, postgresql_where=LATE)
