"""book: a book of 1,000,000 orders, on SQLite and on PostgreSQL: pages, the audit, and how the queries grow.

    python -m bench.book [orders [database]]

Somebody's pages of /orders (see `pages`), a whole and an hourly audit (see `auditing`), and every hot query
beside itself in a book of a tenth (see `growth`). The books are made once, see `books`.
"""

import asyncio
import sys
from collections.abc import Sequence

from bench import auditing, growth, machine, pages
from bench.books import KINDS, book
from bench.figures import Figure, Row
from bench.rows import open_database

ORDERS, QUICK_ORDERS = 1_000_000, 40_000
TENTH = 10


async def measure(*, quick: bool) -> Sequence[Row]:
    """Return a row for each kind of database."""
    orders = QUICK_ORDERS if quick else ORDERS
    return [await measured(kind, orders, quick=quick) for kind in KINDS]


async def measured(kind: str, orders: int, *, quick: bool = False) -> Row:
    """Measure it all on this kind of database; quickly is once, with a tenth of the trips to it."""
    rounds, often = (1, growth.SAMPLE) if quick else (growth.ROUNDS, growth.USUAL)
    figures: list[Figure] = []
    async with book(kind, orders) as url, open_database(url) as database:
        figures += await pages.figures(database, pages.NEWEST // 10 if quick else pages.NEWEST)
        figures += await auditing.figures(database, orders)
    figures += await growth.figures(kind, orders // TENTH, orders, rounds, often)
    return Row(f"book, {kind}", f"{orders:,} orders", tuple(figures))


async def main() -> None:
    """Print the rows."""
    number, *kinds = sys.argv[1:] or [str(ORDERS)]
    wanted = {kind.lower() for kind in kinds}
    busy = machine.Busy()
    for kind in KINDS:
        if kind.lower() in wanted or not wanted:
            row = await measured(kind, int(number))
            print(f"{machine.description()} · {machine.today()}, load {busy.look():.1f}")
            print(f"{row.name}: {row.n}", *row.texts, sep="\n")


if __name__ == "__main__":
    asyncio.run(main())
