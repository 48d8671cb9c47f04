"""Broadcasts for some, at a time, paused, deleted again; and who wants no news of the shop: so far all do"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
BEFORE = "state IN ('asked','shown','sending','stopped','done','dropped')"
AFTER = "state IN ('asked','shown','waiting','sending','paused','stopped','done','dropped')"
BEGUN = sa.text("state IN ('waiting', 'sending', 'paused', 'stopped', 'done')")


def upgrade() -> None:
    for column in _columns():
        op.add_column("broadcast", column)
    _check(AFTER)
    op.create_index("ix_broadcast_begun", "broadcast", ["id"], sqlite_where=BEGUN, postgresql_where=BEGUN)
    op.add_column("outbox", sa.Column("sent_as", sa.Text()))
    op.drop_index("ix_outbox_broadcast", table_name="outbox")
    op.create_index("ix_outbox_broadcast", "outbox", ["broadcast_id", "state", "kind", "lane"])
    op.add_column(
        "person", sa.Column("shop_news", sa.Boolean(), server_default=sa.text("true"), nullable=False)
    )


def downgrade() -> None:
    op.drop_column("person", "shop_news")
    op.drop_index("ix_outbox_broadcast", table_name="outbox")
    op.create_index("ix_outbox_broadcast", "outbox", ["broadcast_id", "state"])
    op.drop_column("outbox", "sent_as")
    op.drop_index("ix_broadcast_begun", table_name="broadcast", sqlite_where=BEGUN, postgresql_where=BEGUN)
    op.execute("UPDATE broadcast SET state = 'stopped' WHERE state IN ('waiting', 'paused')")
    _check(BEFORE)
    for column in reversed(_columns()):
        op.drop_column("broadcast", column.name)


def _check(states: str) -> None:
    """Let a broadcast be in these states. SQLite changes a check only with the whole, small table."""
    name = op.f("ck_broadcast_state_known")
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(name, "broadcast", type_="check")
        op.create_check_constraint(name, "broadcast", states)
        return
    with op.batch_alter_table("broadcast") as table:
        table.drop_constraint(name, type_="check")
        table.create_check_constraint(name, states)


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("audience", sa.JSON(), server_default="{}", nullable=False),
        sa.Column("starts_at", MOMENT),
        sa.Column("by_day", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("paid", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("album", sa.JSON()),
        sa.Column("pace_since", MOMENT),
        sa.Column("pace_ended", sa.Integer(), server_default="0", nullable=False),
        sa.Column("held_until", MOMENT),
        sa.Column("trouble", sa.Text(), server_default="", nullable=False),
        sa.Column("deleting_at", MOMENT),
        sa.Column("figures", sa.JSON()),
    )
