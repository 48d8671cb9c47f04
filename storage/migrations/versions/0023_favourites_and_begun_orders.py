"""Services that people gave a star; when the delivery of an order was seen to begin (NULL for old ones); the
index of ended orders reads them page by page"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

HELD = sa.text("refund_held_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("orders", sa.Column("begun_at", sa.DateTime(timezone=True)))
    op.drop_index("ix_orders_finished", table_name="orders")
    op.create_index("ix_orders_finished", "orders", ["panel", "finished_at", "id"])
    # Of two that would do, SQLite takes the younger one: held refunds must not be looked for among all ends.
    op.drop_index("ix_orders_held", table_name="orders", sqlite_where=HELD, postgresql_where=HELD)
    op.create_index("ix_orders_held", "orders", ["panel"], sqlite_where=HELD, postgresql_where=HELD)
    op.create_table(
        "favourite",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_favourite_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "service_id", name=op.f("pk_favourite")),
    )


def downgrade() -> None:
    op.drop_table("favourite")
    op.drop_index("ix_orders_finished", table_name="orders")
    op.create_index("ix_orders_finished", "orders", ["panel", "finished_at"])
    op.drop_column("orders", "begun_at")
