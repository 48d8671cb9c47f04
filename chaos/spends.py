"""200 spends at once from a wallet that affords 50: exactly 50, balance 0, no error of the database.

    python -m chaos.spends [times] [seed]

Each time on both databases.
"""

import asyncio
import random
import sys
import time

from chaos.books import CatalogueStore, on_own_shelf
from chaos.result import Result, numbers_given, seed_or_new, told
from shop.ledger.journals import FundsShort, withdrawing
from tests.contracts.storage.stores import ANN, NOON, OLGA, StoresUnderTest
from tests.faults.database_templates import KINDS

SPENDS, AFFORDED = 200, 50


async def crowds(shelf: CatalogueStore, times: int, seed: int) -> Result:
    """So many crowds on each database."""
    started, dice, wrong = time.perf_counter(), random.Random(seed), []
    for kind in KINDS:
        async with shelf.books(kind) as books:
            for number in range(times):
                trouble = await _one_crowd(books, number, dice.randint(1, 10**9))
                wrong += [f"{kind}, crowd {number}: {trouble}"] if trouble else []
            broken = await books.broken(NOON)
            wrong += [f"the audit on {kind}: {broken}"] if broken else []
    name = f"{SPENDS} spends, {AFFORDED} afforded"
    return Result(name, times * len(KINDS), tuple(wrong), time.perf_counter() - started, seed)


async def _one_crowd(books: StoresUnderTest, number: int, price: int) -> str:
    """What did not hold, or nothing."""
    wallet = books.wallet(ANN)
    await books.given(ANN, AFFORDED * price)
    spends = [
        withdrawing(f"{number}-{n}", wallet, price, actor_id=OLGA, reason="spent") for n in range(SPENDS)
    ]
    ended = await asyncio.gather(*(books.booked(one) for one in spends), return_exceptions=True)
    paid = sum(one == [True] for one in ended)
    others = {type(one).__name__ for one in ended if one != [True]} - {FundsShort.__name__}
    left = await books.ledger.balance(wallet)
    is_good = (paid, left, others) == (AFFORDED, 0, set())
    return "" if is_good else f"{paid} paid, {left} left, {others or 'no error'}"


def run(times: int = 100, seed: int | None = None) -> Result:
    """So many crowds on each database; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    found: list[Result] = []

    async def proof(shelf: CatalogueStore) -> None:
        found.append(await crowds(shelf, times, chosen))

    on_own_shelf(proof)
    return found[0]


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return told(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
