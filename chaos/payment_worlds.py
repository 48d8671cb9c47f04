"""What proofs of payments share: rounds on both databases, and a kiosk's desk without Telegram."""

import asyncio
import logging
import random
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol

from chaos.databases import EmptyDatabases, empty_databases
from chaos.result import Result, seed_or_new
from payments.base import Ports, Way
from payments.desk import PaymentDesk
from payments.memberships import MembershipDesk
from payments.registry import Ways
from shop.clock import Clock
from shop.pricing.board import Pricing
from storage.ledger.payments import Payments
from storage.membership.store import Memberships
from tests.contracts.storage.postgres import running_postgres
from tests.contracts.storage.stores import StoresUnderTest

KINDS = ("sqlite", "postgresql")


@dataclass
class Seen:
    """What went wrong, and how often what was met."""

    wrong: list[str] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)


class World(Protocol):
    """A shop on one empty database."""

    async def lives(self, count: int) -> None:
        """Play so many payments to their end, and judge."""
        ...


class Make(Protocol):
    """Makes a world."""

    def __call__(self, stores: StoresUnderTest, dice: random.Random, seen: Seen) -> World: ...


def on_both(name: str, n: int, seed: int | None, *, at_once: int, make: Make) -> Result:
    """Play `n` payments on each database, `at_once` in one world; without a `seed` it takes a new one."""
    chosen, seen = seed_or_new(seed), Seen()
    started, quiet_before = time.perf_counter(), logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with running_postgres() as server, empty_databases(server) as databases:
            for kind in KINDS:
                made = partial(make, dice=random.Random(chosen), seen=seen)
                rounds = [min(at_once, n - start) for start in range(0, n, at_once)]
                asyncio.run(_on_one(databases, kind, rounds, made, seen))
    finally:
        logging.disable(quiet_before)
    counts: dict[str, int | str] = dict(sorted(seen.met.items()))
    return Result(name, 2 * n, tuple(seen.wrong), time.perf_counter() - started, chosen, counts)


async def _on_one(
    databases: EmptyDatabases,
    kind: str,
    rounds: Sequence[int],
    make: Callable[[StoresUnderTest], World],
    seen: Seen,
) -> None:
    for count in rounds:
        async with databases.stores(kind) as stores:
            await make(stores).lives(count)
            if broken := await stores.broken():
                seen.wrong.append(f"the book is not in order: {broken}")


def desk_of(
    stores: StoresUnderTest, rows: Payments, ways: Iterable[Way], clock: Clock, currency: str
) -> PaymentDesk:
    """Return a desk as a new process has it: with nothing in memory."""
    unused: Any = None
    ports = Ports(
        clock=clock,
        stars=unused,
        stars_records=unused,
        unpaid=rows.list_unpaid,
        followed=rows.list_followed,
        followed_from=rows.followed_from,
    )
    board = Pricing(currency=currency, from_wallets=True, clock=clock)
    members = MembershipDesk(Memberships(stores.database, rows), unused, board, clock)
    known = Ways(ways, amounts_micro=(5_000_000,), minimum_micro=1_000_000, maximum_micro=1_000_000_000)
    return PaymentDesk(known, rows, ports, clock=clock, arrived=lambda: None, memberships=members)
