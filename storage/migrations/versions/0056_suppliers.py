"""Services name their panel and their number there; orders, the service that a fallback sent instead"""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("service", sa.Column("panel", sa.Text(), server_default="", nullable=False))
    op.add_column("service", sa.Column("panel_number", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE service SET panel_number = id,"
        " panel = COALESCE((SELECT panel FROM identity WHERE id = 1), 'main')"
    )
    for column in ("sent_service", "sent_number"):
        op.add_column("orders", sa.Column(column, sa.Text()))
    op.add_column("orders", sa.Column("sent_most_micro", sa.BigInteger()))
    op.create_table(
        "service_route",
        sa.Column("service_id", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("way IN ('route','fallback')", name=op.f("ck_service_route_way_known")),
        sa.PrimaryKeyConstraint("service_id", "way", name=op.f("pk_service_route")),
    )
    op.create_index("ix_service_panel", "service", ["panel", "panel_number"], unique=True)


def downgrade() -> None:
    op.drop_table("service_route")
    for column in ("sent_service", "sent_number", "sent_most_micro"):
        op.drop_column("orders", column)
    op.drop_index("ix_service_panel", table_name="service")
    op.drop_column("service", "panel_number")
    op.drop_column("service", "panel")
