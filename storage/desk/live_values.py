"""Settings and texts that owners set in the chat, and the history of their changes."""

from datetime import datetime

from sqlalchemy import Connection, delete, select

from shop.acts import Act, Did
from shop.live_values import UNLOGGED, LiveChange, LiveKey, LiveValue
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.desk.tables import live_change, live_value
from storage.people.tables import person


class LiveValues:
    """Reads and writes `live_value` and `live_change`. Each change stands in the log of acts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def list_all(self, connection: Connection) -> list[LiveValue]:
        """Return every value that was set, also those of another release."""
        rows = connection.execute(select(live_value).order_by(live_value.c.field)).all()
        # By their numbers: joined, a server may read all people for a handful of rows.
        owners = select(person.c.id, person.c.name).where(
            one_of(person.c.id, sorted({row.changed_by for row in rows}))
        )
        names = {row.id: row.name for row in connection.execute(owners).all()} if rows else {}
        return [
            LiveValue(row.field, row.value, row.changed_by, names.get(row.changed_by, ""), row.changed_at)
            for row in rows
        ]

    @reads
    def last_change(self, connection: Connection, key: LiveKey) -> LiveChange | None:
        """Return the newest change of this value; None if there never was one."""
        return _last(connection, key.field)

    @writes
    def change(
        self,
        connection: Connection,
        key: LiveKey,
        after: str | None,
        *,
        follows: int,
        form: str,
        by: int,
        now: datetime,
    ) -> bool:
        """Set this value, or take it away, as the change that comes after `follows`, with its act.

        `form` names what asked for it: the same one once more changes nothing and is True again. False if
        somebody else has changed the value since `follows`.
        """
        if connection.execute(select(live_change.c.id).where(live_change.c.form == form)).first():
            return True
        last = _last(connection, key.field)
        if (last.id if last is not None else 0) != follows:
            return False
        before = last.after if last is not None else None
        adding = insert_into(connection, live_change).values(
            form=form,
            field=key.field,
            follows=follows,
            before=before,
            after=after,
            changed_by=by,
            changed_at=now,
        )
        if connection.execute(adding.on_conflict_do_nothing().returning(live_change.c.id)).first() is None:
            return False  # another connection was quicker
        _store(connection, key.field, after, by, now)
        note_act(connection, _act(key, before, after, by), now)
        return True


def _last(connection: Connection, field: str) -> LiveChange | None:
    names = live_change.outerjoin(person, person.c.id == live_change.c.changed_by)
    found = select(live_change, person.c.name.label("by_name")).select_from(names)
    newest = found.where(live_change.c.field == field).order_by(live_change.c.id.desc()).limit(1)
    row = connection.execute(newest).first()
    if row is None:
        return None
    return LiveChange(row.id, row.before, row.after, row.changed_by, row.by_name or "", row.changed_at)


def _store(connection: Connection, field: str, value: str | None, by: int, now: datetime) -> None:
    if value is None:
        connection.execute(delete(live_value).where(live_value.c.field == field))
        return
    values = {"value": value, "changed_by": by, "changed_at": now}
    adding = insert_into(connection, live_value).values(field=field, **values)
    connection.execute(adding.on_conflict_do_update(index_elements=["field"], set_=values))


def _act(key: LiveKey, before: str | None, after: str | None, by: int) -> Act:
    """The act: what people wrote in their own words stands in the history, not in the log."""
    if key.name in UNLOGGED:
        return Act(by, Did.TEXT_CHANGED, subject=key.subject, details={"name": key.variable})
    details = {"name": key.variable, "before": before or "–", "after": after or "–"}
    return Act(by, Did.SETTING_CHANGED, subject=key.subject, details=details)
