"""200 spends at once from a wallet that affords 50: exactly 50, balance 0, no error of the database.

    python -m chaos.spends [times] [seed]

Each time on both databases.
"""

import asyncio
import random
import sys
import time
from dataclasses import dataclass

from chaos.books import Shelf, on_own_shelf
from shop.book import FundsShort, withdrawing
from tests.contracts.storage.books import ANN, NOON, OLGA, Books
from tests.faults.ground import KINDS

SPENDS, AFFORDED = 200, 50


@dataclass(frozen=True, slots=True)
class Result:
    """What became of `n` crowds of spends; `wrong` says what did not hold."""

    n: int
    wrong: tuple[str, ...]
    seconds: float
    seed: int

    @property
    def is_good(self) -> bool:
        """Whether each time exactly those were paid that the wallet affords."""
        return not self.wrong

    @property
    def first(self) -> str | None:
        """The first that did not hold."""
        return self.wrong[0] if self.wrong else None

    def row(self) -> str:
        """One line of the table."""
        return (
            f"{SPENDS} spends, {AFFORDED} afforded  n={self.n}  wrong={len(self.wrong)}  "
            f"{self.seconds:.1f} s  seed={self.seed}"
        )


async def crowds(shelf: Shelf, times: int, seed: int) -> Result:
    """So many crowds on each database."""
    started, dice, wrong = time.perf_counter(), random.Random(seed), []
    for kind in KINDS:
        async with shelf.books(kind) as books:
            for number in range(times):
                trouble = await _one_crowd(books, number, dice.randint(1, 10**9))
                wrong += [f"{kind}, crowd {number}: {trouble}"] if trouble else []
            broken = await books.broken(NOON)
            wrong += [f"the audit on {kind}: {broken}"] if broken else []
    return Result(times * len(KINDS), tuple(wrong), time.perf_counter() - started, seed)


async def _one_crowd(books: Books, number: int, price: int) -> str:
    """What did not hold, or nothing."""
    wallet = books.wallet(ANN)
    await books.given(ANN, AFFORDED * price)
    spends = [
        withdrawing(f"{number}-{n}", wallet, price, actor_id=OLGA, reason="spent") for n in range(SPENDS)
    ]
    ended = await asyncio.gather(*(books.booked(one) for one in spends), return_exceptions=True)
    paid = sum(one == [True] for one in ended)
    others = {type(one).__name__ for one in ended if one != [True]} - {FundsShort.__name__}
    left = await books.till.balance(wallet)
    is_good = (paid, left, others) == (AFFORDED, 0, set())
    return "" if is_good else f"{paid} paid, {left} left, {others or 'no error'}"


def run(times: int = 100, seed: int | None = None) -> Result:
    """So many crowds on each database; without a `seed` it takes a new one."""
    chosen = random.SystemRandom().randrange(2**32) if seed is None else seed
    found: list[Result] = []

    async def proof(shelf: Shelf) -> None:
        found.append(await crowds(shelf, times, chosen))

    on_own_shelf(proof)
    return found[0]


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    result = run(*(int(word) for word in sys.argv[1:3]))
    print("\n".join((*result.wrong, result.row())))
    return 0 if result.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
