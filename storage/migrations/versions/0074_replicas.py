"""Several kiosks on one database: who is there, who leads, whose turn is whose; there are none yet.

A server also counts the changes of what kiosks keep in memory, by triggers, and gives order numbers, each
once, whichever kiosk asks.
"""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0072"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)

REREAD = {
    "decisions": ("curated", "hiding_rule", "hiding_set"),
    "gate": ("maintenance",),
    "members": ("membership", "membership_charge"),
    "prices": ("price_rule", "person_level"),
    "roster": ("staff", "standing"),
    "routes": ("service_route",),
    "settings": ("live_value", "moved_chat"),
    "stops": ("overcharged_service", "service_quality"),
    "words": ("heard_text",),
}
"""The tables that kiosks keep in memory, by topic."""

COUNT = """
CREATE FUNCTION kiosk_reread() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  mark text := 'kiosk.reread_' || TG_ARGV[0];
  own text := pg_current_xact_id()::text;
BEGIN
  IF NOT EXISTS (SELECT FROM replica) THEN  -- one kiosk alone: nobody counts, and no row keeps others waiting
    RETURN NULL;
  END IF;
  IF current_setting(mark, true) IS DISTINCT FROM own THEN  -- once in a transaction is enough
    PERFORM set_config(mark, own, true);
    INSERT INTO reread AS known (topic, version) VALUES (TG_ARGV[0], 1)
      ON CONFLICT (topic) DO UPDATE SET version = known.version + 1;
  END IF;
  RETURN NULL;
END $$
"""

NUMBER = """
CREATE FUNCTION kiosk_order_number(second bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  given bigint;
BEGIN
  PERFORM pg_advisory_lock(hashtext('kiosk order number'));  -- let go of below, not at the transaction's end
  given := setval('kiosk_order_numbers', GREATEST(nextval('kiosk_order_numbers'), second));
  PERFORM pg_advisory_unlock(hashtext('kiosk order number'));
  RETURN given;
END $$
"""


def upgrade() -> None:
    op.create_table(
        "replica",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("bot_id", sa.BigInteger(), nullable=False),
        sa.Column("panels", sa.Text(), nullable=False),
        sa.Column("joined_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("share", sa.SmallInteger(), server_default="0", nullable=False),
        sa.Column("wanted", sa.SmallInteger(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replica")),
    )
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text()),
        sa.Column("epoch", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("taken_at", MOMENT),
        sa.ForeignKeyConstraint(
            ["holder"], ["replica.id"], name=op.f("fk_lease_holder_replica"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
    op.create_table(
        "turn_claim",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("replica_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["replica_id"], ["replica.id"], name=op.f("fk_turn_claim_replica_id_replica"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_turn_claim")),
    )
    op.create_index(op.f("ix_turn_claim_replica_id"), "turn_claim", ["replica_id"])
    op.create_table(
        "reread",
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_reread")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE kiosk_order_numbers")
        op.execute(NUMBER)
        op.execute(COUNT)
        op.execute(
            "CREATE TRIGGER panel_account_reread AFTER INSERT OR UPDATE OF catalogue_at, currency ON panel_account "
            "FOR EACH STATEMENT EXECUTE FUNCTION kiosk_reread('account')"
        )
        for topic, tables in REREAD.items():
            for table in tables:
                op.execute(
                    f"CREATE TRIGGER {table}_reread AFTER INSERT OR UPDATE OR DELETE ON {table} "
                    f"FOR EACH STATEMENT EXECUTE FUNCTION kiosk_reread('{topic}')"
                )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in ("panel_account", *(one for tables in REREAD.values() for one in tables)):
            op.execute(f"DROP TRIGGER {table}_reread ON {table}")
        op.execute("DROP FUNCTION kiosk_reread()")
        op.execute("DROP FUNCTION kiosk_order_number(bigint)")
        op.execute("DROP SEQUENCE kiosk_order_numbers")
    for table in ("reread", "turn_claim", "lease", "replica"):
        op.drop_table(table)
