"""Identity: which bot, panel account and currency the books are for; returns and checkouts as rows"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
OPEN = sa.text("state = 'open'")
UNTOLD = sa.text("told_at IS NULL")

# A payment that is on its way back, or is back, or was refused once: its first try, and the one after a refusal.
FIRST_TRY = """
    INSERT INTO payment_return (payment_id, n, key, state, created_at, changed_at)
    SELECT payment.id, 1, journal.key,
           CASE WHEN reversal.id IS NOT NULL THEN 'refused'
                WHEN payment.state = 'returning' THEN 'open'
                ELSE 'returned' END,
           journal.created_at, payment.changed_at
    FROM payment
    JOIN journal ON journal.key = payment.way || 'refund:' || payment.charge_id
    LEFT JOIN journal AS reversal ON reversal.key = 'reversal:' || journal.key
"""
AFTER_ALL = """
    INSERT INTO payment_return (payment_id, n, key, state, created_at, changed_at)
    SELECT payment.id, 2, journal.key, 'returned', journal.created_at, payment.changed_at
    FROM payment
    JOIN journal ON journal.key = payment.way || 'refund:' || payment.charge_id || '\\:late'
"""


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("access", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_identity_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    op.create_table(
        "conversion",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("from_currency", sa.Text(), nullable=False),
        sa.Column("to_currency", sa.Text(), nullable=False),
        sa.Column("rate_nano", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("rate_nano > 0", name=op.f("ck_conversion_rate_positive")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversion")),
    )
    op.create_table(
        "stars_list",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("compared", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bot_id", name=op.f("pk_stars_list")),
    )
    op.create_table(
        "checkout",
        sa.Column("invoice_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["invoice_id"], ["invoice.id"], name=op.f("fk_checkout_invoice_id_invoice")),
        sa.PrimaryKeyConstraint("invoice_id", name=op.f("pk_checkout")),
    )
    op.create_index(
        "ix_checkout_untold", "checkout", ["agreed_at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )
    op.create_table(
        "payment_return",
        sa.Column("payment_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('open','returned','refused')", name=op.f("ck_payment_return_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_payment_return_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("payment_id", "n", name=op.f("pk_payment_return")),
        sa.UniqueConstraint("key", name=op.f("uq_payment_return_key")),
    )
    op.create_index(
        "uq_payment_return_open",
        "payment_return",
        ["payment_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    # 0: of a bot that nobody has written down; the first start does.
    for table in ("invoice", "payment"):
        op.add_column(table, sa.Column("bot_id", sa.BigInteger(), server_default="0", nullable=False))
    op.execute(FIRST_TRY)
    op.execute(AFTER_ALL)


def downgrade() -> None:
    for table in ("payment", "invoice"):
        op.drop_column(table, "bot_id")
    op.drop_index(
        "uq_payment_return_open", table_name="payment_return", sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.drop_table("payment_return")
    op.drop_index("ix_checkout_untold", table_name="checkout", sqlite_where=UNTOLD, postgresql_where=UNTOLD)
    op.drop_table("checkout")
    op.drop_table("stars_list")
    op.drop_table("conversion")
    op.drop_table("identity")
