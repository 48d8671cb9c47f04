"""Orders whose answer was lost, at a panel whose truth is known: no wrong decision, and few for a person.

    python -m chaos.unknowns [how many] [seed]

Each runs through a kiosk in this process, on its own clock. `quiet`: only the
kiosk orders on the panel account, and it may ask for new numbers. `noisy`:
others order on it by hand, get money back, top it up, and take numbers, three
times in four without anybody having told the kiosk, which mostly has forgotten
what it saw of them. Wrong is an order given up that the panel has, and one
taken for an order that it is not. A person settles what
the kiosk asks about. The seed is printed, and the same seed makes the same run.
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
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.result import Result, numbers_given, seed_or_new, told
from shop.inquiry import Inquiry
from shop.order import Order, OrderState

if TYPE_CHECKING:
    from tests.street import Street

FAULTS = (
    *("reset_before", "reset_after", "hang_before", "hang_after", "half_body", "truncated"),
    *("html_502_before", "html_502_after", "garbage", "empty_after", "error_vague", "error_vague_after"),
)
KIOSKS, PER_KIOSK = 4, 20
"""At least so many kiosks, and at most so many unknown orders in each."""

LOOKS = (6, 61, 122, 183, 245, 306)
"""Seconds after the order at which the kiosk does what is due."""

WITHIN = 300
"""Seconds in which an inquiry is to settle, or to ask."""

ALONE = 95
"""Per cent to be settled without a person on a quiet account."""

SERVICES = ((1, 100), (1, 250), (2, 300), (3, 1000), (21, 500), (22, 70), (21, 1500))
"""What is ordered: numbers of services that are counted, and quantities."""


@dataclass
class Seen:
    """What has become of the unknown orders so far."""

    wrong: list[str] = field(default_factory=list)
    alone: int = 0
    slowest: float = 0
    asked: Counter[str] = field(default_factory=Counter)

    def result(self, n: int, seed: int, seconds: float, *, noisy: bool) -> Result:
        """The row; on a quiet account nearly all must have been settled without a person."""
        alone = 100 * self.alone / max(n, 1)
        counts = {
            "alone": f"{alone:.1f} %",
            "slowest": f"{self.slowest:.0f} s",
            "asked": ", ".join(f"{why} {times}" for why, times in self.asked.most_common()) or "nobody",
        }
        short = [f"{alone:.1f} % were settled alone, not {ALONE} %"] if not noisy and alone < ALONE else []
        short += [f"one took {self.slowest:.0f} s, not {WITHIN} s"] if self.slowest > WITHIN else []
        name = f"lost answers, {'noisy' if noisy else 'quiet'} account"
        return Result(name, n, tuple(self.wrong), seconds, seed, counts, tuple(short))


def run(n: int = 1000, seed: int | None = None, *, noisy: bool = False) -> Result:
    """`n` unknown orders on a quiet account, or on a noisy one; without a `seed` it takes a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, seen = seed_or_new(seed), Seen()
    started, quiet_before = time.perf_counter(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(_kiosks(seen, n, random.Random(chosen), noisy=noisy))
    finally:
        logging.disable(quiet_before)
    return seen.result(n, chosen, time.perf_counter() - started, noisy=noisy)


async def _kiosks(seen: Seen, n: int, dice: random.Random, *, noisy: bool) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - as the street: after the environment is set
    from tests.street import Street  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-chaos-") as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        each = min(PER_KIOSK, -(-n // KIOSKS))
        for number, start in enumerate(range(0, n, each)):
            shared = noisy and number % 4 == 0
            settings = {"panel_probe": "yes", "panel_account": "shared" if shared else "own"}
            database = Path(shutil.copy(empty, Path(folder) / f"kiosk{number}.db"))
            street = Street(database, dialect="mainstream", **settings)
            await street.opens()
            world = _World(street, dice, seen, noisy=noisy)
            await world.lives(min(each, n - start))
            await street.audited()
            await street.closes()


class _World:
    """One kiosk, its panel, and whoever else uses the account."""

    def __init__(self, street: "Street", dice: random.Random, seen: Seen, *, noisy: bool) -> None:
        self.street = street
        self.dice = dice
        self.seen = seen
        self.noisy = noisy
        self.links = 0
        self.by_hand: list[str] = []

    async def lives(self, count: int) -> None:
        """The kiosk places an order, then loses `count` answers, with other orders between."""
        await self._orders()
        for _ in range(count):
            if self.dice.random() < 0.4:
                await self._orders()
            await self._loses()

    async def _orders(self) -> tuple[str, int, int]:
        """Somebody orders something; its link, service and quantity."""
        self.links += 1
        link = f"https://www.instagram.com/p/lost{self.links}/"
        service, quantity = self.dice.choice(SERVICES)
        person = self.dice.choice((self.street.ann, self.street.bob))
        await person.says(f"/order {service} {link} {quantity}")
        await person.taps("Confirm")
        return link, service, quantity

    async def _loses(self) -> None:
        """One order's answer is lost; time goes by until the kiosk knows, or asks."""
        panel, kiosk = self.street.panel, self.street.kiosk
        noise = self._noise()
        if self.noisy and self.dice.random() < 0.7:
            await self._passes(25 * 3600)  # what was learned of others on the account is forgotten
        await self._passes(70)  # whatever the breaker waits for is over
        self._happens(noise, before=0)
        fault = self.dice.choice(FAULTS)
        panel.arm(fault)
        link, service, quantity = await self._orders()
        assert not panel.armed, f"{fault} met no order"  # noqa: S101 - else this would prove nothing
        [order] = [one for one in await self._unknown() if one.terms.link == link]
        passed = 0
        for moment in LOOKS:
            for at in sorted({at for at, _ in noise if passed < at < moment} | {moment}):
                await self._passes(at - passed)
                passed = at
                self._happens(noise, before=at, like=(service, quantity))
            if (await self._inquiry(order.id)).state != "open":
                break
        await self._judge(order, fault, passed)
        await self.street.settles()
        await kiosk.rounds.sweep()

    async def _judge(self, order: Order, fault: str, passed: int) -> None:
        """Hold what the kiosk decided against what the panel has; a person decides the rest."""
        seen, inquiries = self.seen, self.street.kiosk.stores.inquiries
        it = await self._inquiry(order.id)
        true = next((one.id for one in self.street.panel.orders_for(order.terms.link)), None)
        now = self.street.clock.now()
        seen.slowest = max(seen.slowest, float(passed))
        if it.state != "settled":
            seen.asked[it.why or "never"] += 1
            await (
                inquiries.adopt(order.id, true, now, by=1) if true else inquiries.void(order.id, now, by=1)
            )
            return
        seen.alone += 1
        stands = it.order
        voided_wrongly = stands.state is OrderState.VOIDED and true is not None
        adopted_wrongly = stands.panel_order_id is not None and stands.panel_order_id != true
        if voided_wrongly or adopted_wrongly:
            seen.wrong.append(f"{fault}, the panel has {true}, the kiosk says {it.verdict}: {it}")

    def _noise(self) -> list[tuple[int, str]]:
        """What others do around this order, and when, in seconds after it."""
        if not self.noisy or self.dice.random() < 0.4:
            return []
        kinds = ("hand", "hand", "same", "refund", "top up", "jump")
        return [
            (self.dice.randint(-60, 200), self.dice.choice(kinds)) for _ in range(self.dice.randint(1, 3))
        ]

    def _happens(
        self, noise: list[tuple[int, str]], *, before: int, like: tuple[int, int] | None = None
    ) -> None:
        panel, dice = self.street.panel, self.dice
        for one in [one for one in noise if one[0] <= before]:
            noise.remove(one)
            match one[1]:
                case "hand" | "same":
                    service, quantity = like if one[1] == "same" and like else dice.choice(SERVICES)
                    self.links += 1
                    form = {"service": str(service), "quantity": str(quantity)}
                    placed = panel.place({**form, "link": f"https://x.com/hand{self.links}"}, "link")
                    self.by_hand.append(placed.id)
                case "refund" if self.by_hand:
                    panel.set_state(self.by_hand.pop(dice.randrange(len(self.by_hand))), "Canceled")
                case "jump":
                    panel.skip_ids(dice.choice((1, 7, 120, 350, 5000)))
                case _:
                    panel.deposit(Decimal(dice.choice(("5", "10", "25.5"))))

    async def _passes(self, seconds: float) -> None:
        """Time goes by; of the kiosk's work only inquiries fall due by it."""
        self.street.clock.advance(seconds)
        await self.street.kiosk.workers["inquire"].drain()

    async def _unknown(self) -> list[Order]:
        found = [
            await self.street.kiosk.stores.orders.latest(one.id, limit=1)
            for one in (self.street.ann, self.street.bob)
        ]
        return [order for orders in found for order in orders if order.state is OrderState.UNKNOWN]

    async def _inquiry(self, order_id: int) -> Inquiry:
        it = await self.street.kiosk.stores.inquiries.of(order_id)
        assert it is not None  # noqa: S101 - every unknown order has one; tells mypy
        return it


def main() -> int:
    """Print the table's rows; 1 if anything fell short."""
    return told(run(*numbers_given()), run(*numbers_given(), noisy=True))


if __name__ == "__main__":
    sys.exit(main())
