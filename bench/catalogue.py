"""catalogue: 60,000 services read from the panel, under decisions and rules; then what one decision costs.

The whole work of a sync in one process: believed, stored, reported, put together with what operators
decided, indexed and put on show; the panel's answer is parsed beforehand, as the client does in a thread.
Meanwhile something looks every few milliseconds how long the loop was held.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import cast

from bench.figures import Figure, Row, at_most, percentile
from bench.goods import services
from bench.machine import resident_bytes
from bench.rows import open_database
from jobs.catalogue import CatalogueSync
from jobs.curating import Curator
from messaging.alerts import OperatorAlerts
from panel.client import PanelClient
from shop.catalogue.curating import Curated, Decider, Target
from shop.catalogue.services import Service
from shop.catalogue.storefront import Storefront
from shop.clock import SystemClock
from shop.pricing.board import Pricing
from shop.replies import Balance
from shop.wakeups import Wakeups
from storage.alerts.store import Alerts
from storage.catalogue.curating import Curating
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import CatalogueStore
from storage.catalogue.sync_reports import SyncReports
from storage.core.database import Database
from storage.messages.outbox import Outbox

SERVICES, QUICK_SERVICES = 60_000, 5_000
QUERIES = 300
CHANGED = 100
"""Every so manyth service gets another price in the second sync."""

SYNC_SECONDS, HELD_MS, SEARCH_MS = 3.0, 50.0, 1.0
EVERY_SECONDS = 0.002
MEBI = 1024**2


@dataclass
class Listed:
    """A panel that answers at once with what it was given."""

    now: list[Service]
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict)
    profile_name: str = "seed"

    async def services(self) -> list[Service]:
        """What the panel lists."""
        return list(self.now)

    async def balance(self) -> Balance:
        """What the account has."""
        return Balance(Decimal(1_000), "USD")


async def measure(*, quick: bool) -> Row:
    """Sync once into an empty shop, once with changes; hide one service; search."""
    count = QUICK_SERVICES if quick else SERVICES
    listed = services(count)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kiosk.db'}"
        async with open_database(url) as database:
            return await _measured(database, listed)


async def _measured(database: Database, listed: list[Service]) -> Row:
    before = resident_bytes()
    panel = Listed(listed)
    sync = _sync(database, panel)
    await sync.load()
    first, _ = await _timed(sync.refresh)
    moved = [replace(one, rate_micro=one.rate_micro * 11 // 10) for one in listed[::CHANGED]]
    gc.collect()
    gc.freeze()  # as the app does after its start
    panel.now = [moved[at // CHANGED] if at % CHANGED == 0 else one for at, one in enumerate(listed)]
    again, held = await _timed(sync.refresh)
    same, held_same = await _timed(sync.refresh)
    hiding = Decider(1, datetime.now(UTC))
    await sync.curator.store.show(Target(Curated.SERVICE, listed[7].id), hiding, is_shown=False)
    tap, held_by_tap = await _timed(sync.follow_decisions)
    words = [" ".join(one.name.replace("|", " ").split()[:3]) for one in listed[:: len(listed) // QUERIES]]
    times = [_searched(sync.storefront, query) for query in words]
    grown = (resident_bytes() - before) / MEBI
    return Row(
        "catalogue",
        f"{len(listed)} services, {len(words)} searches",
        (
            Figure("first sync", first, "s", at_most(SYNC_SECONDS)),
            Figure("sync with 1 % moved", again, "s", at_most(SYNC_SECONDS)),
            Figure("loop held for", max(held, held_same) * 1000, "ms", at_most(HELD_MS)),
            Figure("sync without a change", same, "s"),
            Figure("one service hidden in", tap * 1000, "ms"),
            Figure("loop held for", held_by_tap * 1000, "ms", at_most(HELD_MS)),
            Figure("search p50", percentile(times, 0.5) * 1000, "ms"),
            Figure("p99", percentile(times, 0.99) * 1000, "ms", at_most(SEARCH_MS)),
            Figure("memory", grown, "MB"),
        ),
    )


def _sync(database: Database, panel: Listed) -> CatalogueSync:
    clock, wakeups = SystemClock(), Wakeups()
    return CatalogueSync(
        panel=cast("PanelClient", panel),
        clock=clock,
        storefront=Storefront(),
        board=Pricing(currency="USD", from_wallets=False, clock=clock),
        price_rules=PriceRules(database, usual_ppm=500_000),
        store=CatalogueStore(database, panel="bench"),
        overcharges=Overcharges(database, panel="bench"),
        curator=Curator(Curating(database)),
        reports=SyncReports(database),
        alerts=OperatorAlerts(Outbox(database), Alerts(database), (1,), clock, wakeups),
    )


async def _timed(work: Callable[[], Awaitable[None]]) -> tuple[float, float]:
    """Return the processor's time that this took, and for how long at most the loop did nothing else."""
    held = [0.0]
    looking = asyncio.create_task(_looks(held))
    await asyncio.sleep(0)
    begin = time.process_time()
    await work()
    seconds = time.process_time() - begin
    await asyncio.sleep(EVERY_SECONDS)
    looking.cancel()
    await asyncio.gather(looking, return_exceptions=True)
    return seconds, max(held)


async def _looks(held: list[float]) -> None:
    while True:
        begin = time.perf_counter()
        await asyncio.sleep(EVERY_SECONDS)
        held.append(time.perf_counter() - begin - EVERY_SECONDS)


def _searched(storefront: Storefront, query: str) -> float:
    begin = time.thread_time()
    storefront.find(query)
    return time.thread_time() - begin
