"""Memberships by a subscription in Stars, with the periods that were paid for; there are none yet"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
UNTOLD = sa.text("charge_id IS NOT NULL AND told_at IS NULL")
TO_TELL = sa.text("renewal IN ('stopping', 'allowing')")


def upgrade() -> None:
    op.create_table(
        "membership",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", BIG_ID, nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("charge_id", sa.Text()),
        sa.Column("renewal", sa.Text(), server_default="on", nullable=False),
        sa.Column("ends_at", MOMENT),
        sa.Column("told_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.CheckConstraint(
            "(charge_id IS NULL) = (ends_at IS NULL)", name=op.f("ck_membership_ends_once_begun")
        ),
        sa.CheckConstraint(
            "renewal IN ('on','stopping','stopped','allowing','allowed')",
            name=op.f("ck_membership_renewal_known"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id"], ["invoice.id"], name=op.f("fk_membership_invoice_id_invoice")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_membership_invoice_id"), "membership", ["invoice_id"])
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"])
    op.create_index(
        "ix_membership_to_tell", "membership", ["id"], sqlite_where=TO_TELL, postgresql_where=TO_TELL
    )
    op.create_index(
        "ix_membership_untold", "membership", ["ends_at"], sqlite_where=UNTOLD, postgresql_where=UNTOLD
    )
    op.create_table(
        "membership_charge",
        sa.Column("payment_id", BIG_ID, autoincrement=False, nullable=False),
        sa.Column("membership_id", BIG_ID, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_membership_charge_lasts")),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_membership_charge_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["payment.id"], name=op.f("fk_membership_charge_payment_id_payment")
        ),
        sa.PrimaryKeyConstraint("payment_id", name=op.f("pk_membership_charge")),
    )
    op.create_index(op.f("ix_membership_charge_ends_at"), "membership_charge", ["ends_at"])
    op.create_index(op.f("ix_membership_charge_membership_id"), "membership_charge", ["membership_id"])


def downgrade() -> None:
    refuse_if_any("memberships that were paid for", "membership_charge")
    op.drop_table("membership_charge")
    op.drop_table("membership")
