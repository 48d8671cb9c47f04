"""Mass orders: lists that are confirmed at once, and the orders they made"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "mass_order",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("wants_link", sa.Boolean(), nullable=False),
        sa.Column("answered_by", sa.BigInteger(), nullable=True),
        sa.Column("token", sa.Text(), nullable=True),
        sa.Column("quoted", sa.JSON(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_as", sa.Text(), nullable=True),
        sa.Column("card_message_id", sa.BigInteger(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made", sa.SmallInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mass_order_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mass_order")),
        sa.UniqueConstraint("token", name=op.f("uq_mass_order_token")),
    )
    unused, used = sa.text("used_at IS NULL"), sa.text("used_at IS NOT NULL")
    op.create_index(
        "ix_mass_order_waits", "mass_order", ["changed_at"], sqlite_where=unused, postgresql_where=unused
    )
    op.create_index("ix_mass_order_used", "mass_order", ["used_at"], sqlite_where=used, postgresql_where=used)
    op.create_table(
        "mass_line",
        sa.Column("order_id", BIG_ID, nullable=False),
        sa.Column("mass_id", sa.Text(), nullable=False),
        sa.Column("n", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(["mass_id"], ["mass_order.id"], name=op.f("fk_mass_line_mass_id_mass_order")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_mass_line_order_id_orders")),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_mass_line")),
    )
    op.create_index("ix_mass_line_mass", "mass_line", ["mass_id", "n"])


def downgrade() -> None:
    op.drop_table("mass_line")
    op.drop_table("mass_order")
