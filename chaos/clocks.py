"""The clock is set ahead and back again and again: no wait ends early, none is lost.

    python -m chaos.clocks [rounds] [seed]

Each round is one wait of a kiosk in this process, by turns: an order that cannot go out and is given back
after half an hour, the price of a card that is valid for ten minutes, an invoice of an hour, an order and a
broadcast that begin at a moment of the wall clock. While it lasts, the wall clock is set by up to an hour,
ahead or back, at random moments, and the monotonic clock leaps by minutes. A wait lasts as long as it would
have; what begins at a moment begins once, when the wall clock first shows it.
"""

import asyncio
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.result import Result, numbers_given, print_results, seed_or_new

if TYPE_CHECKING:
    from tests.in_process import Harness

MOST_STEP = 3_600
SLICE = (30, 500)
"""Seconds that pass in one leap; then everything that is due is done, as far as there is time."""

JUMPS = 0.6
"""How often the clock is set between two leaps."""

WORDS = "Sale"
LINK = "https://www.instagram.com/p/clocks/"
STARS = 10_000
SHOP = {"access": "shop", "star_value": "0.02"}


@dataclass
class Seen:
    """What was wrong, and how often the clock was set."""

    wrong: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def run(n: int = 200, seed: int | None = None) -> Result:
    """Play `n` waits; without a `seed` it takes a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, started, seen = seed_or_new(seed), time.perf_counter(), Seen()
    quiet_before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(waits(n, chosen, seen))
    finally:
        logging.disable(quiet_before)
    counts: dict[str, int | str] = dict(sorted(seen.counts.items()))
    return Result("clocks that are set", n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def waits(n: int, seed: int, seen: Seen) -> None:
    """Play `n` waits in the running loop."""
    from storage.upgrade import upgrade  # noqa: PLC0415 - as in tests/conftest: after the environment is set
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-clocks-") as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        for number in range(n):
            database = Path(shutil.copy(empty, Path(folder) / f"kiosk{number}.db"))
            wait = WAITS[number % len(WAITS)]
            harness = Harness(database, **(SHOP if wait is _invoice else {}))  # type: ignore[arg-type]  # no dialect
            await harness.opens()
            world = _World(harness, random.Random(seed + number), seen)
            try:
                for player in (harness.ann, harness.olga):
                    await player.says("/start")
                found = await wait(world)
                await harness.audited()
            except Exception as error:  # noqa: BLE001 - whatever it is, this round has failed
                found = f"{type(error).__name__}: {error}"
            await harness.closes()
            seen.wrong += [f"{wait.__name__[1:]}, seed {seed + number}: {found}"] * bool(found)


@dataclass
class _World:
    """One kiosk whose clock is set."""

    harness: "Harness"
    dice: random.Random
    seen: Seen
    highest: datetime | None = None

    async def lasts(self, seconds: float, until: Callable[[], object] = lambda: False) -> None:
        """Let so many true seconds pass, in leaps, while the clock is set; end early once `until` is true."""
        clock = self.harness.clock
        end = clock.monotonic() + seconds
        while clock.monotonic() < end and not until():
            if self.dice.random() < JUMPS:
                clock.set_ahead(timedelta(seconds=self.dice.randint(-MOST_STEP, MOST_STEP)))
                self.seen.counts["set"] += 1
                await self.harness.settles()
            self.highest = max(clock.now(), self.highest or clock.now())
            await self.harness.passes(min(self.dice.uniform(*SLICE), end - clock.monotonic()))

    async def state(self) -> str:
        """Return the state of Ann's only order."""
        orders = await self.harness.kiosk.stores.orders.list_latest(self.harness.ann.id, limit=2)
        return ", ".join(order.state for order in orders)


async def _given_back(world: _World) -> str:
    """Have an order wait for a panel that cannot be reached."""
    world.harness.panel_wire.refusing = True
    await world.harness.ann.says(f"/order 1 {LINK} 100")
    await world.harness.ann.taps("Confirm")
    await world.lasts(28 * 60)
    early = await world.state()
    await world.lasts(6 * 60)
    late = await world.state()
    return "" if (early, late) == ("reserved", "voided") else f"{early} after 28 min, {late} after 34"


async def _price_of_a_card(world: _World) -> str:
    """Tap Confirm of one card while its price is valid, and of another after."""
    ann = world.harness.ann
    for seconds, ordered in ((9 * 60, "1"), (11 * 60, "1")):
        await ann.says(f"/order 1 {LINK}{seconds}/ 100")
        await world.lasts(seconds)
        await ann.taps("Confirm")
        found = str(len(await world.harness.kiosk.stores.orders.list_latest(ann.id, limit=9)))
        if found != ordered:
            return f"{found} orders after {seconds} s of a card"
    return ""


async def _invoice(world: _World) -> str:
    """Pay one invoice in its hour, and another one after it."""
    ann = world.harness.ann
    ann.person.tops_up(STARS)
    for minutes, state in ((57, "paid"), (63, "failed")):
        await ann.says("/topup")
        await ann.says("5")
        bill = next(one for one in reversed(ann.person.chat) if one.content.invoice is not None)
        await world.lasts(minutes * 60)
        paid = ann.person.pays(bill, stale=True)
        await world.harness.settles()
        if paid.state != state:
            return f"it is {paid.state} after {minutes} min"
    return ""


async def _order_for_later(world: _World) -> str:
    """Have an order start in an hour of the wall clock."""
    harness = world.harness
    await harness.ann.says(f"/order 1 {LINK} 100")
    await harness.ann.taps("Start later")
    await harness.ann.taps("In an hour")
    await harness.ann.taps("Confirm")
    moment = harness.clock.now() + timedelta(hours=1)
    return await _begins_at(world, moment, lambda: len(harness.panel.orders))


async def _broadcast_for_later(world: _World) -> str:
    """Have a broadcast begin in an hour of the wall clock."""
    harness, olga = world.harness, world.harness.olga
    await olga.says("/broadcast")
    await olga.says(WORDS)
    await olga.taps("When")
    await olga.taps("In an hour")
    await olga.taps("Confirm")

    def copies() -> int:
        return sum(one.from_bot and one.text == WORDS for one in harness.ann.person.chat)

    return await _begins_at(world, harness.clock.now() + timedelta(hours=1), copies)


async def _begins_at(world: _World, moment: datetime, times: Callable[[], int]) -> str:
    """Let time pass until it has begun, and some more; the clock must have shown that moment, once."""
    clock = world.harness.clock
    await world.lasts(12 * MOST_STEP, until=times)
    shown = max(world.highest or clock.now(), clock.now())
    if not times():
        return f"it has not begun; the clock has shown {shown}, it is {clock.now()}"
    if shown < moment - timedelta(seconds=1):
        return f"it began although the clock never showed {moment}, at most {shown}"
    await world.lasts(2 * MOST_STEP)
    return "" if times() == 1 else f"it happened {times()} times"


WAITS: tuple[Callable[[_World], Awaitable[str]], ...] = (
    _price_of_a_card,
    _given_back,
    _invoice,
    _order_for_later,
    _broadcast_for_later,
)


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
