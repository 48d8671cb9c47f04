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
    op.create_index("ix_service_panel", "service", ["panel", "panel_number"], unique=True)


def downgrade() -> None:
    op.drop_index("ix_service_panel", table_name="service")
    op.drop_column("service", "panel_number")
    op.drop_column("service", "panel")
