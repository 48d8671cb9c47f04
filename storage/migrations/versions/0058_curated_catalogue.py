"""What operators decide about the catalogue; a shop that is at work is asked before anything is hidden"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "curated",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("is_shown", sa.Boolean()),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("description", sa.Text(), server_default="", nullable=False),
        sa.Column("picture", sa.Text(), server_default="", nullable=False),
        sa.Column("is_pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("kind IN ('service','category')", name=op.f("ck_curated_kind_known")),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_curated")),
    )
    op.create_table(
        "hiding_rule",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('draft','on','off','removed')", name=op.f("ck_hiding_rule_state_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiding_rule")),
        sa.UniqueConstraint("update_id", name=op.f("uq_hiding_rule_update_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_hiding_rule_state", "hiding_rule", ["state", "changed_at"])
    op.create_table(
        "hiding_set",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.BigInteger()),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('on','off','asked')", name=op.f("ck_hiding_set_state_known")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_hiding_set")),
    )
    _mark_an_older_shop()


def _mark_an_older_shop() -> None:
    """A shop that has read services or taken orders before hides nothing until somebody decides."""
    connection = op.get_bind()
    for name in ("service", "orders"):
        if connection.execute(sa.text(f"SELECT 1 FROM {name} LIMIT 1")).first() is not None:  # noqa: S608 - two names of ours
            mark = sa.table(
                "hiding_set", sa.column("key"), sa.column("state"), sa.column("changed_at", MOMENT)
            )
            op.execute(mark.insert().values(key="", state="asked", changed_at=datetime.now(UTC)))
            return


def downgrade() -> None:
    op.drop_table("hiding_set")
    op.drop_table("hiding_rule")
    op.drop_table("curated")
