"""People at the desk: found by a key of their name, listed by who was seen last; notes; changes of wallets"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
SECOND = sa.text("state = 'second'")
UNDONE = sa.text("undoes IS NOT NULL AND state = 'done'")
AT_ONCE = 5_000


def upgrade() -> None:
    op.add_column("person", sa.Column("search_key", sa.Text(), server_default="", nullable=False))
    _write_keys()
    op.create_index("ix_person_seen", "person", ["seen_at", "id"])
    op.create_index("ix_person_created", "person", ["created_at", "id"])
    op.create_index(
        "ix_person_blocked",
        "person",
        ["seen_at", "id"],
        sqlite_where=sa.text("reachable = 0"),
        postgresql_where=sa.text("NOT reachable"),
    )
    op.create_table(
        "person_note",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_note_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_note")),
        sa.UniqueConstraint("author_id", "update_id", name=op.f("uq_person_note_author_id_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_note_person", "person_note", ["person_id", "id"])
    op.create_table(
        "wallet_change",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("amount_micro", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("is_typed_twice", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("undoes", BIG_ID),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("amount_micro <> 0", name=op.f("ck_wallet_change_amount_not_zero")),
        sa.CheckConstraint(
            "state IN ('asked','confirmed','second','done','dropped','expired')",
            name=op.f("ck_wallet_change_state_known"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_wallet_change_person_id_person")),
        sa.ForeignKeyConstraint(
            ["undoes"], ["wallet_change.id"], name=op.f("fk_wallet_change_undoes_wallet_change")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallet_change")),
        sa.UniqueConstraint("asked_by", "update_id", name=op.f("uq_wallet_change_asked_by_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_wallet_change_person", "wallet_change", ["person_id", "id"])
    op.create_index(
        "ix_wallet_change_second",
        "wallet_change",
        ["id"],
        sqlite_where=SECOND,
        postgresql_where=SECOND,
    )
    op.create_index(
        "uq_wallet_change_undone",
        "wallet_change",
        ["undoes"],
        unique=True,
        sqlite_where=UNDONE,
        postgresql_where=UNDONE,
    )


def _write_keys() -> None:
    """Give everybody the key that shop/people/searching made when this was written; a visit renews it."""
    connection = op.get_bind()
    after = 0
    some = sa.text("SELECT id, name, username FROM person WHERE id > :after ORDER BY id LIMIT :most")
    while rows := connection.execute(some, {"after": after, "most": AT_ONCE}).all():
        keys = [{"number": row.id, "key": _key(row.name, row.username)} for row in rows]
        connection.execute(sa.text("UPDATE person SET search_key = :key WHERE id = :number"), keys)
        after = rows[-1].id


def _key(name: str, username: str | None) -> str:
    parts = (name, f"@{username}" if username else "")
    return "\n".join(
        unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", part).casefold()).strip()
        for part in parts
        if part
    )


def downgrade() -> None:
    op.drop_table("wallet_change")
    op.drop_table("person_note")
    for index in ("ix_person_blocked", "ix_person_created", "ix_person_seen"):
        op.drop_index(index, table_name="person")
    op.drop_column("person", "search_key")
