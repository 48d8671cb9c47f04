"""What syncs changed: the last hundred that changed something, and the card to the operators."""

from collections import Counter
from datetime import datetime

from sqlalchemy import Connection, Row, delete, select

from shop.alerts import AlertKind, Condition
from shop.catalogue.sync_report import (
    REPORTED_FOR,
    SYNCS_KEPT,
    Moved,
    ServiceChange,
    StoredReport,
    SyncReport,
    facts_of,
)
from storage.alerts.rows import begin
from storage.catalogue.curating_tables import catalogue_change, catalogue_sync
from storage.core.database import Database
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes


class SyncReports:
    """Reads and writes `catalogue_sync` and `catalogue_change`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @writes
    def add(self, connection: Connection, report: SyncReport, now: datetime) -> None:
        """Keep this report, forget the oldest, and have the operators' card say what a day changed."""
        values = {"counts": _by_word(report), "currency": report.currency, "size": report.size}
        adding = insert_into(connection, catalogue_sync).values(at=now, **values)
        number = number_from(connection, adding.returning(catalogue_sync.c.id))
        rows = [
            {
                "sync_id": number,
                "place": place,
                **{name: getattr(one, name) for name in ServiceChange.__dataclass_fields__},
            }
            for place, one in enumerate(report.changes)
        ]
        if rows:
            connection.execute(catalogue_change.insert(), rows)
        _forget(connection, number - SYNCS_KEPT)
        begin(connection, Condition(AlertKind.CATALOGUE_CHANGED, facts=_of_a_day(connection, now)), now)

    @reads
    def list_latest(
        self, connection: Connection, *, before: int | None = None, limit: int
    ) -> list[StoredReport]:
        """Return the newest reports without their changes, or those before the one with this number."""
        older = [catalogue_sync.c.id < before] if before is not None else []
        found = select(catalogue_sync).where(*older).order_by(catalogue_sync.c.id.desc()).limit(limit)
        return [_report(row) for row in connection.execute(found).all()]

    @reads
    def find(self, connection: Connection, number: int) -> StoredReport | None:
        """Return the report with this number and all its changes; None if it is gone."""
        row = connection.execute(select(catalogue_sync).where(catalogue_sync.c.id == number)).first()
        if row is None:
            return None
        named = select(catalogue_change).where(catalogue_change.c.sync_id == number)
        changes = tuple(
            ServiceChange(
                Moved(one.moved), one.service_id, one.name, one.before, one.before_micro, one.after_micro
            )
            for one in connection.execute(named.order_by(catalogue_change.c.place)).all()
        )
        return _report(row, changes)


def _forget(connection: Connection, up_to: int) -> None:
    connection.execute(delete(catalogue_change).where(catalogue_change.c.sync_id <= up_to))
    connection.execute(delete(catalogue_sync).where(catalogue_sync.c.id <= up_to))


def _of_a_day(connection: Connection, now: datetime) -> dict[str, int]:
    lately = select(catalogue_sync.c.counts).where(catalogue_sync.c.at > now - REPORTED_FOR)
    total = Counter[Moved]()
    for counts in connection.execute(lately).scalars():
        total.update({Moved(word): number for word, number in counts.items()})
    return facts_of(total)


def _by_word(report: SyncReport) -> dict[str, int]:
    return {moved.value: number for moved, number in report.counts.items()}


def _report(row: Row[tuple[object, ...]], changes: tuple[ServiceChange, ...] = ()) -> StoredReport:
    counts = {Moved(word): number for word, number in row.counts.items()}
    return StoredReport(row.id, row.at, SyncReport(counts, changes, row.currency, row.size))
