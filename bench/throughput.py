"""throughput: how many updates per second the kiosk answers, and how fast, with Telegram 50 ms away.

Half the updates are taps inside an order (stored, answered, and the message
edited), half are commands (answered by a message); 200 people take turns. The
limit of 30 sends a second is taken out of the kiosk, because it would be the only
thing measured. First a backlog is worked off as fast as possible; then updates
come at random moments, 100 a second, whether the kiosk keeps up or not. A time
runs from the update being ready until Telegram has the last of the bot's calls
for it: at least the round trip of 50 ms.
"""

import asyncio
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from bench.answers import SCREEN, Deed, Wait, waits
from bench.far_side import FarSide, all_see, far_side
from bench.figures import NONE, Figure, Row, percentile
from bench.rows import stock
from playground.server import Latency
from playground.telegram import FakePerson

UNPACED = Path(__file__).with_name("unpaced.py")
LATENCY = 0.050
PER_SECOND = 100.0


@dataclass(frozen=True, slots=True)
class Size:
    """The number of people, of updates in the backlog, and of updates in the stream."""

    people: int
    backlog: int
    stream: int


FULL, QUICK = Size(200, 2000, 2000), Size(20, 100, 100)


@dataclass
class Visitor:
    """A person with an order's card who goes back and forth and asks for help in between."""

    person: FakePerson
    card: int
    forth: str
    back: str
    steps: int = 0

    @classmethod
    def of(cls, person: FakePerson) -> "Visitor":
        """Make a visitor of a person whose last message is a new card."""
        [forth] = [button.data for button in person.last.buttons if "Instagram" in button.label]
        back = ":".join((*str(forth).split(":")[:2], "back", ""))
        return cls(person, person.last.id, str(forth), back)

    def goes_on(self, now: float) -> Deed:
        """Do the next act without waiting for the answer to the last."""
        self.steps += 1
        if self.steps % 2 == 0:
            return Deed.said(self.person, "/help", now)
        return Deed.tapped(self.person.forges(self.forth if self.steps % 4 == 1 else self.back, self.card))


async def measure(*, quick: bool) -> Row:
    """Work off a backlog, then keep up with a stream."""
    size = QUICK if quick else FULL
    async with far_side(size.people, latency=Latency(LATENCY)) as side:
        await stock(side)
        async with side.kiosk(UNPACED):
            for person in side.customers:
                person.says("/order")
            await all_see(side.customers, "Instagram")
            visitors = cycle([Visitor.of(person) for person in side.customers])
            burst = await _answered(side, await _come(side, islice(visitors, size.backlog), every=0.0))
            steady = await _answered(side, await _come(side, islice(visitors, size.stream), 1 / PER_SECOND))
    return _row(size, burst, steady)


async def _come(side: FarSide, visitors: Iterator[Visitor], every: float) -> list[Deed]:
    """Have each visitor act `every` so many seconds on average, whatever the bot does."""
    side.telegram.calls.clear()
    dice, due, deeds = random.Random(1), side.now, []
    for visitor in visitors:
        due += dice.expovariate(1 / every) if every else 0.0
        if due > side.now:
            await asyncio.sleep(due - side.now)
        deeds.append(visitor.goes_on(side.now))
    return deeds


async def _answered(side: FarSide, deeds: list[Deed]) -> list[Wait]:
    """Return each deed with its answers, once the last answer is there."""
    wanted = len(deeds) + sum(deed.tap_id is not None for deed in deeds)
    methods = (*SCREEN, "answerCallbackQuery")
    calls = side.telegram.calls
    await side.until(lambda: sum(call.method in methods for call in calls) >= wanted, "the last answer")
    return waits(deeds, calls)


def _row(size: Size, burst: Sequence[Wait], steady: Sequence[Wait]) -> Row:
    ends = [one.deed.at + one.whole for one in burst if one.whole is not None]
    times = [one.whole for one in steady if one.whole is not None]
    return Row(
        "throughput",
        f"{size.backlog} updates waiting, {size.stream} at {PER_SECOND:.0f}/s",
        (
            Figure("worked off", len(ends) / (max(ends) - burst[0].deed.at), "updates/s"),
            Figure("answered at 100/s p50", percentile(times, 0.5), "s"),
            Figure("p99", percentile(times, 0.99), "s"),
            Figure("slowest", max(times), "s"),
            Figure("unanswered", len(burst) + len(steady) - len(ends) - len(times), "", NONE),
        ),
    )
