"""The panel's unknown words: counted whenever they come, explained by an operator."""

from datetime import datetime

from sqlalchemy import Connection, Row, and_, delete, func, select, update

from shop.acts import Act, Did
from shop.alerts import AlertKind
from shop.heard import Heard, HeardText, key_of
from storage.alerts.rows import end
from storage.catalogue.tables import heard_text
from storage.core.database import Database
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.acts import note_act

TEXTS_KEPT = 200
"""How many unexplained texts of a panel are kept, so that a panel with ever new words fills no disk."""

LONGEST = 300

LOGGED = 60
"""How much of a text the log of acts names."""


def note_text(connection: Connection, panel: str, heard: Heard, text: str, now: datetime) -> int | None:
    """Count this text; return the number to teach it by. None if it is empty, or already taught.

    Works inside the caller's transaction.
    """
    key = key_of(heard, text)
    if not key:
        return None
    adding = insert_into(connection, heard_text).values(
        panel=panel, heard=heard, key=key, text=text[:LONGEST], times=1, first_at=now, last_at=now
    )
    again = {"text": adding.excluded.text, "times": heard_text.c.times + 1, "last_at": now}
    counting = adding.on_conflict_do_update(index_elements=["panel", "heard", "key"], set_=again)
    row = connection.execute(counting.returning(heard_text)).one()
    if row.times == 1:
        _make_room(connection, panel)
    return int(row.id) if row.meaning is None else None


def _make_room(connection: Connection, panel: str) -> None:
    untaught = and_(heard_text.c.panel == panel, heard_text.c.meaning.is_(None))
    number = number_from(connection, select(func.count()).where(untaught))
    if number > TEXTS_KEPT:
        oldest = select(heard_text.c.id).where(untaught).order_by(heard_text.c.last_at, heard_text.c.id)
        connection.execute(
            delete(heard_text).where(heard_text.c.id.in_(oldest.limit(number - TEXTS_KEPT).scalar_subquery()))
        )


class HeardTexts:
    """Reads and teaches the texts of one panel."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    async def list_untaught(self, *, limit: int) -> list[HeardText]:
        """Return the texts nobody has explained, the latest first."""
        return await self._select(meaning=False, limit=limit)

    async def list_taught(self) -> list[HeardText]:
        """Return the texts that were explained."""
        return await self._select(meaning=True, limit=None)

    @reads
    def find(self, connection: Connection, number: int) -> HeardText | None:
        """Return the text with this number; None if there is none."""
        wanted = and_(heard_text.c.panel == self._panel, heard_text.c.id == number)
        row = connection.execute(select(heard_text).where(wanted)).first()
        return None if row is None else _text_of(row)

    @writes
    def teach(
        self, connection: Connection, number: int, meaning: str | None, *, by: int, now: datetime
    ) -> None:
        """Set the meaning of the text with this number; None removes it."""
        wanted = and_(heard_text.c.panel == self._panel, heard_text.c.id == number)
        row = connection.execute(select(heard_text).where(wanted)).first()
        connection.execute(
            update(heard_text).where(wanted).values(meaning=meaning, taught_by=by, taught_at=now)
        )
        if row is not None and row.meaning != meaning:
            details = {"text": row.text[:LOGGED], "meaning": meaning or "–"}
            note_act(connection, Act(by, Did.WORDS_TAUGHT, details=details), now)
        if meaning is not None:
            for kind in (AlertKind.TEXT_STRANGE, AlertKind.STATUS_WORD):
                end(connection, kind, f"text:{number}", now)

    @reads
    def _select(self, connection: Connection, *, meaning: bool, limit: int | None) -> list[HeardText]:
        known = heard_text.c.meaning.is_not(None) if meaning else heard_text.c.meaning.is_(None)
        wanted = select(heard_text).where(heard_text.c.panel == self._panel, known)
        latest = wanted.order_by(heard_text.c.last_at.desc(), heard_text.c.id.desc()).limit(limit)
        return [_text_of(row) for row in connection.execute(latest).all()]


def _text_of(row: Row[tuple[object, ...]]) -> HeardText:
    return HeardText(
        id=row.id,
        heard=Heard(row.heard),
        key=row.key,
        text=row.text,
        times=row.times,
        last_at=row.last_at,
        meaning=row.meaning,
    )
