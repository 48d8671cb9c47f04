"""A server tidies the indexes that queues stand on after so many changes, however large the table is

The page of due orders, and of messages to send, begins at the low end of an index, where whatever was there
before has left an entry. By its default a server waits until a fifth of all rows have changed, and then leaves
indexes alone if the changed rows are few beside the others: in a large book each sweep would go over hundreds
of thousands of dead entries. It tidies by itself, and takes no lock that anybody waits for.
"""

from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

only_adds = True

QUEUES = ("orders", "outbox")
OPTIONS = {
    "autovacuum_vacuum_scale_factor": "0",
    "autovacuum_vacuum_threshold": "10000",
    "vacuum_index_cleanup": "on",
}


def upgrade() -> None:
    given = ", ".join(f"{name} = {value}" for name, value in OPTIONS.items())
    _on_server(f"SET ({given})")


def downgrade() -> None:
    _on_server(f"RESET ({', '.join(OPTIONS)})")


def _on_server(change: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in QUEUES:
            op.execute(f"ALTER TABLE {table} {change}")
