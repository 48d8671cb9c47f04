"""What receipts are known by: those handed in from now on; of earlier pictures nobody kept it"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"
branch_labels = None
depends_on = None

only_adds = True


def upgrade() -> None:
    op.create_table(
        "receipt_mark",
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column(
            "topup_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["topup_id"], ["topup.id"], name=op.f("fk_receipt_mark_topup_id_topup")),
        sa.PrimaryKeyConstraint("mark", "topup_id", name=op.f("pk_receipt_mark")),
    )
    op.create_index("ix_receipt_mark_topup", "receipt_mark", ["topup_id"])


def downgrade() -> None:
    op.drop_index("ix_receipt_mark_topup", table_name="receipt_mark")
    op.drop_table("receipt_mark")
