"""Imports of people and balances: the rows of a file, booked in batches that a crash cannot repeat."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Connection, and_, cast, delete, func, or_, select, tuple_, update

from shop.acts import IMPORT, Act, Did, subject_of
from shop.person import Standing
from shop.transfer.people_import import LAPSES_AFTER, Found, ImportState, PeopleImport, bringing, import_key
from shop.transfer.people_lines import PersonRow
from storage.catalogue.tables import person_level
from storage.core.database import Database
from storage.core.prepared import one_of, padded
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.cards import remember_card
from storage.desk.tables import staff, standing
from storage.ledger.store import book, refuse_if_halted
from storage.ledger.tables import journal, posting
from storage.people.tables import person
from storage.transfer.tables import import_at_work, import_row, people_import

AT_ONCE = 100
"""People booked in one transaction: others who write wait for it."""

STAGED_AT_ONCE = 500
CLEARED_AT_ONCE = 2000
_AT_TERMINAL = ""
"""The file of an import that was begun at a terminal: none in a chat."""

ENDED = (ImportState.DONE, ImportState.DROPPED, ImportState.REFUSED)


class Imports:
    """Reads and writes `people_import` and `import_row`, and books the rows."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def ask(
        self,
        connection: Connection,
        *,
        source: str,
        file_id: str,
        currency: str,
        asked_by: int,
        message_id: int,
        update_id: int,
        now: datetime,
    ) -> None:
        """Have the worker read this file; the same update again changes nothing."""
        values = {
            "source": source,
            "file_id": file_id,
            "currency": currency,
            "asked_by": asked_by,
            "message_id": message_id,
            "update_id": update_id,
            "state": ImportState.SENT,
            "found": {},
            "created_at": now,
            "changed_at": now,
        }
        adding = insert_into(connection, people_import).values(values).on_conflict_do_nothing()
        number = connection.execute(adding.returning(people_import.c.id)).scalar()
        if number is not None:
            remember_card(connection, _subject(number), asked_by, message_id, now)
            done = Act(asked_by, Did.IMPORT_SENT, subject=_subject(number), details={"source": source})
            note_act(connection, done, now)

    @writes
    def begin_next(self, connection: Connection, now: datetime) -> PeopleImport | None:
        """Return the import whose file waits to be read or booked, and count this try; None without one.

        Dry runs that nobody has confirmed for a day are given up, and what a terminal has not booked to its
        end: no terminal books while a kiosk runs, and only the same command goes on with it.
        """
        stale = and_(
            people_import.c.state == ImportState.CHECKED, people_import.c.changed_at < now - LAPSES_AFTER
        )
        ended = and_(people_import.c.state == ImportState.CONFIRMED, people_import.c.file_id == _AT_TERMINAL)
        dropping = update(people_import).where(or_(stale, ended))
        connection.execute(dropping.values(state=ImportState.DROPPED))
        found = select(people_import).where(import_at_work).order_by(people_import.c.id).limit(1)
        row = connection.execute(found).first()
        if row is None:
            return None
        counting = update(people_import).where(people_import.c.id == row.id)
        connection.execute(counting.values(tries=row.tries + 1))
        return _import(row)

    @reads
    def find(self, connection: Connection, number: int) -> PeopleImport | None:
        """Return the import of this number."""
        row = connection.execute(select(people_import).where(people_import.c.id == number)).first()
        return None if row is None else _import(row)

    @writes
    def clear(self, connection: Connection, number: int | None = None) -> int:
        """Delete some rows of this import, without a number of any that is over; return how many."""
        which = import_row.c.import_id == number
        if number is None:
            over = select(people_import.c.id).where(people_import.c.state.in_(ENDED))
            which = import_row.c.import_id.in_(over)
        key = (import_row.c.import_id, import_row.c.line)
        some = select(*key).where(which).limit(CLEARED_AT_ONCE)
        return connection.execute(delete(import_row).where(tuple_(*key).in_(some))).rowcount

    @writes
    def stage(self, connection: Connection, number: int, source: str, rows: Sequence[PersonRow]) -> Found:
        """Keep these rows for booking; return what they come to, without those booked before."""
        kept = [
            {
                "import_id": number,
                "line": row.line,
                "person_id": row.person_id,
                "name": row.name,
                "username": row.username,
                "language": row.language,
                "balance_micro": row.balance_micro,
                "level": row.level,
                "banned": row.banned,
            }
            for row in rows
        ]
        connection.execute(import_row.insert(), kept)
        return _found(connection, source, rows)

    @reads
    def weigh(self, connection: Connection, source: str, rows: Sequence[PersonRow]) -> Found:
        """Return what these rows come to, without those booked before; nothing is kept."""
        return _found(connection, source, rows)

    @writes
    def keep(
        self,
        connection: Connection,
        *,
        source: str,
        currency: str,
        asked_by: int,
        found: Found,
        file_hash: str,
        now: datetime,
    ) -> int:
        """Keep an import that was read at a terminal and has no file in a chat; return its number.

        Its rows come by `stage`. If it is not confirmed then, it lapses like any other.
        """
        lowest = connection.execute(select(func.min(people_import.c.update_id))).scalar() or 0
        values = {
            "source": source,
            "file_id": _AT_TERMINAL,
            "file_hash": file_hash,
            "state": ImportState.CHECKED,
            "currency": currency,
            "asked_by": asked_by,
            "message_id": 0,
            "update_id": min(lowest, 0) - 1,  # a number that no update has
            "found": asdict(found),
            "created_at": now,
            "changed_at": now,
        }
        adding = insert_into(connection, people_import).values(values).returning(people_import.c.id)
        return number_from(connection, adding)

    @writes
    def checked(
        self, connection: Connection, number: int, found: Found, file_hash: str, now: datetime
    ) -> None:
        """Store what the dry run found; from now on it waits for a decision."""
        values = {"state": ImportState.CHECKED, "found": asdict(found), "file_hash": file_hash, "tries": 0}
        _move(connection, number, ImportState.SENT, changed_at=now, **values)

    @writes
    def refuse(self, connection: Connection, number: int, now: datetime) -> None:
        """Note that the file cannot be read."""
        _move(connection, number, ImportState.SENT, state=ImportState.REFUSED, changed_at=now)

    @writes
    def confirm(self, connection: Connection, number: int, by: int, now: datetime, *, admits: bool) -> bool:
        """Have the rows booked; False if somebody has decided before."""
        values = {"state": ImportState.CONFIRMED, "confirmed_by": by, "admits": admits, "changed_at": now}
        row = _move(connection, number, ImportState.CHECKED, **values)
        if row is None:
            return False
        found = Found(**row.found)
        done = Act(
            by,
            Did.IMPORT_CONFIRMED,
            subject=_subject(number),
            amount_micro=found.sum_micro,
            currency=row.currency,
            details={"source": row.source, "people": found.people, "file": row.file_hash[:16]},
        )
        note_act(connection, done, now)
        return True

    @writes
    def drop(self, connection: Connection, number: int, by: int, now: datetime) -> bool:
        """Give the import up; False if somebody has decided before."""
        row = _move(connection, number, ImportState.CHECKED, state=ImportState.DROPPED, changed_at=now)
        if row is None:
            return False
        done = Act(by, Did.IMPORT_DROPPED, subject=_subject(number), details={"source": row.source})
        note_act(connection, done, now)
        return True

    @writes
    def book_some(self, connection: Connection, number: int, now: datetime) -> PeopleImport | None:
        """Book the next rows with their people; return how far the import is, None if all are booked.

        A row and the place behind it are one transaction, and each balance has a key of its own.
        Raises ShopError while payments are paused.
        """
        refuse_if_halted(connection)
        found = select(people_import).where(people_import.c.id == number).with_for_update()
        row = connection.execute(found).one()
        if row.state != ImportState.CONFIRMED:
            return None
        which = and_(import_row.c.import_id == number, import_row.c.line > row.after)
        rows = connection.execute(
            select(import_row).where(which).order_by(import_row.c.line).limit(AT_ONCE)
        ).all()
        if not rows:
            return None
        # By number, as whoever has two wallets locks them; their lines may come in any order.
        people = sorted((_person(line) for line in rows), key=lambda customer: customer.person_id)
        _add_people(connection, people, now)
        _stand(connection, people, row, now)
        booked, micro = _book(connection, people, row, now)
        values = {
            "after": rows[-1].line,
            "booked": row.booked + booked,
            "booked_micro": row.booked_micro + micro,
            "tries": 0,
        }
        done = (
            update(people_import).where(people_import.c.id == number).values(values).returning(people_import)
        )
        return _import(connection.execute(done).one())

    @reads
    def sum_in_ledger(self, connection: Connection, number: int, after: int) -> tuple[int, int] | None:
        """Return what the ledger has for the next rows since the confirmation, and the last one's line."""
        row = connection.execute(select(people_import).where(people_import.c.id == number)).one()
        which = and_(import_row.c.import_id == number, import_row.c.line > after)
        asked = select(import_row.c.line, import_row.c.person_id).where(which)
        rows = connection.execute(asked.order_by(import_row.c.line).limit(STAGED_AT_ONCE)).all()
        if not rows:
            return None
        keys = [import_key(row.source, line.person_id) for line in rows]
        total = cast(func.coalesce(func.sum(posting.c.amount_micro), 0), BigInteger)
        joined = select(total).join(journal, journal.c.id == posting.c.journal_id)
        ours = and_(
            journal.c.key.in_(padded(keys)),
            journal.c.created_at >= row.changed_at,
            posting.c.amount_micro > 0,
        )
        return number_from(connection, joined.where(ours)), rows[-1].line

    @writes
    def finish(self, connection: Connection, number: int) -> None:
        """Note that every row is booked."""
        _move(connection, number, ImportState.CONFIRMED, state=ImportState.DONE)


def _found(connection: Connection, source: str, rows: Sequence[PersonRow]) -> Found:
    """Return what these rows come to, without those booked before."""
    people = [row.person_id for row in rows]
    known = select(func.count()).select_from(person).where(one_of(person.c.id, people))
    keys = [import_key(source, person_id) for person_id in people]
    booked = set(connection.execute(select(journal.c.key).where(journal.c.key.in_(padded(keys)))).scalars())
    return Found(
        people=len(rows),
        known=number_from(connection, known),
        before=len(booked),
        banned=sum(row.banned for row in rows),
        sum_micro=sum(row.balance_micro for row in rows if import_key(source, row.person_id) not in booked),
    )


def _move(connection: Connection, number: int, before: ImportState, **values: Any) -> Any:
    """Change the import if it is in this state; return its row, None if it is in another."""
    which = and_(people_import.c.id == number, people_import.c.state == before)
    moving = update(people_import).where(which).values(values)
    return connection.execute(moving.returning(people_import)).first()


def _add_people(connection: Connection, people: Sequence[PersonRow], now: datetime) -> None:
    """Add those whom the shop does not know. They cannot be written to before they write themselves."""
    rows = [
        {
            "id": customer.person_id,
            "name": customer.name,
            "username": customer.username,
            "language": customer.language,
            "reachable": False,
            "created_at": now,
            "seen_at": now,
        }
        for customer in people
    ]
    connection.execute(insert_into(connection, person).on_conflict_do_nothing(), rows)


def _stand(connection: Connection, people: Sequence[PersonRow], row: Any, now: datetime) -> None:
    """Ban and let in, and give levels; what the shop has decided itself stays, and who is on its staff."""
    signed = {"changed_at": now, "changed_by": row.confirmed_by}
    doors = [
        {
            "person_id": customer.person_id,
            "state": Standing.BANNED if customer.banned else Standing.LET_IN,
            **signed,
        }
        for customer in people
        if customer.banned or row.admits
    ]
    on_the_staff = set(connection.execute(select(staff.c.person_id)).scalars())
    doors = [door for door in doors if door["person_id"] not in on_the_staff]
    if doors:
        adding = insert_into(connection, standing)
        asking = adding.on_conflict_do_update(
            index_elements=["person_id"],
            set_={"state": adding.excluded.state, **signed},
            where=standing.c.state == Standing.ASKING,
        )
        connection.execute(asking, doors)
    levels = [
        {"person_id": customer.person_id, "level": customer.level, **signed}
        for customer in people
        if customer.level
    ]
    if levels:
        connection.execute(insert_into(connection, person_level).on_conflict_do_nothing(), levels)


def _book(connection: Connection, people: Sequence[PersonRow], row: Any, now: datetime) -> tuple[int, int]:
    """Book each balance once; return how many were new, and their sum."""
    booked = micro = 0
    for customer in people:
        if not customer.balance_micro:
            continue
        entry = bringing(row.source, customer, row.currency, actor_id=row.confirmed_by)
        if book(connection, entry, now):
            booked += 1
            micro += customer.balance_micro
    return booked, micro


def _person(row: Any) -> PersonRow:
    return PersonRow(
        line=row.line,
        person_id=row.person_id,
        name=row.name,
        username=row.username,
        language=row.language,
        balance_micro=row.balance_micro,
        level=row.level,
        banned=row.banned,
    )


def _import(row: Any) -> PeopleImport:
    return PeopleImport(
        id=row.id,
        source=row.source,
        file_id=row.file_id,
        state=ImportState(row.state),
        currency=row.currency,
        asked_by=row.asked_by,
        message_id=row.message_id,
        found=Found(**row.found),
        confirmed_by=row.confirmed_by,
        admits=row.admits,
        after=row.after,
        booked=row.booked,
        booked_micro=row.booked_micro,
        tries=row.tries,
        file_hash=row.file_hash,
    )


def _subject(number: int) -> str:
    return subject_of(IMPORT, number)
