"""What a balance tells: how fine and how prompt it is, what it saw late, and what an attempt was named by"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


COLUMNS = {
    "panel_account": (
        ("balance_decimals", sa.SmallInteger(), None),
        ("prompt_run", sa.Integer(), "0"),
        ("unseen_micro", sa.BigInteger(), "0"),
        ("unseen_at", MOMENT, None),
        ("late_at", MOMENT, None),
        ("strange_micro", sa.BigInteger(), "0"),
        ("strange_told_at", MOMENT, None),
    ),
    "attempt": (
        ("balance_before_decimals", sa.SmallInteger(), None),
        ("named_by", sa.Text(), None),
    ),
    "inquiry": (
        ("third_micro", sa.BigInteger(), None),
        ("third_at", MOMENT, None),
        ("decimals", sa.SmallInteger(), "0"),
        ("charged_at", MOMENT, None),
        ("charge_told_at", MOMENT, None),
    ),
}
"""Each with its default; what has one is never empty."""


def upgrade() -> None:
    for table, columns in COLUMNS.items():
        for name, kind, default in columns:
            filled = None if default is None else sa.text(default)
            op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=filled))


def downgrade() -> None:
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch_op:
            for name, _, _ in columns:
                batch_op.drop_column(name)
