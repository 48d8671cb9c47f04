"""200 spends at once from a wallet that affords 50: exactly 50, balance 0, no error of the database.

    python -m chaos.spends [times] [seed]

Each time on both databases.
"""

import asyncio
import random
import sys
import time

from chaos.databases import EmptyDatabases, on_own_databases
from chaos.result import Result, numbers_given, print_results, seed_or_new
from shop.ledger.journals import FundsShort, withdrawing
from tests.contracts.storage.stores import ANN, NOON, OLGA, StoresUnderTest
from tests.faults.database_templates import KINDS

SPENDS, AFFORDED = 200, 50


async def crowds(databases: EmptyDatabases, times: int, seed: int) -> Result:
    """Play `times` crowds on each database."""
    started, dice, wrong = time.perf_counter(), random.Random(seed), []
    for kind in KINDS:
        async with databases.stores(kind) as stores:
            for number in range(times):
                trouble = await _one_crowd(stores, number, dice.randint(1, 10**9))
                wrong += [f"{kind}, crowd {number}: {trouble}"] if trouble else []
            broken = await stores.broken(NOON)
            wrong += [f"the audit on {kind}: {broken}"] if broken else []
    name = f"{SPENDS} spends, {AFFORDED} afforded"
    return Result(name, times * len(KINDS), tuple(wrong), time.perf_counter() - started, seed)


async def _one_crowd(stores: StoresUnderTest, number: int, price: int) -> str:
    """Return what did not hold, or nothing."""
    wallet = stores.wallet(ANN)
    await stores.given(ANN, AFFORDED * price)
    spends = [
        withdrawing(f"{number}-{n}", wallet, price, actor_id=OLGA, reason="spent") for n in range(SPENDS)
    ]
    ended = await asyncio.gather(*(stores.booked(one) for one in spends), return_exceptions=True)
    paid = sum(one == [True] for one in ended)
    others = {type(one).__name__ for one in ended if one != [True]} - {FundsShort.__name__}
    left = await stores.ledger.balance(wallet)
    is_good = (paid, left, others) == (AFFORDED, 0, set())
    return "" if is_good else f"{paid} paid, {left} left, {others or 'no error'}"


def run(times: int = 100, seed: int | None = None) -> Result:
    """Play `times` crowds on each database; without a `seed` take a new one."""
    chosen = seed_or_new(seed)
    return on_own_databases(lambda databases: crowds(databases, times, chosen))


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
