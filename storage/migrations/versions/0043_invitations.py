"""Invitations, and what names a payer at the provider; nobody is invited yet"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.add_column("payment", sa.Column("payer", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "invite_code",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invite_code_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_invite_code")),
        sa.UniqueConstraint("code", name=op.f("uq_invite_code_code")),
    )
    op.create_table(
        "invitation",
        sa.Column("invited_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("inviter_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("why", sa.Text()),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT),
        sa.CheckConstraint("invited_id <> inviter_id", name=op.f("ck_invitation_not_oneself")),
        sa.CheckConstraint(
            "state IN ('waiting','rewarded','refused')", name=op.f("ck_invitation_state_known")
        ),
        sa.ForeignKeyConstraint(["invited_id"], ["person.id"], name=op.f("fk_invitation_invited_id_person")),
        sa.ForeignKeyConstraint(["inviter_id"], ["person.id"], name=op.f("fk_invitation_inviter_id_person")),
        sa.PrimaryKeyConstraint("invited_id", name=op.f("pk_invitation")),
    )
    op.create_index("ix_invitation_inviter", "invitation", ["inviter_id", "ended_at"])
    op.create_index(
        "ix_invitation_waiting",
        "invitation",
        ["invited_id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("invite_code")
    op.drop_column("payment", "payer")
