"""A queue with some lost answers: no other order is held for long, and none is given back.

    python -m chaos.queue [how many queues] [seed]

Each is a hundred orders within ten minutes, of which five lose their answers,
at a panel that has some of the five and not the others. Everybody orders
the same service half of the time, so that costs are easily confused. An order is
wrong if it waited longer than three minutes, if it was given back or refused
although its answer was not lost, or if it is one of the five and ended wrongly.
"""

import asyncio
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.ordering import ANN, BOB, ordered, people
from chaos.panel_kinds import SERVICES
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.unknowns import BEFORE, FAULTS
from shop.ordering.order import OrderState

if TYPE_CHECKING:
    from tests.in_process import Harness

ORDERS, LOST = 100, 5
EVERY = 6
"""Seconds between two orders."""

AT_MOST = 180
"""Seconds an order may wait because of others."""


@dataclass
class Seen:
    """The fates of the orders so far."""

    wrong: list[str] = field(default_factory=list)
    longest: float = 0
    alone: int = 0


def run(n: int = 20, seed: int | None = None) -> Result:
    """Play `n` queues; without a `seed` take a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, seen = seed_or_new(seed), Seen()
    started, quiet_before = time.perf_counter(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(_queues(seen, n, random.Random(chosen)))
    finally:
        logging.disable(quiet_before)
    counts: dict[str, int | str] = {
        "orders": n * ORDERS,
        "lost": n * LOST,
        "settled alone": seen.alone,
        "longest wait": f"{seen.longest:.0f} s",
    }
    return Result(
        "lost answers in a queue", n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts
    )


async def _queues(seen: Seen, n: int, dice: random.Random) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - as in tests/conftest: after the environment is set
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-chaos-") as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        for number in range(n):
            harness = Harness(
                Path(shutil.copy(empty, Path(folder) / f"queue{number}.db")), dialect="mainstream"
            )
            await harness.opens()
            await people(harness)
            await _Queue(harness, dice, seen, number).runs()
            await harness.audited()
            await harness.closes()


class _Queue:
    """One kiosk with a hundred orders and some lost answers."""

    def __init__(self, harness: "Harness", dice: random.Random, seen: Seen, number: int) -> None:
        self.harness = harness
        self.dice = dice
        self.seen = seen
        self.number = number
        self.waiting: dict[int, datetime] = {}
        self.lost: set[int] = set()

    async def runs(self) -> None:
        """Place orders, lose answers, and let time pass until all is known."""
        for one in range(BEFORE):
            await self._order(f"before{one}")
            await self._passes(95)
        losing = set(self.dice.sample(range(ORDERS), LOST))
        for one in range(ORDERS):
            if one in losing:
                self.harness.panel.arm(self.dice.choice(FAULTS))
            await self._order(str(one))
            await self._passes(EVERY)
        while self.waiting:
            await self._passes(EVERY)
        for _ in range(90):
            await self._passes(EVERY)
        await self._judge()

    async def _order(self, name: str) -> None:
        link = f"https://www.instagram.com/p/queue{self.number}x{name}/"
        service, quantity = SERVICES[0] if self.dice.random() < 0.5 else self.dice.choice(SERVICES)
        person = self.dice.choice((ANN, BOB))
        order = await ordered(self.harness, person, str(service), link, quantity)
        self.waiting[order.id] = self.harness.clock.now()
        await self._passes(0)

    async def _passes(self, seconds: float) -> None:
        self.harness.clock.advance(seconds)
        await self.harness.kiosk.catalogue.sync()
        for worker in ("reconcile", "hand_over", "reconcile"):
            await self.harness.kiosk.workers[worker].drain()
        for number in list(self.waiting):
            order = await self.harness.kiosk.stores.orders.find(number, owner=None)
            assert order is not None  # noqa: S101 - it was made a moment ago; tells mypy
            if order.state is not OrderState.RESERVED:
                waited = (self.harness.clock.now() - self.waiting.pop(number)).total_seconds()
                self.seen.longest = max(self.seen.longest, waited)
                if waited > AT_MOST:
                    self.seen.wrong.append(f"order {number} waited {waited:.0f} s")
                if order.state is OrderState.UNKNOWN:
                    self.lost.add(number)

    async def _judge(self) -> None:
        stores, panel = self.harness.kiosk.stores, self.harness.panel
        for person in (ANN, BOB):
            for order in await stores.orders.list_latest(person, limit=2 * ORDERS):
                true = next((one.id for one in panel.orders_for(order.terms.link)), None)
                case = await stores.cases.find(order.id)
                if case is None and order.panel_order_id != true:
                    self.seen.wrong.append(f"order {order.id} was {order.state}, and its answer was not lost")
                if case is None or case.state != "settled":
                    continue
                self.seen.alone += 1
                if (case.verdict == "voided") != (true is None) or order.panel_order_id != true:
                    self.seen.wrong.append(f"the panel has {true}, the kiosk says {case.verdict}: {case}")


def main() -> int:
    """Print the table's row; 1 if anything fell short."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
