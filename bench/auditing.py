"""The audit of a large book: how long a whole and an hourly one take, and how long others wait meanwhile.

`longest wait` is the slowest of the reads and writes that others made while the whole audit ran: what a turn
reads to begin with, and a credit to a wallet.
"""

import asyncio
import sys
import time
from datetime import timedelta

from bench.books import NOW
from bench.crowd import JOURNALS
from bench.figures import NONE, Figure, at_most
from shop.ledger.journals import Account, AccountKind, granting
from storage.audit import audit
from storage.core.database import Database
from storage.counting import WHOLE, Scope
from storage.ledger.store import Ledger
from storage.messages.turn_start import TurnStarts

LATE = 1_000
"""Orders since the last audit."""

FULL = 1_000_000
WHOLE_SECONDS = 60.0
"""For a book of so many orders; for another, in proportion."""

WAIT_MS = 250.0
EVERY_SECONDS = 0.1


async def figures(database: Database, orders: int) -> tuple[Figure, ...]:
    """Audit this book of so many orders."""
    _, late, broken = await _audited(database, Scope(JOURNALS * (orders - LATE), orders - LATE))
    waits, whole, more = await _audited(database, WHOLE)
    return (
        Figure("whole audit", whole, "s", at_most(WHOLE_SECONDS * max(1, orders / FULL))),
        Figure(f"of {LATE} new", late, "s"),
        Figure("longest wait of others", max(waits) * 1000, "ms", at_most(WAIT_MS)),
        Figure("findings", broken + more, target=NONE),
    )


async def _audited(database: Database, scope: Scope) -> tuple[list[float], float, int]:
    """Return how long others waited, how long the audit took, and how many promises failed."""
    waits: list[float] = [0.0]
    others = asyncio.create_task(_others(database, waits))
    begin = time.perf_counter()
    findings = await audit(database, NOW, scope)
    seconds = time.perf_counter() - begin
    others.cancel()
    await asyncio.gather(others, return_exceptions=True)
    wrong = [finding for finding in findings if not finding.ok]
    print("".join(f"{one}\n" for one in wrong), end="", file=sys.stderr)
    return waits, seconds, len(wrong)


async def _others(database: Database, waits: list[float]) -> None:
    """Read what a turn begins with, and credit a wallet, ten times a second."""
    person = 1
    wallet, ledger, starts = (
        Account(AccountKind.WALLET, person, "USD"),
        Ledger(database),
        TurnStarts(database),
    )
    while True:
        gift = granting(f"gift {time.time_ns()}", wallet, 1, actor_id=person, reason="")
        begin = time.perf_counter()
        await starts.get(person, 1, NOW, is_staff=False)
        read = time.perf_counter()
        await ledger.book(gift, NOW - timedelta(days=1))
        waits += [read - begin, time.perf_counter() - read]
        await asyncio.sleep(EVERY_SECONDS)
