"""Paying while everything else is in trouble: each pre-checkout query gets its answer in time.

    python -m chaos.checkout [how many payments] [how many people get the broadcast]

The real process over sockets. A broadcast goes out to everybody, Telegram answers
waves of sends with 429 and 30 seconds to wait, the panel takes calls and never
answers, people order anyway; meanwhile people pay. The proof measures the time
from Telegram's question until it has the answer; Telegram allows ten seconds.
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path

from bench.machine import description, today
from chaos.result import Result, print_results
from playground.child import BotProcess
from playground.demo import living, new_demo, settings
from playground.demo_state import DemoState
from playground.people import CROWD_FROM, OLGA
from playground.telegram import FakeMessage, FakePerson
from playground.telegram.faults import too_many

P99_SECONDS, MOST_SECONDS = 2.0, 8.0
RETRY_AFTER = 30
STORM_EVERY, STORM = 2.0, 12
"""Every so many seconds so many sends are answered with 429."""

EVERY = 0.2
"""Seconds between two payments on average."""

STARS, STAR_CENTS = 100, 2
"""The Stars each of them pays, and a Star's value in the demo, in hundredths."""

PAYERS_FROM = 3_000_001


def run(payments: int, crowd: int | None = None, seed: int = 1) -> Result:
    """Measure it. By default the broadcast goes to twenty times as many people as pay."""
    everybody = payments * 20 if crowd is None else crowd
    return asyncio.run(_run(payments, everybody, random.Random(seed)))


async def _run(payments: int, crowd: int, dice: random.Random) -> Result:
    started = time.perf_counter()
    demo = new_demo("seed")
    demo.telegram.oracle = None
    with tempfile.TemporaryDirectory() as folder:
        async with living(demo, 0) as server, _shop(demo, server.url, Path(folder)):
            people = await _everybody(demo, crowd)
            payers = [demo.add_person(PAYERS_FROM + n, f"Payer {n}") for n in range(payments)]
            invoices = await _in_turn(demo, payers)
            await _broadcasts(demo)
            troubles = asyncio.create_task(_trouble(demo, people))
            try:
                paying = []
                for person, bill in zip(payers, invoices, strict=True):
                    paying.append(asyncio.create_task(_answered(demo, person, bill)))
                    await asyncio.sleep(dice.expovariate(1 / EVERY))
                took = await asyncio.gather(*paying)
            finally:
                troubles.cancel()
                await asyncio.gather(troubles, return_exceptions=True)
            sent = sum(1 for one in people if one.home.messages)
            credited = await _credited(demo, folder)
    seconds = sorted(one for one in took if one is not None)
    return _result(seconds, len(took), credited, f"{sent:,} of {crowd:,}", time.perf_counter() - started)


def _result(took: list[float], n: int, credited: int, told_of_broadcast: str, seconds: float) -> Result:
    """Make the result. `took` has the seconds until each answer that came, the shortest first."""
    p99 = took[int(len(took) * 0.99)] if took else 0.0
    slowest = max(took, default=0.0)
    counts: dict[str, int | str] = {
        "p99": f"{p99:.2f} s",
        "max": f"{slowest:.2f} s",
        "credited": credited,
        "broadcast": told_of_broadcast,
    }
    wrong = ["a question had no answer in time"] * (n - len(took))
    wrong += [f"{len(took)} were answered, {credited} credited"] if credited != len(took) else []
    short = [f"p99 {p99:.2f} s is over {P99_SECONDS} s"] if p99 > P99_SECONDS else []
    short += [f"max {slowest:.2f} s is over {MOST_SECONDS} s"] if slowest >= MOST_SECONDS else []
    name = "checkout in storms"
    return Result(name, n, tuple(wrong), seconds, counts=counts, short=tuple(short))


@asynccontextmanager
async def _shop(demo: DemoState, url: str, folder: Path) -> AsyncIterator[None]:
    """Run the kiosk, open to everybody, until the block ends."""
    bot = await BotProcess.start(settings(demo, url, folder, "ERROR") | {"ACCESS": "shop"}, folder)
    try:
        yield
    finally:
        await bot.stop()


async def _everybody(demo: DemoState, crowd: int) -> list[FakePerson]:
    """Add `crowd` people whom the kiosk knows and may write to."""
    people = [demo.add_person(CROWD_FROM + n, f"Guest {n}") for n in range(crowd)]
    for person in people:
        person.unblocks()
    await _until(demo, lambda: not len(demo.telegram.updates))
    return people


async def _in_turn(demo: DemoState, payers: Sequence[FakePerson]) -> list[FakeMessage]:
    """Get everybody's invoice, a few people at a time."""
    few = asyncio.Semaphore(8)

    async def one(person: FakePerson) -> FakeMessage:
        async with few:
            return await _invoice(person, demo)

    return list(await asyncio.gather(*(one(person) for person in payers)))


async def _credited(demo: DemoState, folder: str) -> int:
    """Return how many payments the kiosk has credited, once it has handled every update."""
    await _until(demo, lambda: not len(demo.telegram.updates))
    paid = sum(1 for one in demo.telegram.world.checkouts.values() if one.state == "paid")
    path = f"file:{Path(folder) / 'kiosk.db'}?mode=ro"
    for _ in range(60):
        with closing(sqlite3.connect(path, uri=True)) as database:
            [(count,)] = database.execute("SELECT count(*) FROM payment WHERE state = 'credited'").fetchall()
        if count >= paid:
            break
        await asyncio.sleep(1)
    return int(count)


async def _invoice(person: FakePerson, demo: DemoState) -> FakeMessage:
    """Get a new invoice for STARS Stars as people do, by three taps."""
    person.tops_up(STARS)
    before = len(_bills(person))
    person.says("/topup")
    await person.sees("How would you like to pay?", timeout=60)
    person.taps("Telegram Stars")
    await person.sees("How much?", timeout=60)
    person.says(f"{STARS * STAR_CENTS / 100:.2f}")
    await _until(demo, lambda: len(_bills(person)) > before)
    return _bills(person)[-1]


def _bills(person: FakePerson) -> list[FakeMessage]:
    return [one for one in person.home.messages.values() if one.content.invoice is not None]


async def _broadcasts(demo: DemoState) -> None:
    """Have Olga write to everybody."""
    olga = demo.person(OLGA.id)
    olga.says("/broadcast")
    await olga.sees("Send me the message", timeout=60)
    olga.says("Everything is 10 % off today.")
    await olga.sees("This is how it will look", timeout=60)
    olga.taps("Confirm")


async def _trouble(demo: DemoState, people: Sequence[FakePerson]) -> None:
    """Cause storms of 429 on sends, hanging panel calls and orders until cancelled."""
    service = demo.panel.catalogue.of_type("Default")
    number = 0
    while True:
        demo.telegram.plan("sendMessage", *(too_many(RETRY_AFTER) for _ in range(STORM)))
        demo.panel.arm("hang_before", times=2, seconds=45)
        demo.panel.arm("hang_before", action="balance", seconds=45)
        number += 1
        link = f"https://www.instagram.com/p/checkout{number}/"
        people[-number % len(people)].says(f"/order {service.id} {link} {service.min}")
        await asyncio.sleep(STORM_EVERY)


async def _answered(demo: DemoState, person: FakePerson, bill: FakeMessage) -> float | None:
    """Pay; return the seconds until Telegram had the answer, None if it came too late."""
    clock = demo.clock
    began = clock.monotonic()
    checkout = person.pays(bill)
    await _until(demo, lambda: checkout.answered or not checkout.open)
    return clock.monotonic() - began if checkout.answered else None


async def _until(demo: DemoState, condition: Callable[[], bool], seconds: float = 120) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await demo.telegram.changed(demo.telegram.version, 1.0)


def main() -> int:
    """Measure and print; return 0 if the promise was kept, else 1."""
    payments, crowd = (int(one) for one in [*sys.argv[1:3], *("500", "10000")[len(sys.argv) - 1 :]])
    print(f"{today()} · {description()}")
    return print_results(run(payments, crowd))


if __name__ == "__main__":
    sys.exit(main())
