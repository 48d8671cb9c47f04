"""audit: how long a whole and an hourly audit take, and how long others wait meanwhile.

    python -m bench.auditing [orders [database]]

On SQLite and on PostgreSQL, or on the one that is named, filled with that many
orders (see `crowd`) in TMPDIR. `longest wait` is
the slowest of the reads and writes that others made while the whole audit ran.
"""

import asyncio
import contextlib
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench import machine
from bench.crowd import JOURNALS, crowd
from bench.figures import NONE, Figure, Row
from bench.rows import open_database
from shop.ledger.journals import Account, AccountKind, granting
from storage.audit import audit
from storage.core.database import Database
from storage.counting import WHOLE, Scope
from storage.ledger.store import Ledger
from tests.contracts.storage.postgres import running_postgres

ORDERS, QUICK_ORDERS = 100_000, 2_000
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
LATE = 1_000
"""Orders since the last audit."""
NOW = datetime(2026, 6, 1, tzinfo=UTC)


async def measure(*, quick: bool) -> Row:
    """Fill both databases and audit them."""
    return await measured(QUICK_ORDERS if quick else ORDERS)


async def measured(orders: int, kinds: Sequence[str] = (SQLITE, POSTGRESQL)) -> Row:
    """Do the same for `orders` orders, on these databases."""
    figures = []
    for kind in kinds:
        async with _database(kind) as database:
            begin = time.perf_counter()
            await crowd(database, orders)
            filled = time.perf_counter() - begin
            _, late, broken = await _audited(database, Scope(JOURNALS * (orders - LATE), orders - LATE))
            waits, whole, more = await _audited(database, WHOLE)
            figures += [
                Figure(f"{kind}: filled in", filled, "s"),
                Figure("whole", whole, "s"),
                Figure(f"of {LATE} new", late, "s"),
                Figure("longest wait of others", max(waits) * 1000, "ms"),
                Figure("findings", broken + more, target=NONE),
            ]
    return Row("audit", f"{orders:,} orders", tuple(figures))


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
    """Read a wallet and credit it, ten times a second."""
    wallet, ledger = Account(AccountKind.WALLET, 1, "USD"), Ledger(database)
    while True:
        begin = time.perf_counter()
        await ledger.balance(wallet)
        gift = granting(f"gift {time.time_ns()}", wallet, 1, actor_id=1, reason="")
        await ledger.book(gift, NOW - timedelta(days=1))
        waits.append(time.perf_counter() - begin)
        await asyncio.sleep(0.1)


@contextlib.asynccontextmanager
async def _database(kind: str) -> AsyncIterator[Database]:
    with contextlib.ExitStack() as stack:
        if kind == SQLITE:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="kiosk-audit-"))
            url = f"sqlite+aiosqlite:///{Path(folder) / 'kiosk.db'}"
        else:
            server = stack.enter_context(running_postgres())
            server.create("crowd")
            url = server.url("crowd")
        async with open_database(url) as database:
            yield database


def main() -> None:
    """Print the row."""
    orders, *kinds = sys.argv[1:] or [str(ORDERS)]
    known = {kind.lower(): kind for kind in (SQLITE, POSTGRESQL)}
    row = asyncio.run(measured(int(orders), [known[kind.lower()] for kind in kinds] or tuple(known.values())))
    print(f"{machine.description()} · {machine.today()}, {machine.Busy().look():.1f}")
    print(f"{row.name}: {row.n}")
    print("\n".join(row.texts))


if __name__ == "__main__":
    main()
