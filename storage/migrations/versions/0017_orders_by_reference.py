"""Orders that the panel knows by their reference: several of them may be in flight; old rows go by the balance"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

IN_FLIGHT = sa.text("state = 'submitting'")
NEW: tuple[tuple[str, str, Any], ...] = (
    ("orders", "by_reference", sa.Boolean()),
    ("panel_account", "as_reckoned", sa.Boolean()),
    ("panel_account", "ignores", sa.Text()),
    ("attempt", "balance_before_at", sa.DateTime(timezone=True)),
    ("inquiry", "number", sa.Text()),
    ("inquiry", "other_number", sa.Text()),
)


def upgrade() -> None:
    for table, name, kind in NEW:
        said = {"server_default": sa.false(), "nullable": False} if isinstance(kind, sa.Boolean) else {}
        op.add_column(table, sa.Column(name, kind, **said))
    alone = sa.text(
        "state = 'submitting' AND by_reference = "
        + ("false" if op.get_bind().dialect.name == "postgresql" else "0")
    )
    _index_one_in_flight(alone)


def downgrade() -> None:
    _index_one_in_flight(IN_FLIGHT)  # refuses while several are in flight
    for table, name, _ in NEW:
        op.drop_column(table, name)


def _index_one_in_flight(where: Any) -> None:
    op.drop_index("uq_orders_one_add_in_flight", table_name="orders")
    op.create_index(
        "uq_orders_one_add_in_flight",
        "orders",
        ["panel"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
