"""Inquiries: what is found out about orders whose answer was lost; older ones are looked into now"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("attempt", sa.Column("balance_before_micro", sa.BigInteger(), nullable=True))
    for name, kind in (
        ("balance_asked_at", MOMENT),
        ("shared_at", MOMENT),
        ("shared_micro", sa.BigInteger()),
    ):
        op.add_column("panel_account", sa.Column(name, kind, nullable=True))
    op.create_table(
        "inquiry",
        sa.Column("order_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("in_vain", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("resent", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("soon_micro", sa.BigInteger(), nullable=True),
        sa.Column("soon_at", MOMENT, nullable=True),
        sa.Column("first_micro", sa.BigInteger(), nullable=True),
        sa.Column("first_at", MOMENT, nullable=True),
        sa.Column("second_micro", sa.BigInteger(), nullable=True),
        sa.Column("second_at", MOMENT, nullable=True),
        sa.Column("refunds_micro", sa.BigInteger(), nullable=True),
        sa.Column("orphans", sa.JSON(), nullable=True),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        sa.Column("told", sa.JSON(), server_default=sa.text("'{}'"), nullable=False),
        sa.CheckConstraint("state IN ('open','human','settled')", name=op.f("ck_inquiry_state_known")),
        sa.CheckConstraint("verdict IN ('adopted','voided')", name=op.f("ck_inquiry_verdict_known")),
        sa.CheckConstraint(
            "(state = 'settled') = (verdict IS NOT NULL)", name=op.f("ck_inquiry_settled_has_verdict")
        ),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_inquiry_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_inquiry")),
    )
    op.create_index(
        "ix_inquiry_unsettled",
        "inquiry",
        ["panel", "state"],
        unique=False,
        sqlite_where=sa.text("state != 'settled'"),
        postgresql_where=sa.text("state != 'settled'"),
    )
    _look_into_what_is_unknown(op.get_bind())


def downgrade() -> None:
    op.drop_index("ix_inquiry_unsettled", table_name="inquiry")
    op.drop_table("inquiry")
    with op.batch_alter_table("panel_account") as batch_op:
        for name in ("balance_asked_at", "shared_at", "shared_micro"):
            batch_op.drop_column(name)
    with op.batch_alter_table("attempt") as batch_op:
        batch_op.drop_column("balance_before_micro")


def _look_into_what_is_unknown(connection: sa.Connection) -> None:
    """Nothing was read before these orders, so an operator will decide; the inquiry asks them to."""
    metadata = sa.MetaData()
    metadata.reflect(connection, only=("orders", "inquiry"))
    orders, inquiry = metadata.tables["orders"], metadata.tables["inquiry"]
    now = datetime.now(UTC)
    if connection.dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    found = sa.select(orders.c.id, orders.c.panel).where(orders.c.state == "unknown")
    rows = [
        {"order_id": row.id, "panel": row.panel, "state": "open", "opened_at": now, "due_at": now}
        for row in connection.execute(found)
    ]
    if rows:
        connection.execute(inquiry.insert(), rows)
