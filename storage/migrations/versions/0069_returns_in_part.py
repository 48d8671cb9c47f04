"""How much of a payment went back: until now always all of it"""

import sqlalchemy as sa
from alembic import op

from storage.migrations.losing import refuse_if_any

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

PAYMENT = ("back_minor", "back_micro", "back_surcharge_micro")
TRY = ("amount_minor", "credited_micro", "surcharge_micro")


def upgrade() -> None:
    for table, columns in (("payment", PAYMENT), ("payment_return", TRY)):
        for name in columns:
            op.add_column(table, sa.Column(name, sa.BigInteger(), server_default="0", nullable=False))
    op.execute(
        "UPDATE payment SET back_minor = amount_minor, back_micro = credited_micro,"
        " back_surcharge_micro = surcharge_micro WHERE state IN ('returning', 'returned')"
    )
    op.execute("""
        UPDATE payment_return SET
          amount_minor = (SELECT p.amount_minor FROM payment AS p WHERE p.id = payment_return.payment_id),
          credited_micro = (SELECT p.credited_micro FROM payment AS p WHERE p.id = payment_return.payment_id),
          surcharge_micro = (SELECT p.surcharge_micro FROM payment AS p WHERE p.id = payment_return.payment_id)
    """)
    with op.batch_alter_table("payment") as batch:
        batch.create_check_constraint(
            op.f("ck_payment_back_within_amount"), "back_minor BETWEEN 0 AND amount_minor"
        )


def downgrade() -> None:
    refuse_if_any("payments given back in part", "payment", "back_minor NOT IN (0, amount_minor)")
    refuse_if_any(
        "payments given back in several parts",
        "payment_return",
        "amount_minor <> (SELECT p.amount_minor FROM payment AS p WHERE p.id = payment_return.payment_id)",
    )
    with op.batch_alter_table("payment") as batch:
        batch.drop_constraint(op.f("ck_payment_back_within_amount"), type_="check")
    for table, columns in (("payment", PAYMENT), ("payment_return", TRY)):
        with op.batch_alter_table(table) as batch:
            for name in columns:
                batch.drop_column(name)
