"""Indexes of a part of a table.

SQLAlchemy wants the condition once for each database, and imports a database's part where its name appears. A
kiosk on a file never needs PostgreSQL's, and its tables are made by migrations; so PostgreSQL's conditions
are filled in only where tables are made, or written down, from what the code knows.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Index, MetaData, event

from storage.core.columns import metadata

_WHERE = "where"


def partial_index(
    name: str, *columns: Column[Any], where: ColumnElement[bool], unique: bool = False
) -> Index:
    """An index of the rows for which `where` holds, on either database."""
    return Index(name, *columns, unique=unique, sqlite_where=where, info={_WHERE: where})


def tell_postgresql_conditions() -> None:
    """Give every partial index its condition for PostgreSQL too."""
    for table in metadata.tables.values():
        for index in table.indexes:
            if _WHERE in index.info:
                index.dialect_options["postgresql"]["where"] = index.info[_WHERE]


@event.listens_for(metadata, "before_create")
def _before_create(_metadata: MetaData, connection: Connection, **_named: Any) -> None:
    if connection.dialect.name == "postgresql":
        tell_postgresql_conditions()
