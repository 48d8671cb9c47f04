"""A broadcast to thousands while the kiosk is killed, people have blocked it, and Telegram storms.

    python -m chaos.broadcast [how many people] [seed]

The real process over sockets, Telegram at its 30 sends a second in any second. One in twenty has blocked the
bot behind its back; waves of sends are answered with 429; the process is killed ten times and started again
at once. Meanwhile people tap. Each reachable person must get the message, hardly anybody twice; while nothing
keeps it from sending it must keep the allowed pace, and a tap must not wait for it.
"""

import asyncio
import itertools
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench.figures import percentile
from bench.machine import description, today
from chaos.result import Result, numbers_given, print_results, seed_or_new
from messaging.outbox import IN_FLIGHT
from playground.child import BotProcess
from playground.demo import living, new_demo, settings
from playground.demo_state import DemoState
from playground.people import CROWD_FROM, OLGA
from playground.telegram import FakePerson
from playground.telegram.faults import too_many

KILLS, PEOPLE_FOR_A_KILL = 10, 200
BLOCKED = 20
"""One of so many has blocked the bot."""

PER_SECOND = 30
MOST_TWICE = 0.001
LEAST_PACE = 0.95
TAP_SECONDS = 0.3
TAPPERS, TAP_EVERY = 10, 0.5
STORM, RETRY_AFTER = 3, 2
"""So many sends in a row are answered with 429 and so many seconds to wait: a flood, from as many chats."""

WORDS = "We are closed on Sunday."
DEADLINE = 1_800


QUIET_SECONDS = 2.0
"""How long after a kill or a storm seconds are not counted: what was held back goes out then."""

LOOK_EVERY = 0.05


@dataclass
class _Seen:
    """What was seen of the broadcast: waits of taps, and the sends of each second that nothing disturbed."""

    kills: int = KILLS
    waits: list[float] = field(default_factory=list)
    sends: list[int] = field(default_factory=list)
    disturbances: int = 0
    disturbed_until: float = 0.0


def run(people: int, seed: int | None = None) -> Result:
    """Measure it, with as many storms as kills; among few people, with fewer."""
    chosen = seed_or_new(seed)
    return asyncio.run(measured(people, chosen, min(KILLS, max(1, people // PEOPLE_FOR_A_KILL))))


async def measured(people: int, seed: int, kills: int) -> Result:
    """Measure it in the running loop."""
    started, seen, dice = time.perf_counter(), _Seen(kills=kills), random.Random(seed)
    demo = new_demo("seed")
    demo.telegram.oracle = None
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with living(demo, 0) as server:
            shop = _Shop(demo, folder, settings(demo, server.url, folder, "ERROR") | {"ACCESS": "shop"})
            await shop.starts()
            try:
                crowd = await _crowd(demo, folder, people)
                for person in crowd[::BLOCKED]:
                    person.home.blocked = True  # behind the bot's back: no update tells of it
                await _broadcasts(demo, crowd)
                await _until_all_have_it(demo, shop, crowd, seen, dice)
                known = await _unreachable(folder, len(crowd[::BLOCKED]))
            finally:
                await shop.stops()
    return _result(crowd, seen, known=known, seed=seed, seconds=time.perf_counter() - started)


class _Shop:
    """The kiosk, open to everybody, which can be killed and started anew on the same rows."""

    def __init__(self, demo: DemoState, folder: Path, values: dict[str, str]) -> None:
        self._demo, self._folder, self._values = demo, folder, values
        self._process: BotProcess | None = None

    async def starts(self) -> None:
        self._process = await BotProcess.start(self._values, self._folder)

    async def is_killed(self) -> None:
        """Kill it and start it anew; return when it sends again."""
        if self._process is not None:
            self._process.kill()
            await self._process.ended()
        taken = self._demo.telegram.pace.taken
        await self.starts()
        await _until(lambda: self._demo.telegram.pace.taken > taken)

    async def stops(self) -> None:
        if self._process is not None:
            await self._process.stop()


async def _crowd(demo: DemoState, folder: Path, people: int) -> list[FakePerson]:
    """Add people who have written to the kiosk before."""
    olga = demo.person(OLGA.id)
    olga.says("/start")
    await olga.sees("what shall it be", timeout=60)
    crowd = [demo.add_person(CROWD_FROM + n, f"Guest {n}") for n in range(people)]
    for person in crowd:
        person.home.started, person.home.blocked = True, False
    await _until(lambda: not len(demo.telegram.updates))
    known = [(person.id, person.name) for person in crowd]
    with closing(sqlite3.connect(folder / "kiosk.db", timeout=30)) as database, database:
        database.executemany(
            "INSERT OR IGNORE INTO person (id, name, language, reachable, created_at, seen_at)"
            " VALUES (?, ?, 'en', 1, '2026-01-01 12:00:00.000000', '2026-01-01 12:00:00.000000')",
            known,
        )
    return crowd


async def _broadcasts(demo: DemoState, crowd: Sequence[FakePerson]) -> None:
    """Have Olga write to everybody; return when it goes out."""
    olga = demo.person(OLGA.id)
    olga.says("/broadcast")
    await olga.sees("Send me the message", timeout=60)
    olga.says(WORDS)
    await olga.sees("This is how it will look", timeout=60)
    olga.taps("Confirm")
    await _until(lambda: any(_copies(person) for person in crowd[:PER_SECOND]))


async def _until_all_have_it(
    demo: DemoState, shop: _Shop, crowd: Sequence[FakePerson], seen: _Seen, dice: random.Random
) -> None:
    """Kill and storm at moments spread over the broadcast, while people tap, until everybody has it."""
    reachable = [person for person in crowd if not person.home.blocked]
    looking = [
        asyncio.create_task(_taps(demo, reachable[-TAPPERS:], seen)),
        asyncio.create_task(_counts(demo, seen)),
    ]
    try:
        for place, share in enumerate(sorted(dice.uniform(0.02, 0.95) for _ in range(2 * seen.kills))):
            # Messages go out by number, so whoever stands there tells how far it is.
            await _until(partial(_copies, reachable[int(share * len(reachable))]))
            seen.disturbances += 1
            seen.disturbed_until = float("inf")
            if place % 2:
                demo.telegram.plan("sendMessage", *(too_many(RETRY_AFTER) for _ in range(STORM)))
                await asyncio.sleep(RETRY_AFTER)
            else:
                await shop.is_killed()
            seen.disturbed_until = demo.clock.monotonic() + QUIET_SECONDS
        await _until(lambda: all(map(_copies, reversed(reachable))))
    finally:
        for task in looking:
            task.cancel()
        await asyncio.gather(*looking, return_exceptions=True)


async def _taps(demo: DemoState, tappers: Sequence[FakePerson], seen: _Seen) -> None:
    """Have people ask for the menu, one after another; note how long each waited for the answer."""
    for person in itertools.cycle(tappers):
        before, asked, disturbances = len(person.chat), demo.clock.monotonic(), seen.disturbances
        is_quiet = asked > seen.disturbed_until
        person.says("/menu")
        await _until(partial(_has_more, person, before + 1))
        if is_quiet and seen.disturbances == disturbances:
            seen.waits.append(demo.clock.monotonic() - asked)
        await asyncio.sleep(TAP_EVERY)


async def _counts(demo: DemoState, seen: _Seen) -> None:
    """Note how many sends Telegram took in each second in which nothing kept the kiosk from sending."""
    clock, pace = demo.clock, demo.telegram.pace
    while True:
        began, taken, disturbances = clock.monotonic(), pace.taken, seen.disturbances
        await asyncio.sleep(1)
        if began > seen.disturbed_until and seen.disturbances == disturbances:
            seen.sends.append(round((pace.taken - taken) / (clock.monotonic() - began)))


async def _unreachable(folder: Path, expected: int) -> int:
    """Return how many people the kiosk knows it cannot reach, once it has heard of all of them."""
    path = f"file:{folder / 'kiosk.db'}?mode=ro"
    count = 0
    for _ in range(DEADLINE):
        with closing(sqlite3.connect(path, uri=True, timeout=30)) as database:
            [(count,)] = database.execute("SELECT count(*) FROM person WHERE NOT reachable").fetchall()
        if count >= expected:
            break
        await asyncio.sleep(1)
    return int(count)


def _result(crowd: Sequence[FakePerson], seen: _Seen, *, known: int, seed: int, seconds: float) -> Result:
    copies = [(person, _copies(person)) for person in crowd]
    blocked = [times for person, times in copies if person.home.blocked]
    reached = [times for person, times in copies if not person.home.blocked]
    twice = sum(times - 1 for times in reached if times > 1)
    pace = sum(seen.sends) / max(1, len(seen.sends)) / PER_SECOND
    p99 = percentile(seen.waits, 0.99) if seen.waits else 0.0
    wrong = ["somebody who can be reached did not get it"] * sum(times == 0 for times in reached)
    wrong += ["somebody who has blocked the bot got it"] * sum(times > 0 for times in blocked)
    wrong += [f"{len(blocked)} have blocked the bot, {known} are known"] if known != len(blocked) else []
    # What was under way at a kill may come again: among a few people that is more than a thousandth.
    allowed = max(IN_FLIGHT * seen.kills // 4, round(MOST_TWICE * len(crowd)))
    short = [f"{twice} got it twice, of {len(crowd)}"] if twice > allowed else []
    short += [f"the pace was {100 * pace:.1f} % of the allowed one"] if pace < LEAST_PACE else []
    short += [f"p99 of a tap was {p99:.2f} s"] if p99 > TAP_SECONDS else []
    counts: dict[str, int | str] = {
        "kills": seen.kills,
        "storms": seen.kills,
        "blocked": len(blocked),
        "twice": twice,
        "pace": f"{100 * pace:.1f} % in {len(seen.sends)} s",
        "taps": len(seen.waits),
        "tap p99": f"{p99:.2f} s",
    }
    return Result("broadcast", len(crowd), tuple(wrong), seconds, seed, counts, tuple(short))


def _copies(person: FakePerson) -> int:
    return sum(1 for message in person.home.messages.values() if message.from_bot and message.text == WORDS)


def _has_more(person: FakePerson, than: int) -> bool:
    return len(person.chat) > than


async def _until(condition: Callable[[], object]) -> None:
    """Wait for something that no event tells of in time: thousands of messages are events, too."""
    async with asyncio.timeout(DEADLINE):
        while not condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(LOOK_EVERY)


def main() -> int:
    """Measure and print; return 0 if the promise was kept, else 1."""
    given = numbers_given() or [20_000]
    print(f"{today()} · {description()}")
    return print_results(run(*given))


if __name__ == "__main__":
    sys.exit(main())
