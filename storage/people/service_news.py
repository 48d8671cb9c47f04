"""Who wants news of their services, and what each was told last."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, delete, select, update

from shop.catalogue.service_news import Told, Weighed
from shop.notice import Notice
from shop.person import Person
from storage.core.database import Database
from storage.core.prepared import Prepared, given, padded
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.messages.outbox import enqueue
from storage.people.store import PEOPLE, person_of
from storage.people.tables import person, person_wants_news, told_service

_DUE = Prepared(
    PEOPLE.where(person_wants_news, person.c.news_at <= given("now"))
    .order_by(person.c.news_at)
    .limit(given("count"))
)
_KNOWN = Prepared(select(told_service).where(told_service.c.person_id == given("person")))


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody whose services are to be looked at, and when they last had news of these."""

    person: Person
    told_at: datetime | None


class ServiceNews:
    """Reads and writes `told_service`, and who wants news."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def start(self, connection: Connection, person_id: int, now: datetime) -> None:
        """Note that this person wants news from now on: their services are looked at soon."""
        connection.execute(update(person).where(person.c.id == person_id).values(news_at=now))

    @writes
    def stop(self, connection: Connection, person_id: int) -> None:
        """Note that this person wants no news, and forget what they were told of services."""
        connection.execute(update(person).where(person.c.id == person_id).values(news_at=None))
        connection.execute(delete(told_service).where(told_service.c.person_id == person_id))

    @reads
    def list_due(self, connection: Connection, now: datetime, *, limit: int) -> list[Reader]:
        """Return those whose services are to be looked at, the longest overdue first."""
        rows = _DUE.all(connection, now=now, count=limit)
        return [Reader(person_of(row), row.news_told_at) for row in rows]

    @reads
    def known_to(self, connection: Connection, person_id: int) -> dict[str, Told]:
        """Return what this person was told of services, by their ids."""
        names = Told.__dataclass_fields__
        rows = _KNOWN.all(connection, person=person_id)
        return {row.service_id: Told(**{name: getattr(row, name) for name in names}) for row in rows}

    @writes
    def note(
        self,
        connection: Connection,
        person_id: int,
        found: Weighed,
        *,
        notice: Notice | None = None,
        now: datetime,
        next_at: datetime,
    ) -> bool:
        """Store a look and its notice at once; return False, and store nothing, if they want no more news."""
        values = {"news_at": next_at} if notice is None else {"news_at": next_at, "news_told_at": now}
        wanting = update(person).where(person.c.id == person_id, person_wants_news)
        if connection.execute(wanting.values(values)).rowcount != 1:
            return False
        _forget(connection, person_id, found.forgotten)
        _keep(connection, person_id, found.rows)
        if notice is not None:
            enqueue(connection, [notice], now)
        return True


def _forget(connection: Connection, person_id: int, service_ids: Collection[str]) -> None:
    if service_ids:
        theirs = and_(
            told_service.c.person_id == person_id, told_service.c.service_id.in_(padded(service_ids))
        )
        connection.execute(delete(told_service).where(theirs))


def _keep(connection: Connection, person_id: int, rows: Sequence[Told]) -> None:
    if not rows:
        return
    adding = insert_into(connection, told_service)
    columns = ("name", "currency", "told_micro", "seen_micro", "differs_at")
    again = {name: adding.excluded[name] for name in columns}
    putting = adding.on_conflict_do_update(index_elements=["person_id", "service_id"], set_=again)
    connection.execute(putting, [{"person_id": person_id, **asdict(row)} for row in rows])
