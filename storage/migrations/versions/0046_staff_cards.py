"""Where cards stand with staff, what was seen to, who hears of new orders; there are none yet.

And the indexes of what the desk shows: figures by day, and what waits, oldest first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
AT_WORK = "state IN ('pending', 'processing', 'in_progress')"
UNDER_WAY = "state IN ('asking', 'sending', 'requested', 'unclear')"
PARTS = {
    "ix_orders_late_told": (
        "orders",
        ["panel", "late_told_at", "id"],
        f"late_told_at IS NOT NULL AND {AT_WORK}",
    ),
    "ix_orders_given_back": ("orders", ["panel", "finished_at", "id"], "state IN ('rejected', 'voided')"),
    "ix_orders_sold": (
        "orders",
        [
            *("created_at", "currency", "price_micro", "refunded_micro"),
            *("charge_here_micro", "cost_here_micro", "cost_micro", "person_id", "panel", "state"),
        ],
        "(state NOT IN ('rejected', 'voided'))",
    ),
    "ix_request_open": ("request", ["changed_at", "id"], UNDER_WAY),
}


def upgrade() -> None:
    op.create_table(
        "staff_card",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("of_queue", sa.Boolean(), nullable=False),
        sa.Column("shown_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_staff_card")),
    )
    op.create_index("ix_staff_card_subject", "staff_card", ["subject"])
    op.create_index("ix_staff_card_shown", "staff_card", ["shown_at"])
    op.create_table(
        "seen_to",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_by", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", name=op.f("pk_seen_to")),
    )
    op.create_table(
        "order_watch",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("told_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_order_watch")),
    )
    for name, (table, columns, where) in PARTS.items():
        part = sa.text(where)
        op.create_index(name, table, columns, sqlite_where=part, postgresql_where=part)


def downgrade() -> None:
    for name, (table, _, _) in PARTS.items():
        op.drop_index(name, table_name=table)
    for table in ("order_watch", "seen_to", "staff_card"):
        op.drop_table(table)
