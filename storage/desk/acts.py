"""The audit log of the desk: what staff did, written in the transaction that does it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, select, update

from shop.acts import WORDS, Act, Did, Noted
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.desk.tables import act, act_of_order, act_of_person, act_of_subject
from storage.people.tables import person


def note_act(connection: Connection, done: Act, now: datetime) -> None:
    """Add this act to the log, in the caller's transaction: either both are true or neither."""
    connection.execute(
        act.insert().values(
            at=now,
            actor_id=done.actor_id,
            did=done.did,
            person_id=done.person_id,
            order_id=done.order_id,
            subject=done.subject,
            amount_micro=done.amount_micro,
            currency=done.currency,
            details=dict(done.details),
        )
    )


def forget_words(connection: Connection, person_id: int) -> None:
    """Take the words of people out of the acts about this person; the acts stay."""
    about = select(act.c.id, act.c.details).where(act_of_person, act.c.person_id == person_id)
    for row in connection.execute(about).all():
        if row.details.get(WORDS):
            emptied = {**row.details, WORDS: ""}
            connection.execute(update(act).where(act.c.id == row.id).values(details=emptied))


def last_act(connection: Connection, subject: str, *did: Did) -> Noted | None:
    """Return the newest act about this subject, of one of these kinds if any are named."""
    about = [act_of_subject, act.c.subject == subject]
    found = _list(connection, *about, *([act.c.did.in_(did)] if did else []), limit=1)
    return found[0] if found else None


class Acts:
    """Reads the log; writes what has no row of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def note(self, connection: Connection, done: Act, now: datetime) -> None:
        """Add an act that changes nothing else in the database, like looking at an export."""
        note_act(connection, done, now)

    @writes
    def note_once(self, connection: Connection, done: Act, now: datetime) -> None:
        """Add such an act unless its subject is in the log already: a turn that is done again is one act."""
        if last_act(connection, done.subject, done.did) is None:
            note_act(connection, done, now)

    @reads
    def list_latest(self, connection: Connection, *, before: int | None = None, limit: int) -> list[Noted]:
        """Return the newest acts, or those before the one with this number, newest first."""
        older = [act.c.id < before] if before is not None else []
        return _list(connection, *older, limit=limit)

    @reads
    def list_of_person(self, connection: Connection, person_id: int, limit: int) -> list[Noted]:
        """Return the newest acts about this person, newest first."""
        return _list(connection, act_of_person, act.c.person_id == person_id, limit=limit)

    @reads
    def list_of_order(self, connection: Connection, order_id: int, limit: int) -> list[Noted]:
        """Return the newest acts about this order, newest first."""
        return _list(connection, act_of_order, act.c.order_id == order_id, limit=limit)

    @reads
    def last(self, connection: Connection, subject: str, did: Sequence[Did] = ()) -> Noted | None:
        """Return who did what with this subject last: the second to tap a card is told."""
        return last_act(connection, subject, *did)


def _list(connection: Connection, *about: ColumnElement[bool], limit: int) -> list[Noted]:
    names = act.outerjoin(person, person.c.id == act.c.actor_id)
    found = select(act, person.c.name.label("actor")).select_from(names).where(*about)
    rows = connection.execute(found.order_by(act.c.id.desc()).limit(limit)).all()
    return [
        Noted(
            id=row.id,
            at=row.at,
            actor=row.actor or "",
            act=Act(
                actor_id=row.actor_id,
                did=Did(row.did),
                person_id=row.person_id,
                order_id=row.order_id,
                subject=row.subject,
                amount_micro=row.amount_micro,
                currency=row.currency,
                details=row.details,
            ),
        )
        for row in rows
    ]
