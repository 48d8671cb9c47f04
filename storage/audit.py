"""The audit: every promise of the books with its figure. It reads and changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, DatabaseTrouble
from storage.invariants import invariants
from storage.ledger import Till


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant: how many rows break it; whether money must stand still then. `ok` when none does."""

    id: str
    promise: str
    breaches: int
    stops: bool = True

    @property
    def ok(self) -> bool:
        """Whether the promise holds."""
        return self.breaches == 0


class Books:
    """What the clock does with the audit: money stands still while a promise is broken."""

    def __init__(self, database: Database, till: Till) -> None:
        self._database = database
        self._till = till

    async def look(self, now: datetime) -> tuple[str, str] | None:
        """Go over everything; what has changed: ("books_broken", which promises), ("books_fine", ""), None.

        A broken book stops the money at once. It goes on after the first audit without a
        finding, which takes somebody who has put things right.
        """
        broken = [one for one in await audit(self._database, now) if one.stops and not one.ok]
        if broken:
            words = "; ".join(f"{finding.id}: {finding.breaches}" for finding in broken)
            return ("books_broken", words) if await self._till.stop(words, now) else None
        return ("books_fine", "") if await self._till.go_on() else None


async def audit(database: Database, now: datetime) -> list[Finding]:
    """Every invariant with its figure, and the database's own check where it has one.

    Raises DatabaseTrouble where there is nothing to read, or it cannot be read.
    """
    if database.is_missing:
        raise DatabaseTrouble("There is no database yet; `run` makes it.")

    async def unit(connection: AsyncConnection) -> list[Finding]:
        findings = []
        for one in invariants(now):
            breaches = (await connection.execute(one.breaches)).scalar_one()
            findings.append(Finding(one.id, one.promise, breaches, one.stops))
        if connection.dialect.name == "sqlite":
            findings.append(Finding("file-intact", "the database file is intact", await _damage(connection)))
        return findings

    return await database.read(unit)


async def _damage(connection: AsyncConnection) -> int:
    integrity = (await connection.execute(text("PRAGMA integrity_check"))).scalars().all()
    orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    return sum(1 for line in integrity if line != "ok") + len(orphans)
