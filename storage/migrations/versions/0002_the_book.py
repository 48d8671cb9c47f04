"""The book: accounts, journals and postings; what was ordered before is booked

Until now everybody who could order did so at the operator's expense, so their
wallets go below zero without a limit, by what they have ordered.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("journal", "posting")
GIVEN_BACK = ("rejected", "voided")
HELD = ("reserved", "submitting", "unknown")


def upgrade() -> None:
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("refunded_micro", sa.BigInteger(), server_default="0", nullable=False))
        batch_op.create_check_constraint(
            op.f("ck_orders_refunded_in_price"), "refunded_micro >= 0 AND refunded_micro <= price_micro"
        )
    op.create_table(
        "account",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("credit_micro", sa.BigInteger(), nullable=True),
        sa.Column("balance_micro", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "credit_micro IS NULL OR balance_micro >= -credit_micro", name=op.f("ck_account_within_credit")
        ),
        sa.CheckConstraint(
            "credit_micro IS NULL OR credit_micro >= 0", name=op.f("ck_account_credit_not_negative")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_account_owner_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_index(
        "uq_account_of_person",
        "account",
        ["owner_id", "kind", "currency"],
        unique=True,
        sqlite_where=sa.text("owner_id IS NOT NULL"),
        postgresql_where=sa.text("owner_id IS NOT NULL"),
    )
    op.create_index(
        "uq_account_of_shop",
        "account",
        ["kind", "currency"],
        unique=True,
        sqlite_where=sa.text("owner_id IS NULL"),
        postgresql_where=sa.text("owner_id IS NULL"),
    )
    op.create_table(
        "journal",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", BIG_ID, nullable=True),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_journal_order_id_orders")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint("key", name=op.f("uq_journal_key")),
    )
    op.create_index(op.f("ix_journal_order_id"), "journal", ["order_id"], unique=False)
    op.create_table(
        "posting",
        sa.Column("journal_id", BIG_ID, nullable=False),
        sa.Column("seq", sa.SmallInteger(), nullable=False),
        sa.Column("account_id", BIG_ID, nullable=False),
        sa.Column("amount_micro", sa.BigInteger(), nullable=False),
        sa.Column("balance_micro", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount_micro <> 0", name=op.f("ck_posting_amount_not_zero")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_posting_account_id_account")),
        sa.ForeignKeyConstraint(["journal_id"], ["journal.id"], name=op.f("fk_posting_journal_id_journal")),
        sa.PrimaryKeyConstraint("journal_id", "seq", name=op.f("pk_posting")),
        sa.UniqueConstraint("account_id", "version", name=op.f("uq_posting_account_id_version")),
    )
    op.create_table(
        "halt",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_halt_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_halt")),
    )
    _book_what_was_ordered(op.get_bind())
    _seal()


def downgrade() -> None:
    for table in APPEND_ONLY:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        else:
            op.execute(f"DROP TRIGGER {table}_not_updated")
            op.execute(f"DROP TRIGGER {table}_not_deleted")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
    op.drop_table("halt")
    op.drop_table("posting")
    op.drop_index(op.f("ix_journal_order_id"), table_name="journal")
    op.drop_table("journal")
    op.drop_index("uq_account_of_shop", table_name="account")
    op.drop_index("uq_account_of_person", table_name="account")
    op.drop_table("account")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint(op.f("ck_orders_refunded_in_price"), type_="check")
        batch_op.drop_column("refunded_micro")


def _seal() -> None:
    """Nothing booked is ever changed or deleted, whoever asks for it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the book is append-only' USING ERRCODE = 'check_violation'; END $$"
        )
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in APPEND_ONLY:
        for name, event in (("not_updated", "UPDATE"), ("not_deleted", "DELETE")):
            op.execute(
                f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'the book is append-only'); END"
            )


class _Book:
    """The postings of the past; accounts are numbered as they come."""

    def __init__(self) -> None:
        self.accounts: dict[tuple[str, int | None, str], dict[str, Any]] = {}
        self.journals: list[dict[str, Any]] = []
        self.postings: list[dict[str, Any]] = []

    def move(self, kind: str, row: Any, giver: str, taker: str) -> None:
        number = len(self.journals) + 1
        self.journals.append(
            {
                "id": number,
                "key": f"{kind}:{row.id}",
                "kind": kind,
                "order_id": row.id,
                "created_at": row.created_at,
            }
        )
        for seq, (name, amount) in enumerate(((giver, -row.price_micro), (taker, row.price_micro))):
            account = self._account(name, row)
            account["balance_micro"] += amount
            account["version"] += 1
            self.postings.append(
                {
                    "journal_id": number,
                    "seq": seq,
                    "account_id": account["id"],
                    "amount_micro": amount,
                    "balance_micro": account["balance_micro"],
                    "version": account["version"],
                }
            )

    def _account(self, kind: str, row: Any) -> dict[str, Any]:
        owner = None if kind == "revenue:sales" else row.person_id
        new = {
            "id": len(self.accounts) + 1,
            "kind": kind,
            "owner_id": owner,
            "currency": row.currency,
            "credit_micro": 0 if kind == "held" else None,
            "balance_micro": 0,
            "version": 0,
        }
        return self.accounts.setdefault((kind, owner, row.currency), new)


def _book_what_was_ordered(connection: sa.Connection) -> None:
    metadata = sa.MetaData()
    metadata.reflect(connection, only=("orders", "account", "journal", "posting"))
    orders = metadata.tables["orders"]
    book = _Book()
    for row in connection.execute(sa.select(orders).where(orders.c.price_micro > 0).order_by(orders.c.id)):
        book.move("reserve", row, "wallet", "held")
        if row.state in GIVEN_BACK:
            book.move("void", row, "held", "wallet")
        elif row.state not in HELD:
            book.move("capture", row, "held", "revenue:sales")
    for name, rows in (
        ("account", list(book.accounts.values())),
        ("journal", book.journals),
        ("posting", book.postings),
    ):
        if rows:
            connection.execute(metadata.tables[name].insert(), rows)
            if connection.dialect.name == "postgresql" and name != "posting":
                connection.execute(
                    sa.text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {len(rows)})")
                )
