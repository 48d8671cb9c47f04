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

from chaos.books import CatalogueStore, on_own_shelf
from chaos.result import Result, numbers_given, seed_or_new, told
from shop.clock import SystemClock
from shop.ledger.journals import Account, AccountKind
from shop.ordering.order import Order
from shop.ordering.place import confirm
from tests.contracts.storage.stores import ANN, BOB, StoresUnderTest
from tests.faults.database_templates import KINDS

PRICE = 1_234_567
ROUNDS_A_BOOK = 50
"""Then the books are audited, and new ones begun."""


async def rounds(shelf: CatalogueStore, n: int, seed: int) -> Result:
    """`n` rounds, as many on one database as on the other."""
    started, dice, wrong, taps = time.perf_counter(), random.Random(seed), [], 0
    share = min(ROUNDS_A_BOOK, (n + 1) // 2)
    for turn, begin in enumerate(range(0, n, share)):
        kind = KINDS[turn % 2]
        async with shelf.books(kind) as books:
            for number in range(begin, min(begin + share, n)):
                times = dice.randint(2, 50)
                taps += times
                trouble = await _one_round(books, number, times, dice.choice((ANN, BOB)))
                wrong += [f"round {number} on {kind}: {trouble}"] if trouble else []
            broken = await books.broken(SystemClock().now())
            wrong += [f"the audit on {kind}: {broken}"] if broken else []
    return Result("confirm taps", n, tuple(wrong), time.perf_counter() - started, seed, {"taps": taps})


async def _one_round(books: StoresUnderTest, number: int, times: int, person: int) -> str:
    """What did not hold, or nothing."""
    now = SystemClock().now()
    await books.given(person, PRICE)
    link = f"https://www.instagram.com/p/{number}/"
    token = await books.offered(person, now=now, token=f"round-{number}", link=link, price_micro=PRICE)
    held = Account(AccountKind.HELD, person, "USD")
    before = await books.ledger.balance(held)
    ended = await asyncio.gather(
        *(
            confirm(books.orders, token=token, person_id=person, acknowledged=False, now=now)
            for _ in range(times)
        ),
        return_exceptions=True,
    )
    made = {one.id for one in ended if isinstance(one, Order)}
    errors = {repr(one) for one in ended if not isinstance(one, Order)}
    charged = await books.ledger.balance(held) - before
    left = await books.ledger.balance(books.wallet(person))
    stand = sum((await books.states()).values())
    is_good = len(made) == 1 and not errors and (charged, left) == (PRICE, 0) and made == {stand}
    return "" if is_good else f"orders {made} of {stand}, errors {errors}, held {charged}, left {left}"


def run(n: int = 1_000, seed: int | None = None) -> Result:
    """Play `n` rounds; without a `seed` it takes a new one."""
    chosen = seed_or_new(seed)
    found: list[Result] = []

    async def proof(shelf: CatalogueStore) -> None:
        found.append(await rounds(shelf, n, chosen))

    on_own_shelf(proof)
    return found[0]


def main() -> int:
    """Print the table's row; 1 if anything was found."""
    return told(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
