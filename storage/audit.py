"""The audit: every promise of the books with its figure. It reads and changes nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database, DatabaseTrouble
from storage.invariants import invariants


@dataclass(frozen=True, slots=True)
class Finding:
    """One invariant: how many rows break it. `ok` when none does."""

    id: str
    promise: str
    breaches: int

    @property
    def ok(self) -> bool:
        """Whether the promise holds."""
        return self.breaches == 0


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
            findings.append(Finding(one.id, one.promise, breaches))
        if connection.dialect.name == "sqlite":
            findings.append(Finding("file-intact", "the database file is intact", await _damage(connection)))
        return findings

    return await database.read(unit)


async def _damage(connection: AsyncConnection) -> int:
    integrity = (await connection.execute(text("PRAGMA integrity_check"))).scalars().all()
    orphans = (await connection.execute(text("PRAGMA foreign_key_check"))).all()
    return sum(1 for line in integrity if line != "ok") + len(orphans)
