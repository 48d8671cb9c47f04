"""Rows that tests of SQLite write and read: the names of panel accounts."""

from sqlalchemy import Connection, select

from storage.catalogue.tables import panel_account
from storage.core.database import Database, Unit


def adding(name: str, trouble: str = "") -> Unit[str]:
    """Return the unit that writes this name."""

    def unit(connection: Connection) -> str:
        connection.execute(panel_account.insert().values(panel=name, trouble=trouble))
        return name

    return unit


async def stored(database: Database) -> set[str]:
    """Return the names that are there."""

    def unit(connection: Connection) -> set[str]:
        return set(connection.execute(select(panel_account.c.panel)).scalars())

    return await database.read(unit)
