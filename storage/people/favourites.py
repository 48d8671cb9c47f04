"""The services that people gave a star."""

from datetime import datetime

from sqlalchemy import Connection, and_, delete, select

from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.people.tables import favourite

MOST = 100
"""Favourites of one person that are listed: the latest."""

_OF = Prepared(
    select(favourite.c.service_id)
    .where(favourite.c.person_id == given("person"))
    .order_by(favourite.c.added_at.desc(), favourite.c.service_id)
    .limit(MOST)
)


class Favourites:
    """Reads and writes `favourite`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_of(self, connection: Connection, person_id: int) -> list[str]:
        """Return the ids of a person's favourite services, the latest first."""
        return favourites_of(connection, person_id)

    @writes
    def keep(self, connection: Connection, person_id: int, service_id: str, now: datetime) -> None:
        """Give a service a star; once more changes nothing."""
        adding = insert_into(connection, favourite).values(
            person_id=person_id, service_id=service_id, added_at=now
        )
        connection.execute(adding.on_conflict_do_nothing(index_elements=["person_id", "service_id"]))

    @writes
    def drop(self, connection: Connection, person_id: int, service_id: str) -> None:
        """Take the star away; without one nothing changes."""
        mine = and_(favourite.c.person_id == person_id, favourite.c.service_id == service_id)
        connection.execute(delete(favourite).where(mine))


def favourites_of(connection: Connection, person_id: int) -> list[str]:
    """Return the ids of a person's favourite services, the latest first."""
    return [row.service_id for row in _OF.all(connection, person=person_id)]
