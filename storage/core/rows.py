"""What statements all over the rows share: an upsert for both databases, and reading one number."""

from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import sqlite


def insert_into(connection: Connection, table: Table) -> Any:
    """Return an INSERT with `on_conflict_do_nothing` and `on_conflict_do_update`, for this database."""
    return insert_of(connection.dialect.name)(table)


def insert_of(dialect: str) -> Any:
    """Return this dialect's `insert`."""
    if dialect == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - a tenth of a second that a file does not need

    return postgresql.insert


def number_from(connection: Connection, statement: Executable) -> int:
    """Run `statement` and return its one whole number: a count, a sum, the id of a new row.

    Raises if it has no row, or several.
    """
    return int(connection.execute(statement).scalar_one())
