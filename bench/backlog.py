"""backlog: the kiosk is started on 100,000 updates that wait in its database.

One person has half of them, 200 share the other half, and 200 have one each. The real process, its
pace taken out, on SQLite; a light Telegram in a process of its own answers at once. While the kiosk works
off what it has, 20 more people come with one command each: `new person` is how long they wait, from their
update lying ready until Telegram has the answer. The first answer's time runs from the first poll. Memory is
the largest resident set meanwhile, over that of a start on the same file before the updates came.
"""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.far_side import CUSTOMERS, TOKEN, FarSide, far_side
from bench.figures import NONE, Figure, Row, at_most, percentile
from bench.light.people import COMMAND, people
from bench.peers.contestants import LightTelegram, light_telegram
from bench.rows import open_database, stock
from bench.start import SETTLED_SECONDS, resident
from bench.throughput import UNPACED
from playground.child import BotProcess
from storage.messages.inbox import Arrival, Inbox

FIRST_UPDATE = 10_000_000
"""Above the numbers of the updates that come."""

SINGLE, VISITORS = 200, 20
LOOK_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Size:
    """How many updates wait, how many people share half of them, and how long is looked on."""

    updates: int
    several: int
    seconds: float


FULL, QUICK = Size(100_000, 200, 10.0), Size(6_000, 100, 2.0)


async def measure(*, quick: bool) -> Row:
    """Start it without, fill the database, and start it again."""
    size = QUICK if quick else FULL
    everybody = 1 + size.several + SINGLE + VISITORS
    async with far_side(everybody) as side:
        await stock(side)
        async with _started(side, everybody) as (process, telegram):
            await telegram.ask("ready")
            await asyncio.sleep(SETTLED_SECONDS)
            idle = resident(process)
        await _fill(side, size)
        async with _started(side, everybody) as (process, telegram):
            sizes = [idle]
            looking = asyncio.create_task(_look_on(process, sizes))
            found = await telegram.ask("visit", few=VISITORS, seconds=size.seconds)
            looking.cancel()
            await asyncio.wait([looking])
    waits = found["waits"]
    return Row(
        "backlog",
        f"{size.updates} updates waiting, {len(waits)} new people",
        (
            Figure("first answer after", found["first"], "s", at_most(1.0)),
            Figure("memory", max(sizes) - idle, "MiB", at_most(60)),
            Figure("new person p50", percentile(waits, 0.5), "s"),
            Figure("slowest", max(waits), "s", at_most(1.0)),
            Figure("unanswered", VISITORS - len(waits), "", NONE),
            Figure("worked off", found["per_second"], "updates/s"),
        ),
    )


async def _look_on(process: BotProcess, sizes: list[float]) -> None:
    """Note the memory again and again, until cancelled."""
    while True:
        sizes.append(resident(process))
        await asyncio.sleep(LOOK_SECONDS)


@contextlib.asynccontextmanager
async def _started(side: FarSide, everybody: int) -> AsyncIterator[tuple[BotProcess, LightTelegram]]:
    async with light_telegram(everybody, "kiosk") as telegram:
        settings = {**side.settings(), "TELEGRAM_API_ROOT": telegram.url}
        process = await BotProcess.start(settings, side.folder, UNPACED)
        try:
            yield process, telegram
        finally:
            await process.stop()


async def _fill(side: FarSide, size: Size) -> None:
    """Commit the updates, those of each person together: the largest heap comes first."""
    numbers = itertools.count(FIRST_UPDATE)
    async with open_database(side.database_url) as database:
        inbox = Inbox(database, bot_id=int(TOKEN.partition(":")[0]))
        updates = _updates(size)
        while heap := list(itertools.islice(updates, 1000)):
            arrivals = [Arrival(next(numbers), person, raw) for person, raw in heap]
            await inbox.take_in(arrivals, datetime.now(UTC))


def _updates(size: Size) -> Iterator[tuple[int, str]]:
    """Whose each update is, and its text."""
    half = size.updates // 2
    each = (half - SINGLE) // size.several
    counts = [half, *[each] * size.several, *[1] * SINGLE]
    crowd = people(len(counts), CUSTOMERS, itertools.count(1))
    for person, count in zip(crowd.values(), counts, strict=True):
        for _ in range(count):
            yield person.id, person.says(COMMAND).update.decode()
