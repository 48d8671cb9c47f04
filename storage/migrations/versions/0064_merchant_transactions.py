"""The transactions of gateways that call us; there are none yet"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
PERFORMED = sa.text("state = 'performed'")


def upgrade() -> None:
    op.create_table(
        "merchant_transaction",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("their_id", sa.Text(), nullable=False),
        sa.Column("invoice_id", BIG_ID, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("performed_at", MOMENT),
        sa.Column("canceled_at", MOMENT),
        sa.Column("reason", sa.Integer()),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_merchant_transaction_amount_positive")),
        sa.CheckConstraint(
            "state IN ('created','performed','canceled','returned')",
            name=op.f("ck_merchant_transaction_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_merchant_transaction_invoice_id_invoice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merchant_transaction")),
        sa.UniqueConstraint("way", "their_id", name=op.f("uq_merchant_transaction_way_their_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_merchant_transaction_asked", "merchant_transaction", ["way", "asked_at", "id"])
    op.create_index(op.f("ix_merchant_transaction_invoice_id"), "merchant_transaction", ["invoice_id"])
    op.create_index(
        "uq_merchant_transaction_performed",
        "merchant_transaction",
        ["invoice_id"],
        unique=True,
        sqlite_where=PERFORMED,
        postgresql_where=PERFORMED,
    )


def downgrade() -> None:
    refuse_if_any("payments that a gateway told", "merchant_transaction")
    op.drop_table("merchant_transaction")
