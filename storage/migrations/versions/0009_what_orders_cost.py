"""What orders cost us: the panel's charge beside the price, when it is asked again, and refunds that wait"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

HELD = sa.text("refund_held_at IS NOT NULL")
COLUMNS = (
    *((name, sa.BigInteger()) for name in ("cost_micro", "cost_here_micro", "charge_here_micro")),
    *((name, sa.DateTime(timezone=True)) for name in ("ask_at", "heard_at", "refund_held_at")),
    ("ended_by", sa.BigInteger()),
)

# The raw text is searched: PostgreSQL reads nothing out of a JSON that holds a NUL character. A quote
# inside of people's texts stands there behind a backslash, so this is never found in them.
COST = {
    "postgresql": r"""CAST(substring(CAST(terms AS text) FROM '"cost_micro": ?([0-9]{1,18})[,}]') AS bigint)""",
    "sqlite": "CAST(json_extract(terms, '$.cost_micro') AS INTEGER)",
}


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column("orders", sa.Column(name, kind, nullable=True))
    op.add_column("confirm", sa.Column("offered_as", sa.Text(), nullable=True))
    op.create_index("ix_orders_ask", "orders", ["panel", "ask_at", "id"], unique=False)
    op.create_index("ix_orders_held", "orders", ["panel"], sqlite_where=HELD, postgresql_where=HELD)
    op.create_table(
        "overcharged_service",
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("panel", "service_id", name=op.f("pk_overcharged_service")),
    )
    _carry_over()


def _carry_over() -> None:
    """Orders of before are asked about as new ones are: those at work, and those of the last ninety days."""
    bind = op.get_bind()
    since = datetime.now(UTC) - timedelta(days=90)
    if bind.dialect.name == "sqlite":
        since = since.replace(tzinfo=None)  # it keeps no zone
    cost = COST[bind.dialect.name]
    bind.execute(sa.text(f"UPDATE orders SET cost_micro = {cost}"))  # noqa: S608 - no input
    asked = sa.text(
        "UPDATE orders SET ask_at = COALESCE(checked_at, placed_at, created_at), heard_at = checked_at "
        "WHERE panel_order_id IS NOT NULL AND (finished_at IS NULL OR finished_at > :since)"
    )
    bind.execute(asked.bindparams(sa.bindparam("since", since, sa.DateTime(timezone=True))))


def downgrade() -> None:
    op.drop_table("overcharged_service")
    op.drop_index("ix_orders_held", table_name="orders", sqlite_where=HELD, postgresql_where=HELD)
    op.drop_index("ix_orders_ask", table_name="orders")
    op.drop_column("confirm", "offered_as")
    for name, _kind in reversed(COLUMNS):
        op.drop_column("orders", name)
