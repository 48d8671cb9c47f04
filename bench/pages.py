"""What a page of /orders takes in process, for somebody with one in 47 of all orders: rows and screen.

First the newest page, as the command shows it; then `Next`, tap after tap through all of the history, of
which the pages from number 1,000 on are judged apart. One after another; nothing else is asked meanwhile.
"""

import time

from sqlalchemy import Connection, func, select

from bench.crowd import REGULAR
from bench.figures import NONE, Figure, at_most, percentile
from handlers.orders.list_views import ORDERS_ON_A_PAGE, listing
from locales import Catalogues
from shop.identity import FIRST_PANEL
from shop.ordering.order_list import ListPlace, OrderFilter, OrderPage, group_of
from storage.core.database import Database
from storage.core.rows import number_from
from storage.orders.store import Orders
from storage.orders.tables import orders

NEWEST = 2_000
"""How often the newest page is shown."""

FAR = 1_000
PAGE_MS = 3.0


async def figures(database: Database, newest_pages: int = NEWEST) -> tuple[Figure, ...]:
    """Time the newest page, and those from page 1,000 on or of the second half of a shorter history."""
    newest = [(await _timed(database, None))[0] for _ in range(newest_pages)]
    times, seen = await _walked(database)
    first = min(FAR, len(times) // 2)
    wrong = abs(len(seen) - await database.read(_count)) + len(seen) - len(set(seen))
    return (
        Figure("/orders p99", 1000 * percentile(newest, 0.99), "ms", at_most(PAGE_MS)),
        Figure("newest p50", 1000 * percentile(newest, 0.5), "ms"),
        Figure(
            f"page {first:,} and beyond p99", 1000 * percentile(times[first:], 0.99), "ms", at_most(PAGE_MS)
        ),
        Figure("far p50", 1000 * percentile(times[first:], 0.5), "ms"),
        Figure("orders shown twice or never", wrong, target=NONE),
    )


async def _walked(database: Database) -> tuple[list[float], list[int]]:
    """Tap Next to the oldest order; return each page's seconds, and the orders' numbers as shown."""
    times: list[float] = []
    seen: list[int] = []
    place: ListPlace | None = None
    older = True
    while older:
        seconds, page = await _timed(database, place)
        older = page.older
        times.append(seconds)
        seen += [order.id for order in page.orders]
        last = group_of(page.orders[-1], page.showing)
        place = ListPlace(last, seen[-1], page.number or 0) if older else None
    return times, seen


async def _timed(database: Database, after: ListPlace | None) -> tuple[float, OrderPage]:
    """What the handlers do for one page: the rows, with one more than fits, and the screen."""
    book = Orders(database, panel=FIRST_PANEL)
    begin = time.perf_counter()
    page = await book.list_page(REGULAR, OrderFilter.ALL, size=ORDERS_ON_A_PAGE, after=after)
    listing(page, _ENGLISH)
    return time.perf_counter() - begin, page


_ENGLISH = Catalogues().of("en")


def _count(connection: Connection) -> int:
    counted = select(func.count()).where(orders.c.person_id == REGULAR)
    return number_from(connection, counted)
