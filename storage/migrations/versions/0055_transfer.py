"""Exports that wait, and imports of people with the rows of their files; there are none yet"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
AT_WORK = sa.text("state IN ('sent', 'confirmed')")


def upgrade() -> None:
    op.create_table(
        "export",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("since", MOMENT),
        sa.Column("until", MOMENT),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint("kind IN ('orders','people','book')", name=op.f("ck_export_kind_known")),
        sa.CheckConstraint("form IN ('csv','xlsx')", name=op.f("ck_export_form_known")),
        sa.CheckConstraint(
            "span IN ('today','7d','30d','90d','month','last','all')", name=op.f("ck_export_span_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export")),
        sa.UniqueConstraint("update_id", name=op.f("uq_export_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "people_import",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("file_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("confirmed_by", sa.BigInteger()),
        sa.Column("admits", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("after", sa.Integer(), server_default="0", nullable=False),
        sa.Column("booked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("booked_micro", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('sent','checked','confirmed','done','dropped','refused')",
            name=op.f("ck_people_import_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_import")),
        sa.UniqueConstraint("update_id", name=op.f("uq_people_import_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_people_import_at_work", "people_import", ["id"], sqlite_where=AT_WORK, postgresql_where=AT_WORK
    )
    op.create_table(
        "import_row",
        sa.Column("import_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("username", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("balance_micro", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("banned", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["people_import.id"], name=op.f("fk_import_row_import_id_people_import")
        ),
        sa.PrimaryKeyConstraint("import_id", "line", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "person_id", name=op.f("uq_import_row_import_id_person_id")),
    )
    op.create_index("ix_import_row_person_id", "import_row", ["person_id"])


def downgrade() -> None:
    op.drop_table("import_row")
    op.drop_table("people_import")
    op.drop_table("export")
