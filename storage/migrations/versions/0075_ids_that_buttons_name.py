"""Payments and broadcasts count on in a file, too: buttons name their ids, and a restore moves counters on"""

from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

only_adds = True


def upgrade() -> None:
    _rebuild(never_again=True)


def downgrade() -> None:
    _rebuild(never_again=False)


def _rebuild(*, never_again: bool) -> None:
    """As in 0006: that SQLite keeps a counter cannot be said of a table that is there. A server keeps one."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for table in ("broadcast", "payment"):
        with op.batch_alter_table(
            table,
            recreate="always",
            table_kwargs={"sqlite_autoincrement": never_again},
            naming_convention={"pk": "pk_%(table_name)s"},  # a counter's key bears none
        ):
            pass
