"""Ids of rows that may be deleted never come again; lines, receipts and old rows have their indexes"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WAITING = sa.text("state = 'waiting'")
PENDING = sa.text("state = 'pending'")
UNDELIVERED = sa.text("state IN ('failed', 'blocked')")
ASKED = sa.text("state IN ('amount', 'receipt')")


def upgrade() -> None:
    _rebuild(never_again=True)
    op.create_index(
        "ix_inbox_person",
        "inbox",
        ["bot_id", "person_id", "seq"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_inbox_handled", "inbox", ["state", "handled_at"])
    op.create_index("ix_outbox_finished", "outbox", ["finished_at"])
    op.create_index(
        "ix_outbox_undelivered",
        "outbox",
        ["chat_id", "state"],
        sqlite_where=UNDELIVERED,
        postgresql_where=UNDELIVERED,
    )
    op.create_index("ix_topup_waiting", "topup", ["id"], sqlite_where=WAITING, postgresql_where=WAITING)


def downgrade() -> None:
    op.drop_index("ix_topup_waiting", table_name="topup")
    op.drop_index("ix_outbox_undelivered", table_name="outbox")
    op.drop_index("ix_outbox_finished", table_name="outbox")
    op.drop_index("ix_inbox_handled", table_name="inbox")
    op.drop_index("ix_inbox_person", table_name="inbox")
    _rebuild(never_again=False)


def _rebuild(*, never_again: bool) -> None:
    """SQLite hands out the number of a deleted last row again unless the table says AUTOINCREMENT.

    That cannot be said of a table that is there, so each is made anew. PostgreSQL's sequences never do it.
    """
    if op.get_bind().dialect.name != "sqlite":
        return
    for name, key in (("inbox", "seq"), ("outbox", "id"), ("topup", "id")):
        fresh = f"{name}_fresh"
        columns = [column.name for column in _TABLES[name]() if isinstance(column, sa.Column)]
        listed = ", ".join(columns)
        op.create_table(fresh, *_TABLES[name](), sqlite_autoincrement=never_again)
        op.execute(f"INSERT INTO {fresh} ({listed}) SELECT {listed} FROM {name}")  # noqa: S608 - our own names
        if never_again:
            _carry_on(name, key, fresh)
        op.drop_table(name)
        op.rename_table(fresh, name)
        for index, on, options in _INDEXES[name]:
            op.create_index(index, name, on, **options)


def _carry_on(name: str, key: str, fresh: str) -> None:
    """Count on behind every number that was ever handed out, as far as it can be known."""
    known = f"SELECT coalesce(max({key}), 0) AS number FROM {name}"  # noqa: S608 - our own names
    if name == "inbox":  # an apology's key has the number of a row that may be gone
        known += (
            " UNION SELECT coalesce(max(CAST(substr(dedupe_key, 7) AS INTEGER)), 0)"
            " FROM outbox WHERE dedupe_key LIKE 'sorry:%'"
        )
    op.execute(f"DELETE FROM sqlite_sequence WHERE name = '{fresh}'")  # noqa: S608 - our own names
    op.execute(
        f"INSERT INTO sqlite_sequence (name, seq) SELECT '{fresh}', max(number) FROM ({known})"  # noqa: S608 - our own names
    )


def _inbox() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("seq", BIG_ID, nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("raw", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("failures", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("state IN ('waiting','done','aside')", name=op.f("ck_inbox_state_known")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_inbox")),
        sa.UniqueConstraint("bot_id", "update_id", name=op.f("uq_inbox_bot_id_update_id")),
    ]


def _outbox() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("dedupe_key", sa.Text(), nullable=False),
        sa.Column("lane", sa.SmallInteger(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("broadcast_id", BIG_ID, nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), server_default="0", nullable=False),
        sa.Column("attempts", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('pending','sent','failed','blocked','stopped')", name=op.f("ck_outbox_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["broadcast_id"], ["broadcast.id"], name=op.f("fk_outbox_broadcast_id_broadcast")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe_key", name=op.f("uq_outbox_dedupe_key")),
    ]


def _topup() -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("amount_micro", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("receipt", sa.JSON(), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('amount','receipt','waiting','approved','declined','dropped')",
            name=op.f("ck_topup_state_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_topup_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topup")),
    ]


_TABLES = {"inbox": _inbox, "outbox": _outbox, "topup": _topup}

_INDEXES: dict[str, tuple[tuple[str, list[str], dict[str, object]], ...]] = {
    "inbox": (("ix_inbox_waiting", ["bot_id", "seq"], {"sqlite_where": WAITING}),),
    "outbox": (
        ("ix_outbox_broadcast", ["broadcast_id", "state"], {}),
        ("ix_outbox_chat", ["chat_id", "lane", "id", "not_before"], {"sqlite_where": PENDING}),
        ("ix_outbox_pending", ["lane", "id", "chat_id", "not_before"], {"sqlite_where": PENDING}),
    ),
    "topup": (("uq_topup_asked", ["person_id"], {"unique": True, "sqlite_where": ASKED}),),
}
