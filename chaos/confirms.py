"""Confirm tapped again and again at once: one order and one charge, on both databases.

    python -m chaos.confirms [rounds] [seed]

Telegram sends a tap again under a new number, and people tap twice: in each
round 2 to 50 taps on one button are handled at once. The wallet affords one
order exactly. Rounds take turns on the two databases.
"""

import asyncio
import random
import sys
import time

from chaos.databases import EmptyDatabases, on_own_databases
from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.clock import SystemClock
from shop.ledger.journals import Account, AccountKind
from shop.ordering.order import Order
from shop.ordering.place import confirm
from tests.contracts.storage.stores import ANN, BOB, StoresUnderTest
from tests.faults.database_templates import KINDS

PRICE = 1_234_567
ROUNDS_A_BOOK = 50
"""After so many rounds the ledger is audited, and new stores are opened."""


async def rounds(databases: EmptyDatabases, n: int, seed: int) -> Result:
    """Play `n` rounds, by turns on the two databases."""
    started, dice, wrong, taps = time.perf_counter(), random.Random(seed), [], 0
    share = min(ROUNDS_A_BOOK, (n + 1) // 2)
    for turn, begin in enumerate(range(0, n, share)):
        kind = KINDS[turn % 2]
        async with databases.stores(kind) as stores:
            for number in range(begin, min(begin + share, n)):
                times = dice.randint(2, 50)
                taps += times
                trouble = await _one_round(stores, number, times, dice.choice((ANN, BOB)))
                wrong += [f"round {number} on {kind}: {trouble}"] if trouble else []
            broken = await stores.broken(SystemClock().now())
            wrong += [f"the audit on {kind}: {broken}"] if broken else []
    return Result("confirm taps", n, tuple(wrong), time.perf_counter() - started, seed, {"taps": taps})


async def _one_round(stores: StoresUnderTest, number: int, times: int, person: int) -> str:
    """Return what did not hold, or nothing."""
    now = SystemClock().now()
    await stores.given(person, PRICE)
    link = f"https://www.instagram.com/p/{number}/"
    token = await stores.offered(person, now=now, token=f"round-{number}", link=link, price_micro=PRICE)
    held = Account(AccountKind.HELD, person, "USD")
    before = await stores.ledger.balance(held)
    ended = await asyncio.gather(
        *(
            confirm(stores.orders, token=token, person_id=person, acknowledged=False, now=now)
            for _ in range(times)
        ),
        return_exceptions=True,
    )
    made = {one.id for one in ended if isinstance(one, Order)}
    errors = {repr(one) for one in ended if not isinstance(one, Order)}
    charged = await stores.ledger.balance(held) - before
    left = await stores.ledger.balance(stores.wallet(person))
    stand = sum((await stores.states()).values())
    is_good = len(made) == 1 and not errors and (charged, left) == (PRICE, 0) and made == {stand}
    return "" if is_good else f"orders {made} of {stand}, errors {errors}, held {charged}, left {left}"


def run(n: int = 1_000, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    return on_own_databases(lambda databases: rounds(databases, n, chosen))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
