"""Guards: what was audited, a fair line, bounded accounts, readable JSON, and indexes for what grows"""

import json
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOST_MICRO = 2**62
RESERVED = sa.text("state = 'reserved'")
UNDECIDED = sa.text("state IN ('reserved', 'submitting', 'unknown')")
ASKING = sa.text("state = 'asking'")
DONE = sa.text("state = 'done'")
REFUND = sa.text("kind = 'refund'")
INDEXES: tuple[tuple[str, str, list[str], Any], ...] = (
    ("ix_orders_line", "orders", ["panel", "rank", "id"], RESERVED),
    ("ix_orders_undecided", "orders", ["person_id", "panel", "rank"], UNDECIDED),
    ("ix_request_asking", "request", ["id"], ASKING),
    ("ix_inbox_done", "inbox", ["handled_at"], DONE),
    ("ix_broadcast_state", "broadcast", ["state"], None),
    ("ix_journal_refund", "journal", ["created_at"], REFUND),
    ("ix_topup_person", "topup", ["person_id", "id"], None),
    ("ix_inquiry_opened", "inquiry", ["panel", "opened_at"], None),
)
JSON_COLUMNS = (
    ("draft", "id", "data"),
    ("confirm", "token", "terms"),
    ("orders", "id", "terms"),
    ("broadcast", "id", "content"),
    ("outbox", "id", "payload"),
    ("inquiry", "order_id", "orphans"),
    ("topup", "id", "receipt"),
)
UNHOLDABLE = re.compile("[\x00\ud800-\udfff]")


def upgrade() -> None:
    op.create_table(
        "audited",
        sa.Column("id", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("journal_id", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("whole_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_audited_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audited")),
    )
    op.create_table(
        "served",
        sa.Column("panel", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_served_person_id_person")),
        sa.PrimaryKeyConstraint("panel", "person_id", name=op.f("pk_served")),
    )
    op.create_index("ix_served_rank", "served", ["panel", "rank"], unique=False)
    op.add_column("orders", sa.Column("rank", sa.BigInteger(), server_default="0", nullable=False))
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, unique=False, sqlite_where=where, postgresql_where=where)
    _make_readable(op.get_bind())
    _bound()


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_account_balance_bounded"), "account", type_="check")
    else:
        for event in ("insert", "update"):
            op.execute(f"DROP TRIGGER account_bounded_{event}")
    for name, table, _, where in INDEXES:
        op.drop_index(name, table_name=table, sqlite_where=where, postgresql_where=where)
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("rank")
    op.drop_index("ix_served_rank", table_name="served")
    op.drop_table("served")
    op.drop_table("audited")


def _bound() -> None:
    """SQLite makes a floating-point number of a sum beyond 64 bits, and says nothing."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_check_constraint(
            op.f("ck_account_balance_bounded"),
            "account",
            f"balance_micro BETWEEN -{MOST_MICRO} AND {MOST_MICRO}",
        )
        return
    for event, when in (("insert", "INSERT"), ("update", "UPDATE OF balance_micro")):
        op.execute(
            f"CREATE TRIGGER account_bounded_{event} BEFORE {when} ON account "
            "WHEN typeof(NEW.balance_micro) <> 'integer' "
            f"OR NEW.balance_micro NOT BETWEEN -{MOST_MICRO} AND {MOST_MICRO} "
            "BEGIN SELECT RAISE(ABORT, 'no account holds so much'); END"
        )


def _make_readable(connection: sa.Connection) -> None:
    """PostgreSQL took NUL and halves of surrogate pairs into its JSON, and reads no such row back."""
    for name, key, column in JSON_COLUMNS:
        table = sa.table(name, sa.column(key), sa.column(column))
        own, written = table.c[key], sa.cast(table.c[column], sa.Text)
        suspect = sa.or_(*(written.contains(mark, autoescape=True) for mark in (r"\u0000", r"\ud")))
        rows = connection.execute(sa.select(own, written.label("text")).where(suspect)).all()
        for number, text in rows:
            value = json.loads(text)
            plain = _plain(value)
            if plain != value:
                changing = sa.update(table).where(own == number)
                connection.execute(changing.values({column: sa.cast(sa.literal(json.dumps(plain)), sa.JSON)}))


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return UNHOLDABLE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {_plain(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return value
