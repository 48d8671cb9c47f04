"""What a sweep over many orders costs by itself: in process, over a wire that answers with prepared text.

    python -m bench.following [orders]

The kiosk's own client, sweep and store on SQLite; only the socket is missing. First a sweep in which nothing
is new, then one with news of 2 %, both with the panel at once; then both again with the panel 200 ms away and
16 calls in flight. Last, a book that has been still for a day is swept every minute for half an hour.

More than 100,000 orders (1,000,000 is the full row) are filled in once and kept in .bench. With them only the
first two sweeps are made: 200 ms away a million takes ten times as long as 100,000.
"""

import asyncio
import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
from sqlalchemy import Connection, func, select

from bench import machine
from bench.figures import NONE, Figure, at_most
from bench.placing import terms_for
from bench.rows import know, open_database
from panel.client import PanelClient
from shop.identity import FIRST_PANEL as PANEL
from shop.ordering.order import OrderState
from shop.ordering.sweeping import sweep_all
from shop.person import Person
from storage.core.database import Database
from storage.core.rows import number_from
from storage.orders.sweeping import SweptOrders
from storage.orders.tables import orders
from storage.upgrade import HEAD

URL = "https://panel.example/api/v2"
ORDERS, QUICK_ORDERS = 100_000, 2_000
CHANGED_SHARE = 50
AWAY_SECONDS, CALLS = 0.200, 16
CALM_SWEEPS = 30
AT_ONCE = 5_000
DAY = timedelta(days=1)
MEGABYTE = 2**20
KEPT = Path(__file__).resolve().parent.parent / ".bench"
LOOK_EVERY = 20
"""Calls between two looks at how much memory there is."""

FULL_PROCESSOR, FULL_AWAY, FULL_MEMORY, CALM_SHARE = 20.0, 150.0, 80.0, 0.12
"""Of a million orders: seconds of processor, seconds with the panel away, MB over idle; a calm share."""


class Clock:
    """The machine's clock, set forward by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def monotonic(self) -> float:
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Wire(httpx.AsyncBaseTransport):
    """A panel that knows all orders, `away` seconds away. `own` is the processor time it took itself."""

    def __init__(self, count: int) -> None:
        self.away, self.own, self.asked, self.calls, self.most_resident = 0.0, 0.0, 0, 0, 0
        self._texts = [_text(number, 600) for number in range(count + 1)]

    def delivers(self, remains: int) -> int:
        """Of one order in fifty so many remain now; how many these are."""
        some = range(1, len(self._texts), CHANGED_SHARE)
        for number in some:
            self._texts[number] = _text(number, remains)
        return len(some)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            await asyncio.sleep(self.away)
        begin = time.thread_time()
        form = parse_qs(request.content.decode())
        ids = (form.get("orders") or form["order"])[0].split(",")
        body = "{" + ",".join([self._texts[int(one)] for one in ids]) + "}"
        self.asked += len(ids)
        self.calls += 1
        if self.calls % LOOK_EVERY == 0:
            self.most_resident = max(self.most_resident, machine.resident_bytes())
        self.own += time.thread_time() - begin
        return httpx.Response(200, text=body)


def _text(number: int, remains: int) -> str:
    figures = f'"charge":"0.9","start_count":"500","remains":"{remains}"'
    return f'"{number}":{{{figures},"status":"In progress","currency":"USD"}}'


async def measured(count: int, *, away: float = AWAY_SECONDS) -> tuple[Figure, ...]:
    """The figures for so many orders; what has a target is reckoned up to 1,000,000.

    Above `ORDERS` only two sweeps are made, with the panel at once.
    """
    clock, wire, full = Clock(), Wire(count), 1_000_000 / count
    async with _filled(count, clock.now()) as database:
        panel = PanelClient(URL, "a-key-of-the-bench", "mainstream", clock, wire)
        panel.pace.gap = 0
        book = SweptOrders(database, panel=PANEL, operators=frozenset(), credit_micro=None)
        machine.settle_collector()
        idle = machine.resident_bytes()
        calm, _, _ = await _swept(book, panel, wire, clock, 1)
        news = wire.delivers(500)
        busy, _, changed = await _swept(book, panel, wire, clock, 1)
        missed = abs(changed - news)
        more: tuple[Figure, ...] = ()
        if count <= ORDERS:
            wire.away = away
            await _swept(book, panel, wire, clock, CALLS)
            news = wire.delivers(400)
            far, seconds, far_changed = await _swept(book, panel, wire, clock, CALLS)
            known = await database.read(_count_delivered)
            missed += abs(far_changed - news) + abs(known - news)
            what = f"{1000 * away:.0f} ms away, {CALLS} in flight: 100,000 in"
            more = (
                Figure(what, seconds * full / 10, "s", at_most(FULL_AWAY / 10)),
                Figure("its processor", far * full / 10, "s"),
            )
            wire.away = 0.0
            share = await _calm_share(book, panel, wire, clock, count)
            calm_book = "of a calm book asked about each minute"
            more += (Figure(calm_book, 100 * share, "%", at_most(100 * CALM_SHARE)),)
        memory = max(wire.most_resident - idle, 0) / MEGABYTE
        await panel.aclose()
    return (
        Figure("processor for 100,000: nothing new", calm * full / 10, "s"),
        Figure("2 % new", busy * full / 10, "s", at_most(FULL_PROCESSOR / 10)),
        Figure("memory over idle", memory, "MB", at_most(FULL_MEMORY)),
        Figure("news missed", missed, "", NONE),
        *more,
    )


@contextlib.asynccontextmanager
async def _filled(count: int, now: datetime) -> AsyncIterator[Database]:
    """A database of so many orders. A large one is filled once, kept in `KEPT`, and copied."""
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        file = Path(folder) / "kiosk.db"
        kept = KEPT / f"open-orders-{count}-{HEAD}.db"
        if count > ORDERS and kept.exists():
            await asyncio.to_thread(shutil.copyfile, kept, file)
        async with open_database(f"sqlite+aiosqlite:///{file}") as database:
            if await database.read(_is_empty):
                await know(database, [Person(1, "Ann", "en")])
                await _fill(database, count, now)
        if count > ORDERS and not kept.exists():
            KEPT.mkdir(exist_ok=True)
            await asyncio.to_thread(shutil.copyfile, file, kept)
        async with open_database(f"sqlite+aiosqlite:///{file}") as database:
            yield database


def _is_empty(connection: Connection) -> bool:
    return connection.execute(select(orders.c.id).limit(1)).first() is None


async def _swept(
    book: SweptOrders, panel: PanelClient, wire: Wire, clock: Clock, calls: int
) -> tuple[float, float, int]:
    """Seconds of processor, without the wire's own, and seconds that a sweep takes; how many it changed."""
    clock.ahead += timedelta(hours=1)  # whatever was asked about last is due by now
    begin, wall, wire.own = time.process_time(), time.perf_counter(), 0.0
    changed = await sweep_all(book, panel=panel, clock=clock, calls=calls)
    return time.process_time() - begin - wire.own, time.perf_counter() - wall, changed


async def _calm_share(book: SweptOrders, panel: PanelClient, wire: Wire, clock: Clock, count: int) -> float:
    """How much of the book a sweep asks about, a minute after the other, where nothing is ever new."""
    for _ in range(CALM_SWEEPS // 3):
        clock.ahead += timedelta(minutes=1)
        await sweep_all(book, panel=panel, clock=clock)
    wire.asked = 0
    for _ in range(CALM_SWEEPS):
        clock.ahead += timedelta(minutes=1)
        await sweep_all(book, panel=panel, clock=clock)
    return wire.asked / CALM_SWEEPS / count


async def _fill(database: Database, count: int, now: datetime) -> None:
    for start in range(1, count + 1, AT_ONCE):
        rows = [_row(number, now - DAY) for number in range(start, min(start + AT_ONCE, count + 1))]
        await database.write(partial(_insert, rows))


def _insert(rows: list[dict[str, Any]], connection: Connection) -> None:
    connection.execute(orders.insert(), rows)


def _row(number: int, then: datetime) -> dict[str, Any]:
    terms = terms_for(number)
    return {
        "person_id": 1,
        "panel": PANEL,
        "service_id": terms.service_id,
        "link_key": terms.link_key,
        "quantity": terms.quantity,
        "terms": asdict(terms),
        "price_micro": terms.price_micro,
        "cost_micro": terms.price_micro,
        "currency": terms.currency,
        "state": OrderState.IN_PROGRESS,
        "confirm_token": f"token-{number}",
        "panel_order_id": str(number),
        "panel_word": "In progress",
        "start_count": 500,
        "remains": 600,
        "charge": "0.9",
        **dict.fromkeys(("not_before", "created_at", "placed_at", "changed_at", "checked_at"), then),
        **dict.fromkeys(("heard_at", "ask_at"), then),
    }


def _count_delivered(connection: Connection) -> int:
    return number_from(connection, select(func.count()).where(orders.c.remains == 400))


if __name__ == "__main__":
    number = int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS
    for figure in asyncio.run(measured(number)):
        print(figure)
