"""Used confirm cards and unpaid invoices may go: an order says that its card is gone, no invoice's id returns"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
USED = sa.text("used_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("orders", sa.Column("confirm_gone_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_confirm_used", "confirm", ["used_at"], sqlite_where=USED, postgresql_where=USED)
    _rebuild(never_again=True)


def downgrade() -> None:
    _rebuild(never_again=False)
    op.drop_index("ix_confirm_used", table_name="confirm")
    op.drop_column("orders", "confirm_gone_at")


def _rebuild(*, never_again: bool) -> None:
    """As in 0006: that SQLite hands out no number again cannot be said of a table that is there."""
    if op.get_bind().dialect.name != "sqlite":
        return
    columns = ", ".join(column.name for column in _invoice() if isinstance(column, sa.Column))
    op.create_table("invoice_fresh", *_invoice(), sqlite_autoincrement=never_again)
    op.execute(f"INSERT INTO invoice_fresh ({columns}) SELECT {columns} FROM invoice")  # noqa: S608 - our own names
    op.drop_table("invoice")
    op.rename_table("invoice_fresh", "invoice")
    op.create_index(op.f("ix_invoice_person_id"), "invoice", ["person_id"], unique=False)


def _invoice() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("credit_micro", sa.BigInteger(), nullable=False),
        sa.Column("credit_currency", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), server_default="0", nullable=False),
        sa.CheckConstraint("amount_minor > 0 AND credit_micro > 0", name=op.f("ck_invoice_amounts_positive")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invoice_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("payload", name=op.f("uq_invoice_payload")),
    ]
