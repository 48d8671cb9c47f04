"""Two suppliers with the same service numbers, faults at both, a kiosk that dies: nothing doubled or mixed.

    python -m chaos.suppliers [how many orders] [seed]

Each kiosk runs in this process, on its own clock, with a panel that answers in the seed's dialect and one in
the mainstream's, whose currency is another. Orders go to either; one service has a fallback at the other.
Answers are lost, panels go away and come back, and the kiosk dies with an order on its way and starts again.
At the end every order must be at no more than one panel, at most once, and at its own unless its fallback
got it; what a customer paid for must be there, and no panel may have been asked about a number it never gave.
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
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.ordering.order import AT_WORK, Order, OrderState

if TYPE_CHECKING:
    from playground.panel import FakePanel
    from tests.in_process import Harness

FAULTS = (
    *("reset_before", "reset_after", "hang_before", "hang_after", "half_body", "truncated"),
    *("html_502_before", "html_502_after", "garbage", "empty_after", "error_vague", "error_vague_after"),
)
PER_KIOSK = 25
SERVICES = ("1", "2", "2000001", "2000002")
HAS_FALLBACK, FALLBACK = "2", "2000002"
RATE = "1.1"
WENT_OUT = {*AT_WORK, OrderState.COMPLETED, OrderState.PARTIAL, OrderState.CANCELED}


@dataclass
class _Seen:
    wrong: list[str] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)


def run(n: int = 2_000, seed: int | None = None) -> Result:
    """Place `n` orders; without a `seed` take a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, seen = seed_or_new(seed), _Seen()
    started, quiet_before = time.perf_counter(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(_kiosks(seen, n, random.Random(chosen)))
    finally:
        logging.disable(quiet_before)
    counts: dict[str, int | str] = dict(sorted(seen.met.items()))
    return Result("two suppliers", n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def _kiosks(seen: _Seen, n: int, dice: random.Random) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - as in tests/conftest: after the environment is set
    from tests.in_process import Further, Harness  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-chaos-") as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        for number, start in enumerate(range(0, n, PER_KIOSK)):
            home = Path(folder) / str(number)
            home.mkdir()
            database = Path(shutil.copy(empty, home / "kiosk.db"))
            further = {"fast": Further("mainstream", "EUR")}
            harness = Harness(
                database, further=further, access="shop", support_contact="@olga", fallback_loss="50"
            )
            world = _World(harness, dice, seen)
            await world.lives(min(PER_KIOSK, n - start))


class _World:
    """One kiosk with its two panels."""

    def __init__(self, harness: "Harness", dice: random.Random, seen: _Seen) -> None:
        self.harness, self.dice, self.seen = harness, dice, seen
        self.links = 0

    async def lives(self, count: int) -> None:
        """Begin, place `count` orders under faults, let all fall quiet, and judge."""
        harness = self.harness
        await harness.opens()
        await harness.olga.says("/start")
        await harness.olga.says(f"/prices rate EUR {RATE}")
        for _ in range(2):
            await harness.ann.says("/start")
            await harness.olga.says("/credit 101 40 gift")
            await harness.olga.taps("Confirm")
        await harness.olga.says(f"/services fallback {HAS_FALLBACK} {FALLBACK}")
        await harness.olga.taps("Yes, have it deliver")
        for _ in range(count):
            await self._orders()
            await self._passes(self.dice.choice((5, 20, 65, 130, 200)))
        await self._falls_quiet()
        await self._judges()
        await harness.audited()
        await harness.closes()

    async def _orders(self) -> None:
        self.links += 1
        name = self.dice.choice(("", "fast"))
        wire = self.harness.further_wires["fast"] if name else self.harness.panel_wire
        trouble = self.dice.choice(("none", "none", "fault", "away", "back", "dies"))
        if trouble == "fault":
            fault = self.dice.choice(FAULTS)
            self._panel(name).arm(fault)
        elif trouble in {"away", "back"}:
            wire.refusing = trouble == "away"
        self.seen.met[trouble] += 1
        service = self.dice.choice(SERVICES)
        await self.harness.ann.says(f"/order {service} https://www.instagram.com/p/s{self.links}/ 100")
        if trouble == "dies":
            await self._dies()
        else:
            await self.harness.ann.taps("Confirm")

    async def _dies(self) -> None:
        """Confirm, die while the order is on its way to the panel, and start again."""
        harness, wires = self.harness, (self.harness.panel_wire, self.harness.further_wires["fast"])
        for wire in wires:
            wire.most_adds, wire.adds_together = 0, 2
        harness.ann.person.taps("Confirm")
        settling = asyncio.create_task(harness.settles())
        for _ in range(2_000):
            if settling.done() or any(wire.most_adds for wire in wires):
                break
            await asyncio.sleep(0.001)
        settling.cancel()
        await asyncio.gather(settling, return_exceptions=True)
        for wire in wires:
            wire.adds_together = 1
        await harness.kiosk.close()
        await harness.comes_back()
        await harness.settles()

    async def _passes(self, seconds: float) -> None:
        await self.harness.passes(seconds)

    async def _falls_quiet(self) -> None:
        """Have both panels answer; let every case be settled or asked, and everything be delivered."""
        for wire in (self.harness.panel_wire, *self.harness.further_wires.values()):
            wire.refusing = False
        for panel in self.harness.panels:
            panel.disarm()
        for _ in range(30):
            await self._passes(60)
        await self._decides()
        for _ in range(10):
            await self._passes(60)

    async def _decides(self) -> None:
        """A person settles what the kiosk asks about, by what stands at the order's own panel."""
        now = self.harness.clock.now()
        for one in self.harness.kiosk.suppliers:
            for case in await one.stores.cases.list_waiting(limit=100):
                panel = self._panel(one.supplier.name)
                true = next((found.id for found in panel.orders_for(case.order.terms.link)), None)
                self.seen.met["asked"] += 1
                if true:
                    await one.stores.resolutions.adopt(case.order.id, true, now, by=1)
                else:
                    await one.stores.resolutions.void(case.order.id, now, by=1)

    async def _judges(self) -> None:
        stores, place_of = self.harness.kiosk.stores, self._names()
        for number in range(1, self.links + 1):
            order = await stores.orders.find(number, owner=None)
            if order is not None:
                self._judge(order, place_of[order.panel])
        for panel, others in zip(self.harness.panels, reversed(self.harness.panels), strict=True):
            if mixed := _numbers_asked(panel) & set(others.orders):
                self.seen.wrong.append(f"asked about numbers of the other panel: {sorted(mixed)[:5]}")

    def _judge(self, order: Order, name: str) -> None:
        """Compare one order with what stands at both panels."""
        link, wrong = order.terms.link, self.seen.wrong
        there = {one: self._panel(one).orders_for(link) for one in ("", "fast")}
        total = sum(map(len, there.values()))
        home = "fast" if order.terms.panel_number else ""
        self.seen.met["by fallback"] += order.sent_service is not None
        if total > 1:
            wrong.append(f"order {order.id} stands {total} times")
        if there["fast" if not name else ""]:
            wrong.append(f"order {order.id} is at the other panel")
        if name != home and order.sent_service is None:
            wrong.append(f"order {order.id} went elsewhere without a fallback")
        if order.state in WENT_OUT and total != 1:
            wrong.append(f"order {order.id} is {order.state} and stands {total} times")
        if order.state in {OrderState.VOIDED, OrderState.REJECTED} and total:
            wrong.append(f"order {order.id} is {order.state}, and a panel has it")
        if order.state in WENT_OUT and order.panel_order_id not in {one.id for one in there[name]}:
            wrong.append(f"order {order.id} has another order's number")

    def _names(self) -> dict[str, str]:
        return {one.supplier.panel: one.supplier.name for one in self.harness.kiosk.suppliers}

    def _panel(self, name: str) -> "FakePanel":
        return self.harness.further[name] if name else self.harness.panel


def _numbers_asked(panel: "FakePanel") -> set[str]:
    found: set[str] = set()
    for call in panel.calls:
        if call.form["action"] in {"status", "refill", "cancel"}:
            found |= set((call.form.get("orders") or call.form.get("order", "")).split(","))
    return found


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
