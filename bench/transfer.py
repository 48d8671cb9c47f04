"""`python -m bench.transfer [n]`: export and import n people, orders and postings, and how long others wait.

A whole kiosk on a file, with a fake Telegram in the same process. Beside the work somebody asks all the time
what a turn asks first, and writes what a turn writes; the slowest of these are what a tap would feel.
"""

import asyncio
import resource
import sys
import time
from pathlib import Path

from bench import machine
from bench.books import NOW, SQLITE, book
from handlers.operator.exports.work import ExportWork
from handlers.operator.imports.work import ImportWork
from shop.person import Person
from shop.transfer.export import Export, ExportKind, FileForm, Span
from tests.in_process import ANN, OLGA, Harness

PEOPLE = 100_000
PROBE_EVERY = 0.05


async def main(count: int) -> None:
    """Measure both directions, and print a line for each."""
    print(f"{machine.description()} · {machine.today()}\n")
    async with book(SQLITE, count) as url:
        harness = Harness(Path(url.removeprefix("sqlite+aiosqlite:///")))
        harness.clock.advance((NOW - harness.clock.now()).total_seconds())
        await harness.opens()
        await harness.olga.says("/start")
        await _import(harness, count)
        for kind in ExportKind:
            for form in FileForm:
                await _export(harness, kind, form)
        await harness.audited()
        await harness.closes()


async def _export(harness: Harness, kind: ExportKind, form: FileForm) -> None:
    exports = harness.kiosk.stores.exports
    wanted = Export(0, kind, form, Span.ALL, None, None, OLGA, 1)
    await exports.ask(wanted, hash((kind, form)) % 10**9, harness.clock.now())
    work = ExportWork(harness.kiosk.services, harness.kiosk.application.bot)
    before = set(harness.olga.person.home.messages)
    await _measured(f"export {kind} as {form}", harness, work.make_next())
    sent = [one for n, one in harness.olga.person.home.messages.items() if n not in before]
    sizes = [len(one.content.document.upload.content) for one in sent if one.content.document]
    print(f"    {len(sizes)} files, {sum(sizes):,} bytes")


async def _import(harness: Harness, count: int) -> None:
    lines = "".join(f"{10**9 + n},Person {n},,en,{n % 90}.{n % 100:02d}\n" for n in range(count))
    sent = harness.olga.person.sends_document("people.csv", content=lines.encode(), mime="text/csv")
    assert sent.document is not None  # noqa: S101 - tells mypy
    imports, now = harness.kiosk.stores.imports, harness.clock.now()
    await imports.ask(
        source="bench",
        file_id=sent.document.id,
        currency="USD",
        asked_by=OLGA,
        message_id=1,
        update_id=1,
        now=now,
    )
    work = ImportWork(harness.kiosk.services, harness.kiosk.application.bot)
    await _measured(f"dry run of {count:,} people", harness, work.go_on())
    await imports.confirm(1, OLGA, now, admits=False)
    await _measured(f"booking of {count:,} people", harness, work.go_on())
    done = await imports.find(1)
    print(f"    {done.booked if done else 0:,} balances")


async def _measured(name: str, harness: Harness, work: object) -> None:
    """Do the work, and meanwhile what a turn does; print the time, the waits, and the memory."""
    waits: list[float] = []
    probing = asyncio.create_task(_probe(harness, waits))
    begun, used = time.perf_counter(), time.process_time()
    await work  # type: ignore[misc]  # any awaitable
    took, used = time.perf_counter() - begun, time.process_time() - used
    probing.cancel()
    await asyncio.gather(probing, return_exceptions=True)
    waits.sort()
    slow = waits[int(len(waits) * 0.99)] if waits else 0.0
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    waited = f"p99 of {len(waits)} turns {slow * 1000:.0f} ms"
    print(f"{name}: {took:.1f} s ({used:.1f} s of processor), {waited}, peak {memory} MB")


async def _probe(harness: Harness, waits: list[float]) -> None:
    stores, now = harness.kiosk.stores, harness.clock.now()
    update = 1
    while True:
        begun = time.perf_counter()
        await stores.turn_starts.get(ANN, update, now, is_staff=True)
        await stores.people.seen(Person(ANN, f"Ann {update}", "en"), now)
        waits.append(time.perf_counter() - begun)
        update += 1
        await asyncio.sleep(PROBE_EVERY)


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE))
