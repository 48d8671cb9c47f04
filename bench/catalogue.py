"""catalogue: three panels with 20,000 services each, under decisions and rules; then what one decision costs.

The whole work of a sync in one process: believed, stored, reported, put together with what operators
decided, indexed and put on show; the panel's answer is parsed beforehand, as the client does in a thread.
Meanwhile something looks every few milliseconds how long the loop was held.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from bench.figures import Figure, Row, at_most, percentile
from bench.goods import services
from bench.machine import resident_bytes, settle_collector
from bench.rows import open_database
from jobs.assortment import Assortment
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
from shop.suppliers import Supplier
from shop.wakeups import Wakeups
from storage.alerts.store import Alerts
from storage.catalogue.curating import Curating
from storage.catalogue.overcharges import Overcharges
from storage.catalogue.price_rules import PriceRules
from storage.catalogue.store import CatalogueStore
from storage.catalogue.sync_reports import SyncReports
from storage.core.database import Database
from storage.messages.outbox import Outbox

PANELS = 3
SERVICES, QUICK_SERVICES = 20_000, 2_000
"""Of each panel, under the same numbers."""

QUERIES = 300
CHANGED = 100
"""Every so manyth service gets another price in the second sync."""

SYNC_SECONDS, HELD_MS, SEARCH_MS = 3.0, 50.0, 1.0
EVERY_SECONDS = 0.002
MEBI = 1024**2


class Listed(PanelClient):
    """A panel that answers at once with what it was given."""

    def __init__(self, now: list[Service]) -> None:
        super().__init__("https://panel.example/api/v2", "of no panel", "seed", SystemClock())
        self.now = now

    async def services(self) -> list[Service]:
        """What the panel lists."""
        return list(self.now)

    async def balance(self) -> Balance:
        """What the account has."""
        return Balance(Decimal(1_000), "USD")


async def measure(*, quick: bool) -> Row:
    """Sync once into an empty shop, once with changes; hide one service; search."""
    settle_collector()
    count = QUICK_SERVICES if quick else SERVICES
    listed = services(count)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'kiosk.db'}"
        async with open_database(url) as database:
            return await _measured(database, listed)


async def _measured(database: Database, listed: list[Service]) -> Row:
    before = resident_bytes()
    storefront, curating = Storefront(), Curating(database)
    panels = [Listed(_of_server(listed, number)) for number in range(1, PANELS + 1)]
    syncs = _syncs(database, panels, storefront, curating)
    for one in syncs:
        await one.load()
    for one in syncs[:-1]:
        await one.refresh()
    panel, sync = panels[-1], syncs[-1]
    listed = panel.now
    first, _ = await _timed(sync.refresh)
    moved = [replace(one, rate_micro=one.rate_micro * 11 // 10) for one in listed[::CHANGED]]
    gc.collect()
    gc.freeze()  # as the app does after its start
    panel.now = [moved[at // CHANGED] if at % CHANGED == 0 else one for at, one in enumerate(listed)]
    again, held = await _timed(sync.refresh)
    same, held_same = await _timed(sync.refresh)
    hiding = Decider(1, datetime.now(UTC))
    await curating.show(Target(Curated.SERVICE, listed[7].id), hiding, is_shown=False)
    tap, held_by_tap = await _timed(sync.assortment.follow_decisions)
    words = [" ".join(one.name.replace("|", " ").split()[:3]) for one in listed[:: len(listed) // QUERIES]]
    times = [_searched(storefront, query) for query in words]
    grown = (resident_bytes() - before) / MEBI
    return Row(
        "catalogue",
        f"{PANELS} panels with {len(listed)} services each, {len(words)} searches",
        (
            Figure("first sync of the third", first, "s", at_most(SYNC_SECONDS)),
            Figure("its sync with 1 % moved", again, "s", at_most(SYNC_SECONDS)),
            Figure("loop held for", max(held, held_same) * 1000, "ms", at_most(HELD_MS)),
            Figure("sync without a change", same, "s"),
            Figure("one service hidden in", tap * 1000, "ms"),
            Figure("loop held for", held_by_tap * 1000, "ms", at_most(HELD_MS)),
            Figure("search p50", percentile(times, 0.5) * 1000, "ms"),
            Figure("p99", percentile(times, 0.99) * 1000, "ms", at_most(SEARCH_MS)),
            Figure("memory", grown, "MB"),
        ),
    )


def _of_server(listed: Sequence[Service], number: int) -> list[Service]:
    """Return the services as one panel names them: hardly two panels use the same words."""
    return [replace(one, name=f"{one.name} | Server {number}") for one in listed]


def _syncs(
    database: Database, panels: Sequence[Listed], storefront: Storefront, curating: Curating
) -> list[CatalogueSync]:
    clock, wakeups = SystemClock(), Wakeups()
    board = Pricing(currency="USD", from_wallets=False, clock=clock)
    alerts = OperatorAlerts(Outbox(database), Alerts(database), (1,), clock, wakeups)
    names = [f"bench{place}" for place in range(len(panels))]
    assortment = Assortment(
        storefront, names, curator=Curator(curating), alerts=alerts, from_wallets=board.from_wallets
    )
    return [
        CatalogueSync(
            panel=panel,
            clock=clock,
            assortment=assortment,
            board=board,
            prices=board.add_panel(name) if place else board.main,
            price_rules=PriceRules(database, usual_ppm=500_000),
            store=CatalogueStore(database, supplier=Supplier(name, name, place=place), others=names),
            overcharges=Overcharges(database, panel=name),
            reports=SyncReports(database),
            alerts=alerts.at(name),
        )
        for place, (name, panel) in enumerate(zip(names, panels, strict=True))
    ]


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
