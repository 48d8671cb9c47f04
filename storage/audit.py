"""The audit: check every invariant by itself, and count the rows that break it.

An invariant that cannot be checked (an unreadable row, a query that takes too
long) is a finding of its own. It keeps no other from being checked, and neither
pauses payments nor lets them go on.
"""

import asyncio
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import Connection, func, select, text

from storage.core.database import Database, DatabaseTrouble, Unit
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.counting import WHOLE, Scope
from storage.invariants import invariants
from storage.ledger.store import Ledger
from storage.ledger.tables import audited, halt, journal
from storage.orders.tables import orders

WHOLE_EVERY = timedelta(days=1)
"""How often all rows are checked; in between only new ones are."""

OVERLAP = 1000
"""Journals and orders checked again: a server may number a row and commit it after a later one."""

ONE_SECONDS = 600.0
"""The time for one invariant, and for all together; the rest then counts as not checked."""
ALL_SECONDS = 3000.0


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one invariant: how many rows break it. `stops`: payments pause if any does.

    `breaches` is None if it could not be checked, and `trouble` says why.
    """

    id: str
    promise: str
    breaches: int | None
    stops: bool = True
    trouble: str = ""

    @property
    def ok(self) -> bool:
        """True if the invariant was checked and holds."""
        return self.breaches == 0


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit came to, in words for the log and the operators; empty where there is nothing to say.

    `broken` and `is_fine` are news: money stopped now, or moves again. `unchecked` could not be looked at.
    """

    broken: str = ""
    unchecked: str = ""
    is_fine: bool = False


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the ledger was found in order."""

    journal_id: int
    order_id: int
    whole_at: datetime


class Audit:
    """Runs the audit periodically: payments are paused while an invariant is broken."""

    def __init__(self, database: Database, ledger: Ledger) -> None:
        self._database = database
        self._ledger = ledger

    @writes
    def tend(self, connection: Connection) -> None:
        """Refresh the query planner's statistics; a server also does so by itself."""
        sqlite = ("PRAGMA analysis_limit = 1000", "PRAGMA optimize")
        for statement in sqlite if self._database.is_sqlite else ("ANALYZE",):
            connection.execute(text(statement))

    async def run(self, now: datetime) -> Audited:
        """Audit the ledger; return what it came to.

        A broken ledger pauses payments at once. They go on after the first audit of all rows that could
        check everything and found nothing, which takes somebody to put things right.
        """
        halted = await self._ledger.halted() is not None
        mark, top = await self._marks()
        scope = WHOLE if halted or mark is None else _scope_after(mark, now)
        try:
            findings = await audit(self._database, now, scope)
        except DatabaseTrouble as trouble:
            return Audited(unchecked=str(trouble))
        broken = [one for one in findings if one.stops and one.breaches]
        unchecked = [one for one in findings if one.breaches is None]
        words = "; ".join(f"{finding.id} ({finding.trouble})" for finding in unchecked)
        if broken:
            breaches = "; ".join(f"{finding.id}: {finding.breaches}" for finding in broken)
            is_news = await self._ledger.stop(breaches, now)
            return Audited(broken=breaches if is_news else "", unchecked=words)
        if unchecked:
            return Audited(unchecked=words)
        whole_at = now if scope.is_whole or mark is None else mark.whole_at
        await self._note(top, now, whole_at)
        return Audited(is_fine=scope.is_whole and await self._ledger.go_on(now))

    @reads
    def _marks(self, connection: Connection) -> tuple[_Mark | None, tuple[int, int]]:
        """Return how far the last audit came, and how far this one will."""
        row = connection.execute(select(audited)).first()
        newest = [connection.scalar(select(func.max(one))) for one in (journal.c.id, orders.c.id)]
        mark = None if row is None else _Mark(row.journal_id, row.order_id, row.whole_at)
        return mark, (newest[0] or 0, newest[1] or 0)

    @writes
    def _note(self, connection: Connection, top: tuple[int, int], now: datetime, whole_at: datetime) -> None:
        values = {"journal_id": top[0], "order_id": top[1], "at": now, "whole_at": whole_at}
        adding = insert_into(connection, audited).values(id=1, **values)
        connection.execute(adding.on_conflict_do_update(index_elements=["id"], set_=values))


async def audit(database: Database, now: datetime, scope: Scope = WHOLE) -> list[Finding]:
    """Check every invariant, and in a full audit the database's own integrity if it has such a check.

    That check takes as long as all the others, so it goes on beside them.

    Raises DatabaseTrouble if nothing can be read at all.
    """
    database.refuse_if_missing()
    await database.read(lambda connection: connection.execute(select(halt.c.id)))
    ends_at = time.monotonic() + ALL_SECONDS
    findings, checking = [], []
    async with asyncio.TaskGroup() as beside:
        if database.is_sqlite and scope.is_whole:
            intact = _check(
                database, "file-intact", "the database file is intact", _damage, ends_at, stops=True
            )
            checking.append(beside.create_task(intact))
        for one in invariants(now, scope):
            counting = partial(number_from, statement=one.breaches)
            findings.append(await _check(database, one.id, one.promise, counting, ends_at, stops=one.stops))
    return [*findings, *(task.result() for task in checking)]


async def _check(
    database: Database, name: str, promise: str, breaches: Unit[int], ends_at: float, *, stops: bool
) -> Finding:
    seconds = min(ONE_SECONDS, ends_at - time.monotonic())
    if seconds <= 0:
        return Finding(name, promise, None, stops, "no time was left")
    try:
        return Finding(name, promise, await database.go_over(breaches, seconds), stops)
    except Exception as error:  # noqa: BLE001 - any error that prevents the check is its finding
        cause = getattr(error.__cause__, "orig", None) or error.__cause__ or error
        return Finding(name, promise, None, stops, (str(cause) or type(cause).__name__).partition("\n")[0])


def _damage(connection: Connection) -> int:
    integrity = connection.execute(text("PRAGMA integrity_check")).scalars().all()
    orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return sum(1 for line in integrity if line != "ok") + len(orphans)


def _scope_after(mark: _Mark, now: datetime) -> Scope:
    if not timedelta(0) <= now - mark.whole_at < WHOLE_EVERY:  # after a clock was set back, check everything
        return WHOLE
    return Scope(max(0, mark.journal_id - OVERLAP), max(0, mark.order_id - OVERLAP))
