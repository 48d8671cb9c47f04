"""Bank transfers that were read, and what became of each; there are none yet"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
READ = sa.text("state = 'read'")
DOUBTFUL = sa.text("state = 'doubtful'")
UNDECIDED = sa.text("state IN ('read', 'doubtful')")
STATES = "'read','doubtful','credited','told_before','nobodys','took_back','taken_back','dismissed'"


def upgrade() -> None:
    op.create_table(
        "bank_transfer",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("is_reversal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reverses", sa.Text()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("invoice_id", BIG_ID),
        sa.Column("same_as", BIG_ID),
        sa.Column("doubt", sa.Text(), server_default="", nullable=False),
        sa.Column("candidates", sa.JSON()),
        sa.Column("decided_by", sa.BigInteger()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_bank_transfer_amount_positive")),
        sa.CheckConstraint(f"state IN ({STATES})", name=op.f("ck_bank_transfer_state_known")),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_bank_transfer_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(
            ["same_as"], ["bank_transfer.id"], name=op.f("fk_bank_transfer_same_as_bank_transfer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_transfer")),
        sa.UniqueConstraint(
            "way",
            "source_id",
            "amount_minor",
            "currency",
            "is_reversal",
            name="uq_bank_transfer_told",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_bank_transfer_money", "bank_transfer", ["way", "currency", "amount_minor", "at"])
    op.create_index("ix_bank_transfer_invoice", "bank_transfer", ["invoice_id"])
    op.create_index("ix_bank_transfer_same_as", "bank_transfer", ["same_as"])
    op.create_index("ix_bank_transfer_reverses", "bank_transfer", ["way", "reverses"])
    op.create_index(
        "ix_bank_transfer_undecided",
        "bank_transfer",
        ["way", "currency", "amount_minor"],
        sqlite_where=UNDECIDED,
        postgresql_where=UNDECIDED,
    )
    op.create_index(
        "ix_bank_transfer_read", "bank_transfer", ["id"], sqlite_where=READ, postgresql_where=READ
    )
    op.create_index(
        "ix_bank_transfer_doubtful",
        "bank_transfer",
        ["changed_at", "id"],
        sqlite_where=DOUBTFUL,
        postgresql_where=DOUBTFUL,
    )


def downgrade() -> None:
    refuse_if_any("bank transfers", "bank_transfer")
    op.drop_table("bank_transfer")
