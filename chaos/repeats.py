"""Every update comes one to five times and in any order that a webhook allows: the effects are those of one.

    python -m chaos.repeats [rounds] [seed]

The real process over sockets, by turns on the two databases, with the acts of chaos/backlog.py: taps, orders,
words and payments. Telegram brings them to its webhook, each chat's messages and taps in queues of their own.
A repeater in between (`Repeater`) brings each update again up to four times, at the same time or seconds
later, and takes some answers away, whereupon Telegram itself brings the update again. First the same is
played without it, once on each database. What people have, what the panel has and charged, and how many
answers each person got must be the same.
"""

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from decimal import Decimal

import aiohttp
from aiohttp import web

from chaos.backlog import Backlog
from chaos.replica_oracles import came_once, nothing_lost
from chaos.result import Result, numbers_given, print_results, seed_or_new
from chaos.rounds import played
from playground.panel import Pace
from playground.server import application, serve
from tests.faults.process import KioskProcess

UPDATES = 120
MOST = 5
"""How often an update comes at most, not counting what Telegram brings again because its answer was lost."""

SHUFFLED, LATE = 0.3, 3.0
"""Seconds after which an update comes, and after which a copy of it comes, at most."""

LOST = 0.15
"""The share of updates whose first answer gets lost."""

SECONDS = 20.0
WALLETS = "SELECT owner_id, balance_micro FROM account WHERE kind = 'wallet'"
PAYMENTS = "SELECT person_id, state, credited_micro FROM payment"


@dataclass(frozen=True)
class Effects:
    """What a round has brought about, by person."""

    orders: Counter[tuple[int, str]]
    placed: Counter[int]
    charged: Decimal
    wallets: dict[int, int]
    payments: Counter[tuple[int, str, int]]
    answers: dict[int, int]

    def others_than(self, single: "Effects") -> list[str]:
        """Return what is not as after single delivery."""
        return [
            f"{one.name} are {getattr(self, one.name)}, not {getattr(single, one.name)}"
            for one in fields(self)
            if getattr(self, one.name) != getattr(single, one.name)
        ]


@dataclass
class Repeater:
    """Stands between Telegram and the webhook at `place` (host:port)."""

    place: str
    dice: random.Random
    brought: int = 0
    _lost: set[bytes] = field(default_factory=set)
    _late: set[asyncio.Task[tuple[int, bytes]]] = field(default_factory=set)

    def routes(self) -> list[web.RouteDef]:
        """Return what it serves."""
        return [web.post("/telegram", self._take)]

    async def is_done(self) -> None:
        """Return when no copy is under way any more."""
        await asyncio.gather(*self._late)

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        headers = {name: text for name, text in request.headers.items() if name.lower() != "host"}
        if body not in self._lost:  # Telegram brings it for the first time
            for _ in range(self.dice.randint(0, MOST - 1)):
                late = self._bring(body, headers, self.dice.choice((SHUFFLED, LATE)))
                task = asyncio.create_task(late)
                self._late.add(task)
        status, said = await self._bring(body, headers, SHUFFLED)
        if self.dice.random() < LOST and body not in self._lost:
            self._lost.add(body)
            return web.Response(status=502)
        return web.Response(status=status, body=said)

    async def _bring(self, body: bytes, headers: dict[str, str], within: float) -> tuple[int, bytes]:
        await asyncio.sleep(self.dice.uniform(0, within))
        self.brought += 1
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(f"http://{self.place}/telegram", data=body, headers=headers) as said,
        ):
            return said.status, await said.read()


def run(n: int = 100, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen, started = seed_or_new(seed), time.perf_counter()
    single, brought = list[Effects](), list[int]()

    async def once(process: KioskProcess, own: int) -> Sequence[str]:
        wrong = await _plays(process, own, None)
        single.append(_effects(process))
        return wrong

    async def again(process: KioskProcess, own: int) -> Sequence[str]:
        webhook = process.webhook()
        repeater = Repeater(webhook["WEBHOOK_LISTEN"], random.Random(own))
        wrong = await _plays(process, own, repeater)
        brought.append(repeater.brought)
        return [*wrong, *_effects(process).others_than(single[0])]

    wrong = played(2, chosen, once)
    if not wrong and single[0] != single[1]:
        wrong = tuple(single[1].others_than(single[0]))
    if not wrong:
        wrong = played(n, chosen, again)
    counts: dict[str, int | str] = {"updates": n * UPDATES, "brought": sum(brought)}
    return Result("repeated updates", n, wrong, time.perf_counter() - started, chosen, counts)


async def _plays(process: KioskProcess, seed: int, repeater: Repeater | None) -> list[str]:
    """Have people act while Telegram calls the kiosk, perhaps by way of the repeater.

    Returns what is lost or doubled.
    """
    process.panel.pace = Pace(pending=3600)
    backlog = Backlog(process, UPDATES, random.Random(seed))
    await backlog.prepares()
    if repeater is None:
        await process.starts(**process.webhook())
        queued = await backlog.people_act()
        await process.falls_quiet()
    else:
        between = await serve(application(repeater.routes()))
        try:
            await process.starts(WEBHOOK_URL=f"{between.url}/telegram", WEBHOOK_LISTEN=repeater.place)
            queued = await backlog.people_act()
            await process.falls_quiet()
            await repeater.is_done()
            await process.falls_quiet()
        finally:
            await between.stop()
    await process.audited()
    return [*nothing_lost(process, queued), *came_once(process, backlog.asked), *backlog.credits()]


def _effects(process: KioskProcess) -> Effects:
    rows, panel, people = process.rows, process.panel, process.telegram.people
    orders = rows("SELECT person_id, state, terms FROM orders")
    return Effects(
        orders=Counter((row["person_id"], row["state"]) for row in orders),
        placed=Counter(len(panel.orders_for(order.link)) for order in panel.orders.values()),
        charged=sum((order.charge for order in panel.orders.values()), Decimal(0)),
        wallets={row["owner_id"]: row["balance_micro"] for row in rows(WALLETS)},
        payments=Counter((row["person_id"], row["state"], row["credited_micro"]) for row in rows(PAYMENTS)),
        answers={number: sum(one.from_bot for one in person.chat) for number, person in people.items()},
    )


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
