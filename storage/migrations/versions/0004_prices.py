"""Prices: rules for the operator's margin, people's levels, and a history of changes that only grows"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "price_rule",
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "scope IN ('default','category','service','level','floor','rate')",
            name=op.f("ck_price_rule_scope_known"),
        ),
        sa.CheckConstraint("scope = 'level' OR value >= 0", name=op.f("ck_price_rule_not_below_cost")),
        sa.CheckConstraint("scope <> 'rate' OR value > 0", name=op.f("ck_price_rule_rate_positive")),
        sa.PrimaryKeyConstraint("scope", "key", name=op.f("pk_price_rule")),
    )
    op.create_table(
        "person_level",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_level")),
    )
    op.create_table(
        "price_change",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("changed_by", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_change")),
    )
    op.create_index("ix_price_change_update", "price_change", ["update_id"], unique=False)
    _seal()


def downgrade() -> None:
    op.drop_index("ix_price_change_update", table_name="price_change")
    op.drop_table("price_change")  # its triggers go with it
    op.drop_table("person_level")
    op.drop_table("price_rule")


def _seal() -> None:
    """No change is ever changed or deleted, whoever asks for it."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER price_change_append_only BEFORE UPDATE OR DELETE ON price_change "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"  # made by the book's revision
        )
        return
    for name, event in (("not_updated", "UPDATE"), ("not_deleted", "DELETE")):
        op.execute(
            f"CREATE TRIGGER price_change_{name} BEFORE {event} ON price_change "
            "BEGIN SELECT RAISE(ABORT, 'the history of prices is append-only'); END"
        )
