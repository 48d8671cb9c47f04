"""A kiosk at work for a long time under faults: its memory and files do not grow, and turns do not wait.

    python -m chaos.soak [minutes] [seed]

The real process on SQLite, open to everybody: twenty updates and one order come each second, people pay by
Stars and through a gateway, and every few seconds the panel, Telegram or the gateway does something wrong.
Every two seconds the process's resident memory and open files are read. The first two thirds are warm-up. Of
the rest a line is fitted through the memory (Theil and Sen's, which single steps of the allocator do not
turn), and its files are compared with those of the third before. The least of each minute counts, as the
process gives back once a minute what a minute's work has left behind (decision 99).

A turn's lag is from the commit of its update until its end, as the rows say. What comes within seconds of a
fault of Telegram's own is not counted there: it waits because Telegram says so, or does not answer. The slope
is judged in runs of half an hour and more; in a shorter one, memory may grow by a few megabytes.
"""

import asyncio
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import combinations, groupby
from pathlib import Path
from statistics import median
from typing import Any

from bench.figures import percentile
from bench.machine import Busy, description, today
from bench.start import resident
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.soak_crowd import Crowd
from playground.child import BotProcess
from playground.demo import free_port, living, new_demo, settings
from playground.demo_state import DemoState
from playground.shop_settings import SHOP
from shop.reconciliation.decide import AGAIN_AFTER, AT_LEAST, LOOKS_IN_VAIN
from storage.audit import audit
from storage.core.database import Database

EVERY = 2.0
WARM_UP = 2 / 3
MOST_SLOPE = 1.0
"""Megabytes an hour."""

JUDGED_MINUTES, MOST_GROWTH = 30, 4.0
"""A shorter run is judged by the megabytes that it grew by after the warm-up."""

MORE_FILES = 8
"""Connections that are kept open: more of them on a busy machine."""

LAG_SECONDS = 0.25
DISTURBED_SECONDS = 4.0
LONGEST_CASE = AT_LEAST + (LOOKS_IN_VAIN - 1) * AGAIN_AFTER
QUIET_SECONDS = 60.0 + LONGEST_CASE.total_seconds()
"""An answer may be lost in the last second, and its case is rightly open for so long: a look after five
minutes, and two more that the panel did not answer. A minute is for what then is left to do.
"""

STUCK = {
    "updates": "SELECT count(*) FROM inbox WHERE state <> 'done'",
    "orders on their way": "SELECT count(*) FROM orders WHERE state IN ('reserved', 'submitting')",
    "orders at the panel": "SELECT count(*) FROM orders "
    "WHERE state IN ('pending', 'processing', 'in_progress')",
    "cases": "SELECT count(*) FROM inquiry WHERE state = 'open'",
    "messages": "SELECT count(*) FROM outbox WHERE state = 'pending'",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """The process at a moment: seconds since the start of the work, megabytes, open files."""

    at: float
    megabytes: float
    files: int


@dataclass
class Seen:
    """What was seen of the kiosk."""

    samples: list[Sample] = field(default_factory=list)
    lags: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    counts: dict[str, int | str] = field(default_factory=dict)
    load: Busy = field(default_factory=Busy)


def run(n: int = 30, seed: int | None = None) -> Result:
    """Let it work for `n` minutes; without a `seed` it takes a new one."""
    chosen, started = seed_or_new(seed), time.perf_counter()
    seen = asyncio.run(worked(n, chosen))
    return result(seen, n, chosen, time.perf_counter() - started)


async def worked(minutes: int, seed: int) -> Seen:
    """Let a kiosk work, then fall quiet; return what was seen."""
    demo, seen = new_demo("seed", shop=SHOP), Seen()
    demo.payments_port = free_port()
    with tempfile.TemporaryDirectory(prefix="kiosk-soak-") as name:
        folder = Path(name)
        async with living(demo, 0) as server:
            process = await BotProcess.start(settings(demo, server.url, folder, "ERROR"), folder)
            try:
                crowd = Crowd(demo, seed)
                await crowd.comes()
                watching = asyncio.create_task(_watch(process, seen))
                await crowd.works(60.0 * minutes)
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)
                seen.wrong += crowd.wrong
                await _falls_quiet(folder, seen)
                _read_rows(demo, folder, crowd, seen)
            finally:
                await process.stop()
            seen.wrong += await _broken(folder)
    return seen


def result(seen: Seen, minutes: int, seed: int, seconds: float) -> Result:
    """Judge what was seen."""
    end = seen.samples[-1].at
    rest = [one for one in seen.samples if one.at >= end * WARM_UP]
    slope = slope_of([(one.at / 3600, one.megabytes) for one in least_of_each_minute(rest)])
    half = len(rest) // 2
    grew = median(one.megabytes for one in rest[half:]) - median(one.megabytes for one in rest[:half])
    thirds = [
        [one.files for one in seen.samples if end * n / 3 <= one.at <= end * (n + 1) / 3] for n in (1, 2)
    ]
    files = [min(one) for one in thirds]  # what is never closed raises the least there is
    p99 = percentile(seen.lags, 0.99)
    short = [f"memory grew by {slope:.2f} MB/h"] if minutes >= JUDGED_MINUTES and slope >= MOST_SLOPE else []
    short += [f"memory grew by {grew:.1f} MB"] if grew > MOST_GROWTH else []
    short += [f"open files went from {files[0]} to {files[1]}"] if files[1] > files[0] + MORE_FILES else []
    short += [f"p99 of a turn was {1000 * p99:.0f} ms"] if p99 > LAG_SECONDS else []
    counts: dict[str, int | str] = {
        **seen.counts,
        "memory": f"{rest[-1].megabytes:.1f} MB, {slope:+.2f} MB/h",
        "files": f"{files[0]} then {files[1]}, at most {max(one.files for one in seen.samples)}",
        "turn p50": f"{1000 * percentile(seen.lags, 0.5):.0f} ms",
        "p99": f"{1000 * p99:.0f} ms of {len(seen.lags)}",
    }
    name = f"soak, {seen.load}"
    return Result(name, minutes, tuple(seen.wrong), seconds, seed, counts, tuple(short))


def least_of_each_minute(samples: Sequence[Sample]) -> list[Sample]:
    """Return of each minute's samples the one with the least memory."""
    minutes = groupby(samples, key=lambda one: int(one.at // 60))
    return [min(these, key=lambda one: one.megabytes) for _, these in minutes]


def slope_of(points: Sequence[tuple[float, float]]) -> float:
    """Return the median slope between any two of at most a few hundred of these points."""
    few = points[:: len(points) // 300 + 1]
    return median((later - sooner) / (end - begin) for (begin, sooner), (end, later) in combinations(few, 2))


async def _watch(process: BotProcess, seen: Seen) -> None:
    began = time.monotonic()
    while True:
        files = len(os.listdir(f"/proc/{process.pid}/fd"))
        seen.samples.append(Sample(time.monotonic() - began, resident(process), files))
        seen.load.look()
        await asyncio.sleep(EVERY)


async def _falls_quiet(folder: Path, seen: Seen) -> None:
    """Wait until nothing is left to do; what still is then has stuck."""
    end = time.monotonic() + QUIET_SECONDS
    while left := {what: count for what, ask in STUCK.items() if (count := _rows(folder, ask)[0][0])}:
        if time.monotonic() > end:
            seen.wrong.append(f"stuck after {QUIET_SECONDS:.0f} s: {left}")
            return
        await asyncio.sleep(EVERY)


def _read_rows(demo: DemoState, folder: Path, crowd: Crowd, seen: Seen) -> None:
    """Read the lag of turns, and hold orders and payments against what panel, Telegram and gateway have."""
    for received, handled in _rows(folder, "SELECT received_at, handled_at FROM inbox WHERE state = 'done'"):
        begin, end = (
            datetime.fromisoformat(one).replace(tzinfo=UTC).timestamp() for one in (received, handled)
        )
        if not any(end >= at and begin <= at + DISTURBED_SECONDS for at in crowd.disturbed_at):
            seen.lags.append(end - begin)
    placed = {
        number for (number,) in _rows(folder, "SELECT panel_order_id FROM orders WHERE panel_order_id <> ''")
    }
    there = set(demo.panel.orders)
    [(unsure,)] = _rows(folder, "SELECT count(*) FROM orders WHERE state = 'unknown'")
    [(voided,)] = _rows(folder, "SELECT count(*) FROM orders WHERE state = 'voided'")
    [(ordered,)] = _rows(folder, "SELECT count(*) FROM orders")
    links = [order.link for order in demo.panel.orders.values()]
    seen.wrong += [f"the panel has {len(links)} orders for {len(set(links))} links"] * (
        len(links) > len(set(links))
    )
    seen.wrong += [f"the panel does not have {sorted(placed - there)}"] * bool(placed - there)
    only_there = len(there - placed)
    seen.wrong += [f"{only_there} orders are only at the panel, {unsure} unsure"] * (only_there > unsure)
    [(credited,)] = _rows(folder, "SELECT count(*) FROM payment WHERE state = 'credited'")
    paid = sum(one.state == "paid" for one in demo.telegram.world.checkouts.values())
    paid += sum(bill.came > 0 for bill in demo.crypto_pay.bills.values())
    seen.wrong += [f"{paid} payments were made, {credited} credited"] * (paid != credited)
    seen.counts |= {
        "updates": len(seen.lags),
        "orders": ordered,
        "voided": voided,
        "unsure": unsure,
        "payments": paid,
    }
    seen.counts |= {"faults": crowd.faults}


async def _broken(folder: Path) -> list[str]:
    database = Database(f"sqlite+aiosqlite:///{folder / 'kiosk.db'}")
    try:
        return [str(one) for one in await audit(database, datetime.now(UTC)) if not one.ok]
    finally:
        await database.close()


def _rows(folder: Path, query: str) -> list[Any]:
    path = f"file:{folder / 'kiosk.db'}?mode=ro"
    with closing(sqlite3.connect(path, uri=True, timeout=30)) as database:
        return database.execute(query).fetchall()


def main() -> int:
    """Measure and print; return 0 if the promise was kept, else 1."""
    print(f"{today()} · {description()}")
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
