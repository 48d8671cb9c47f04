"""Alembic's entry point: storage/upgrade.py passes an open connection, never a URL."""

from typing import Any, Literal

from alembic import context

from storage.core.columns import Json, Moment, Words
from storage.core.indexes import tell_postgresql_conditions
from storage.tables import metadata

PLAIN = {Moment: "sa.DateTime(timezone=True)", Words: "sa.Text()", Json: "sa.JSON()"}


def plain_types(kind: str, column_type: object, _context: Any) -> str | Literal[False]:
    """Render our types as plain columns, so that old revisions never depend on today's code."""
    return PLAIN.get(type(column_type), False) if kind == "type" else False


tell_postgresql_conditions()
connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=plain_types,
    render_as_batch=connection.dialect.name == "sqlite",
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
