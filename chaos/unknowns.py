"""Orders whose answer was lost, at a panel whose facts are known: no wrong decision, few left to a person.

    python -m chaos.unknowns [how many of each kind] [seed]

Each runs through a kiosk in this process, on its own clock, at a panel of one
kind (`chaos.panel_kinds`): one that charges late, makes orders minutes after the
answer was lost, gives money back late, shows an old or a rounded balance, is used
by others too, or is topped up. Orders go on meanwhile. A decision is wrong if the
kiosk gives up an order that the panel has or comes to have, or takes another for it.
A person settles what the kiosk asks about. The same seed makes the same run.
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

from chaos.ordering import ANN, BOB, ordered, people
from chaos.panel_kinds import KINDS, SERVICES, Kind, happens
from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.ordering.order import Order, OrderState
from shop.reconciliation.case import Case
from shop.reconciliation.reuse import FRESH_FOR

if TYPE_CHECKING:
    from tests.in_process import Harness

FAULTS = (
    *("reset_before", "reset_after", "hang_before", "hang_after", "half_body", "truncated"),
    *("html_502_before", "html_502_after", "garbage", "empty_after", "error_vague", "error_vague_after"),
)
KIOSKS, PER_KIOSK = 4, 20
"""The minimum number of kiosks, and the maximum of unknown orders in each."""

BEFORE = 9
"""Orders that went through before the first answer was lost."""

LOOKS = (6, 61, 122, 183, 241, 302, 363, 424, 485)
"""Seconds after the order at which the kiosk does what is due."""

OLDEST_BALANCE = int(FRESH_FOR.total_seconds())
"""Seconds before the order from which the balance before it may be."""

WITHIN = 485
"""Seconds in which a case must be resolved, or ask the operator."""

SOON_ENOUGH = 305
"""Five minutes, and the seconds until the reconciler looks: so fast are nearly all to be settled."""

LATER = 900
"""Seconds until the panel is checked again: a slow panel may have made the order by then."""


@dataclass
class Seen:
    """The fates of the unknown orders so far."""

    wrong: list[str] = field(default_factory=list)
    alone: Counter[str] = field(default_factory=Counter)
    at_panel: int = 0
    slowest: float = 0
    fast: int = 0
    asked: Counter[str] = field(default_factory=Counter)

    def result(self, kind: Kind, n: int, seed: int, seconds: float) -> Result:
        """Make the row; on a quiet account nearly all must have been settled without a person."""
        alone, fast = (100 * found / max(n, 1) for found in (self.alone.total(), self.fast))
        counts: dict[str, int | str] = {
            "at the panel": self.at_panel,
            "alone": f"{alone:.1f} %",
            "in five minutes": f"{fast:.1f} %",
            "adopted": self.alone["adopted"],
            "voided": self.alone["voided"],
            "slowest": f"{self.slowest:.0f} s",
            "asked": ", ".join(f"{why} {times}" for why, times in self.asked.most_common()) or "nobody",
        }
        short = (
            [f"{fast:.1f} % were settled in five minutes, not {kind.alone} %"] if fast < kind.alone else []
        )
        short += [f"one took {self.slowest:.0f} s, not {WITHIN} s"] if self.slowest > WITHIN else []
        return Result(f"lost answers, {kind.name}", n, tuple(self.wrong), seconds, seed, counts, tuple(short))


def run(n: int = 1000, seed: int | None = None, *, kind: str = "quiet") -> Result:
    """Play `n` unknown orders at panels of this kind; without a `seed` take a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, seen = seed_or_new(seed), Seen()
    started, quiet_before = time.perf_counter(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(_kiosks(seen, n, random.Random(chosen), KINDS[kind]))
    finally:
        logging.disable(quiet_before)
    return seen.result(KINDS[kind], n, chosen, time.perf_counter() - started)


async def _kiosks(seen: Seen, n: int, dice: random.Random, kind: Kind) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - as in tests/conftest: after the environment is set
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-chaos-") as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        each = min(PER_KIOSK, -(-n // KIOSKS))
        for number, start in enumerate(range(0, n, each)):
            probe = "auto" if kind.name == "quiet" else ("auto", "auto", "yes", "no")[number % 4]
            database = Path(shutil.copy(empty, Path(folder) / f"kiosk{number}.db"))
            harness = Harness(database, dialect="mainstream", panel_probe=probe)
            await harness.opens()
            await people(harness)
            kind.prepare(harness.panel, dice)
            world = _World(harness, dice, seen, kind)
            await world.lives(min(each, n - start))
            await harness.audited()
            await harness.closes()


class _World:
    """One kiosk, its panel, and whoever else uses the account."""

    def __init__(self, harness: "Harness", dice: random.Random, seen: Seen, kind: Kind) -> None:
        self.harness = harness
        self.dice = dice
        self.seen = seen
        self.kind = kind
        self.links = 0
        self.by_hand: list[str] = []
        self.usual = dice.choice(SERVICES)
        """The service that most people order here."""

    async def lives(self, count: int) -> None:
        """Place some orders, then lose `count` answers, with other orders between."""
        for _ in range(BEFORE):
            await self._orders()
            await self._passes(self.dice.choice((5, 30, 95, 100, 200, 400)))
        for _ in range(count):
            if self.dice.random() < 0.4:
                await self._orders()
                await self._passes(self.dice.choice((5, 95, 100)))
            await self._loses()

    async def _orders(self) -> tuple[str, int, int]:
        """Order something; return link, service and quantity."""
        self.links += 1
        link = f"https://www.instagram.com/p/lost{self.links}/"
        service, quantity = self.usual if self.dice.random() < 0.5 else self.dice.choice(SERVICES)
        await ordered(self.harness, self.dice.choice((ANN, BOB)), str(service), link, quantity)
        await self.harness.kiosk.workers["hand_over"].drain()
        return link, service, quantity

    async def _loses(self) -> None:
        """Lose one order's answer; let time pass until the kiosk knows, or asks."""
        panel, kiosk = self.harness.panel, self.harness.kiosk
        noise = self._noise()
        if self.dice.random() < 0.1 + self.kind.noisy / 100:
            for seconds in (600, 3000, 25 * 3600):  # forget what was learned about the account lately
                await self._passes(seconds)
                await kiosk.catalogue.read_balance()
        await self._passes(70)  # past any wait of the breaker
        self._happens(noise, before=-OLDEST_BALANCE, like=self.usual)
        await kiosk.catalogue.read_balance()
        self._happens(noise, before=0, like=self.usual)
        fault = "slow_add" if self.dice.random() < self.kind.slow / 100 else self.dice.choice(FAULTS)
        panel.arm(fault)
        link, service, quantity = await self._orders()
        assert not panel.armed, f"{fault} met no order"  # noqa: S101 - else this would prove nothing
        [order] = [one for one in await self._unknown() if one.terms.link == link]
        passed, busy = 0, self.dice.random() < 0.3
        for moment in LOOKS:
            for at in sorted({at for at, _ in noise if passed < at < moment} | {moment}):
                await self._passes(at - passed)
                passed = at
                self._happens(noise, before=at, like=(service, quantity))
            if busy and self.dice.random() < 0.4:
                await self._orders()
            if moment in {244, 423}:
                await kiosk.catalogue.read_balance()
                await kiosk.main.work.sweep()
            if (await self._case_of(order.id)).state != "open":
                break
        await self._judge(order, fault, passed)
        await self.harness.kiosk.workers["hand_over"].drain()
        await kiosk.main.work.sweep()

    async def _judge(self, order: Order, fault: str, passed: int) -> None:
        """Compare the kiosk's decision with the panel's facts; a person decides the rest."""
        seen, resolutions, panel = self.seen, self.harness.kiosk.stores.resolutions, self.harness.panel
        case = await self._case_of(order.id)
        if case.state == "settled":
            await self._passes(LATER)
        panel.live()
        true = next((one.id for one in panel.orders_for(order.terms.link)), None)
        now = self.harness.clock.now()
        seen.slowest = max(seen.slowest, float(passed))
        seen.at_panel += true is not None
        if case.state != "settled":
            seen.asked[case.why or "never"] += 1
            await (
                resolutions.adopt(order.id, true, now, by=1)
                if true
                else resolutions.void(order.id, now, by=1)
            )
            return
        seen.alone[case.verdict or ""] += 1
        seen.fast += passed <= SOON_ENOUGH
        stands = case.order
        voided_wrongly = case.verdict == "voided" and true is not None
        adopted_wrongly = case.verdict == "adopted" and stands.panel_order_id != true
        if voided_wrongly or adopted_wrongly:
            seen.wrong.append(f"{fault}, the panel has {true}, the kiosk says {case.verdict}: {case}")

    def _noise(self) -> list[tuple[int, str]]:
        """Return what happens around this order, and when, in seconds after it."""
        if self.dice.random() >= self.kind.noisy / 100:
            return []
        return [
            (self.dice.randint(-60, 400), self.dice.choice(self.kind.noise))
            for _ in range(self.dice.randint(1, 3))
        ]

    def _happens(self, noise: list[tuple[int, str]], *, before: int, like: tuple[int, int]) -> None:
        panel = self.harness.panel
        for one in [one for one in noise if one[0] <= before]:
            noise.remove(one)
            self.links += 1
            kiosks = {f"https://www.instagram.com/p/lost{number}/" for number in range(self.links)}
            ours = [
                order.id for order in panel.orders.values() if order.link in kiosks and not order.refunded
            ]
            happens(one[1], panel, self.dice, like=like, by_hand=self.by_hand, ours=ours[-8:], n=self.links)

    async def _passes(self, seconds: float) -> None:
        """Let time pass; run the cases due, their waiting orders, and the price reading."""
        self.harness.clock.advance(seconds)
        await self.harness.kiosk.catalogue.sync()
        await self.harness.kiosk.workers["reconcile"].drain()
        await self.harness.kiosk.workers["hand_over"].drain()
        await self.harness.kiosk.workers["reconcile"].drain()

    async def _unknown(self) -> list[Order]:
        found = [await self.harness.kiosk.stores.orders.list_latest(one, limit=5) for one in (ANN, BOB)]
        return [order for orders in found for order in orders if order.state is OrderState.UNKNOWN]

    async def _case_of(self, order_id: int) -> Case:
        case = await self.harness.kiosk.stores.cases.find(order_id)
        assert case is not None  # noqa: S101 - every unknown order has one; tells mypy
        return case


def main() -> int:
    """Print the table's rows; 1 if anything fell short."""
    return print_results(*(run(*numbers_given(), kind=kind) for kind in KINDS))


if __name__ == "__main__":
    sys.exit(main())
