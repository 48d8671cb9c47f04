"""The panel is down for two hours while people order: nothing is sent twice, all is sent or given back.

    python -m chaos.panel_away [how many orders for each kind of "down"] [seed]

In this process, on a clock moved by hand. A kind of "down" (`DOWN`) is what every call meets meanwhile: no
connection, silence, a gateway's page, a page of HTML with status 200, half an answer, or all of these by
turns. Behind some of these answers the panel has done what it was asked, and one call in ten gets through all
the same (except where none is taken). Half of the orders come in the last half hour, so that they wait when
it is back. What the kiosk then asks the operators about, a person decides. Cards are read all along: each
must say how its order stands.
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
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from chaos.result import Result, numbers_given, print_results, seed_or_new
from handlers.orders.words import STATUS
from shop.ordering.order import Order, OrderState
from tests.in_memory import in_memory

if TYPE_CHECKING:
    from tests.in_process import Harness, Player

CHALLENGE = "catalogue_html"
"""What stands before the panel asks for a browser: the call never got through, so an order may go again."""

DOWN = {
    "refused": (),
    "silent": ("hang_before", "hang_before", "hang_after"),
    "502": ("html_502_before", "html_502_before", "html_502_after"),
    "html": (CHALLENGE,),
    "half bodies": ("half_body", "truncated"),
    "all by turns": (
        "hang_before",
        "reset_after",
        "html_502_before",
        CHALLENGE,
        "half_body",
        "garbage",
    ),
}
AWAY, YOUNG = 7_200, 1_750
"""Seconds for which the panel is down; so long before its return, and no longer, the last half is ordered."""

STEP = 60
RECOVERS_WITHIN, LOOK_EVERY = 120, 5
UNTIL_DECIDED = 1_800
"""Seconds until every case is decided, or a person's."""

GETS_THROUGH = 0.1
"""The share of calls that the panel answers properly although it is down."""

CATALOGUE_READ = 1_900
"""Seconds after which the catalogue has been read anew."""

PEOPLE, FIRST = 50, 7_000
BEFORE = 9
"""Orders that went through before, by which the kiosk knows the account."""

WAITS = (OrderState.RESERVED, OrderState.SUBMITTING)


@dataclass
class Seen:
    """What became of the orders so far."""

    wrong: list[str] = field(default_factory=list)
    short: list[str] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    waited: int = 0
    slowest: float = 0
    cards: int = 0


def run(n: int = 500, seed: int | None = None, *, kinds: Sequence[str] = tuple(DOWN)) -> Result:
    """Have `n` orders come during each of these kinds of "down"; without a `seed` take a new one."""
    os.environ.setdefault("PTB_TIMEDELTA", "true")  # before PTB is imported; see bot.py
    chosen, seen = seed_or_new(seed), Seen()
    started, quiet_before = time.perf_counter(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        asyncio.run(_kinds(seen, n, random.Random(chosen), kinds))
    finally:
        logging.disable(quiet_before)
    counts: dict[str, int | str] = {
        "kinds": len(kinds),
        **{name: seen.fates[name] for name in ("sent", "given back", "asked")},
        "waiting at its return": seen.waited,
        "recovery": f"{seen.slowest:.0f} s",
        "cards read": seen.cards,
    }
    seconds = time.perf_counter() - started
    return Result("panel away", n * len(kinds), tuple(seen.wrong), seconds, chosen, counts, tuple(seen.short))


async def _kinds(seen: Seen, n: int, dice: random.Random, kinds: Sequence[str]) -> None:
    from storage.upgrade import upgrade  # noqa: PLC0415 - as in tests/conftest: after the environment is set
    from tests.in_process import Harness  # noqa: PLC0415 - PTB reads its environment when imported

    with tempfile.TemporaryDirectory(prefix="kiosk-chaos-", dir=in_memory()) as folder:
        empty = Path(folder) / "empty.db"
        await upgrade(f"sqlite+aiosqlite:///{empty}")
        for number, kind in enumerate(kinds):
            database = Path(shutil.copy(empty, Path(folder) / f"kiosk{number}.db"))
            allowed = ",".join(str(FIRST + one) for one in range(PEOPLE))
            harness = Harness(database, dialect="mainstream", allowed_ids=allowed)
            await harness.opens()
            await _Away(harness, kind, dice, seen).lasts(n)
            await harness.closes()


class _Away:
    """One kiosk whose panel goes away and comes back."""

    def __init__(self, harness: "Harness", kind: str, dice: random.Random, seen: Seen) -> None:
        from tests.in_process import Player  # noqa: PLC0415 - as above

        self.harness, self.kind, self.dice, self.seen = harness, kind, dice, seen
        people = [harness.telegram.add_person(FIRST + n, f"Person {n}") for n in range(PEOPLE)]
        self.people = [Player(person, harness) for person in people]
        self.links = 0
        self.adds: Counter[str] = Counter()

    async def lasts(self, n: int) -> None:
        """Have `n` orders come while the panel is down, and judge what becomes of them."""
        await self.harness.olga.says("/start")
        for _ in range(BEFORE):
            await self._orders()
            await self.harness.passes(95)
        await self.harness.passes(CATALOGUE_READ)  # prices hold for two hours, and then nothing is sold
        early = [self.dice.uniform(0, AWAY - STEP) for _ in range(n // 2)]
        late = [self.dice.uniform(AWAY - YOUNG, AWAY - STEP) for _ in range(n - n // 2)]
        self._goes()
        looks = [float(at) for at in range(STEP, AWAY + 1, STEP)]
        began, clock = self.harness.clock.monotonic(), self.harness.clock
        for at in sorted([*early, *late, *looks]):
            clock.advance(max(0.0, began + at - clock.monotonic()))  # sends have taken some of the time
            self._keeps_away()
            if at in looks:
                await self.harness.passes(0)
            else:
                await self._orders()
            if at in looks[::10]:
                await self._reads_cards()
        await self._comes_back()
        await self._decides()
        await self._judges()

    def _goes(self) -> None:
        self.harness.panel_wire.refusing = self.kind == "refused"
        self._keeps_away()

    def _keeps_away(self) -> None:
        """See to it that the next calls meet faults, too."""
        panel, faults = self.harness.panel, DOWN[self.kind]
        while faults and sum(panel.armed.values()) < 200:
            if self.dice.random() < GETS_THROUGH:
                panel.arm("slow", action="*", seconds=0)
            else:
                panel.arm(self.dice.choice(faults), action="*", seconds=60)

    async def _orders(self) -> None:
        """Have somebody order; nobody has two orders in a row."""
        person = self.people[self.links % PEOPLE]
        self.links += 1
        service = self.harness.panel.catalogue.of_type("Default")
        await person.says(f"/order {service.id} {_link(self.links)} {service.min * (1 + self.links % 7)}")
        await person.taps("Confirm")

    async def _comes_back(self) -> None:
        """Let the panel answer again; measure until all that waits is on its way, or given back."""
        self.seen.waited += len(await self._all(*WAITS))
        self.harness.panel_wire.refusing = False
        self.harness.panel.disarm()
        for passed in range(0, UNTIL_DECIDED, LOOK_EVERY):
            waiting = len(await self._all(*WAITS))
            if not waiting:
                self.seen.slowest = max(self.seen.slowest, passed)
                break
            if passed == RECOVERS_WITHIN:
                told = f"{self.kind}: {waiting} still wait {passed} s after the panel's return"
                self.seen.short.append(told)
            await self.harness.passes(LOOK_EVERY)

    async def _decides(self) -> None:
        """Wait for the cases; what is left is asked of a person, who knows what the panel has."""
        for _ in range(UNTIL_DECIDED // 60):
            if not await self._all(OrderState.UNKNOWN):
                break
            await self.harness.passes(60)
        stores, panel = self.harness.kiosk.stores, self.harness.panel
        for order in await self._all(OrderState.UNKNOWN):
            case = await stores.cases.find(order.id)
            if case is None or case.state != "human":
                self.seen.wrong.append(
                    f"{self.kind}: order {order.id} is unknown and nobody is asked: {case}"
                )
                continue
            self.seen.fates["asked"] += 1
            now = self.harness.clock.now()
            there = panel.orders_for(order.terms.link)
            if there:
                await stores.resolutions.adopt(order.id, there[0].id, now, by=1)
            else:
                await stores.resolutions.void(order.id, now, by=1)
        await self.harness.delivers()

    async def _judges(self) -> None:
        """Hold the orders against the panel's, and the ledger against itself."""
        panel, wrong = self.harness.panel, self.seen.wrong
        if len(panel.calls) == panel.calls.maxlen:
            wrong.append(f"{self.kind}: the panel's log is too short for this many calls")
        tried = Counter(
            call.form["link"] for call in panel.calls if call.action == "add" and call.fault != CHALLENGE
        )
        found = await self._all()
        if len(found) != self.links:
            wrong.append(f"{self.kind}: {self.links} were ordered, {len(found)} are known")
        for order in found:
            there = panel.orders_for(order.terms.link)
            was_sent = bool(there)
            self.seen.fates["sent" if was_sent else "given back"] += 1
            told = f"{self.kind}: order {order.id} is {order.state} as {order.panel_order_id}"
            if len(there) > 1 or tried[order.terms.link] > 1:
                wrong.append(f"{told}, sent {tried[order.terms.link]} times, {len(there)} at the panel")
            elif order.state is not (OrderState.COMPLETED if was_sent else OrderState.VOIDED):
                wrong.append(f"{told}, {len(there)} at the panel")
            elif was_sent and order.panel_order_id != there[0].id:
                wrong.append(f"{told}, the panel has it as {there[0].id}")
        await self._reads_cards()
        try:
            await self.harness.audited()
        except AssertionError as broken:
            wrong.append(f"{self.kind}, the ledger: {broken}")

    async def _reads_cards(self) -> None:
        """Hold the latest card of each order against its state."""
        cards = {one.id: _cards(one) for one in self.people}
        for order in await self._all():
            self.seen.cards += 1
            wanted = f"Order {order.id} · {STATUS[order.state]}"
            own = [line for line in cards[order.person_id] if f"Order {order.id} · " in line]
            if len(own) != 1 or not own[0].endswith(wanted):
                self.seen.wrong.append(f"{self.kind}: not {wanted!r} but {own}")

    async def _all(self, *states: OrderState) -> list[Order]:
        """Return all orders, or those in these states."""
        stores, found = self.harness.kiosk.stores, []
        for person in self.people:
            found += await stores.orders.list_latest(person.id, limit=self.links)
        return [one for one in found if not states or one.state in states]


def _link(number: int) -> str:
    return f"https://www.instagram.com/p/away{number}/"


def _cards(player: "Player") -> list[str]:
    """Return the first lines of the messages from the bot."""
    return [message.text.partition("\n")[0] for message in player.person.chat if message.from_bot]


def main() -> int:
    """Print the table's row; 1 if anything fell short."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
