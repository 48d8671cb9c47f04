"""Each overcharged order counts once, and a charge is held against a cost in the same currency

Which orders were counted before nobody kept. The cost of those under way is taken to be in the currency of the
account now; an order of which nobody says it is compared as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

# Kiosks of the release before count at each turn of a charge, as they did.
only_adds = True


def upgrade() -> None:
    op.create_table(
        "overcharged_order",
        sa.Column(
            "order_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_overcharged_order_order_id_orders")
        ),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_overcharged_order")),
    )
    op.create_index("ix_overcharged_order_service", "overcharged_order", ["panel", "service_id"])
    op.add_column("orders", sa.Column("cost_currency", sa.Text()))
    op.execute(
        "UPDATE orders SET cost_currency ="
        " (SELECT a.currency FROM panel_account AS a WHERE a.panel = orders.panel)"
        " WHERE ask_at IS NOT NULL OR state IN ('submitting', 'unknown')"
    )


def downgrade() -> None:
    op.drop_column("orders", "cost_currency")
    op.drop_table("overcharged_order")
