"""How long the desk's screens take on a large book.

    python -m bench.desk [orders [database]]

The book has 100,000 orders and 50,000 people. The orders are spread over a hundred days, so that a thousand
are of today and thirty thousand of thirty days, and of each kind that can wait some hundreds wait. A screen
is what its handler asks the stores for, one after another; nothing else is asked meanwhile.
"""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from bench import machine
from bench.books import KINDS, NOW, book
from bench.figures import Figure, Row, at_most, percentile
from shop.desk_figures import starts_of
from shop.ordering.desk_list import DeskGroup, DeskList, Narrowed
from shop.ordering.order_search import Wanted
from shop.people.listing import PeopleFilter
from shop.waiting import Place, Waits
from storage.core.async_engines import for_migrating
from storage.core.database import Database
from storage.stores import Stores
from tests.in_process import Harness

ORDERS, PEOPLE, DAYS = 100_000, 50_000, 100
WAITING = 300
"""So much of each kind waits."""

STEPS = Path(__file__).with_suffix(".sql")

TIMES = 100
SCREEN_MS = 100.0
UNTIDIED = 5
"""PostgreSQL tidies a table by itself when a part of it has changed: a fifth."""

EVERY_KIND = tuple(Waits)
PAGE, MOST_COUNTED = 9, 100

Screen = Callable[[Stores, datetime], Awaitable[None]]


async def home(stores: Stores, now: datetime) -> None:
    """/admin."""
    await stores.waiting.count(EVERY_KIND, now)
    await stores.catalogue.get_account()
    await stores.figures.spent(now)
    await stores.ledger.halted()
    await stores.orders.find_longest_held()
    await stores.cases.find_latest_open()
    await stores.orders.list_refunds_held()
    await stores.orders.list_refunds_left()
    await stores.orders.find_left_behind()
    await stores.figures.list_sold(starts_of(now, None, (1,)))
    await stores.order_watch.is_on(1)


async def door(stores: Stores, now: datetime) -> None:
    """What the staff's own /start counts."""
    await stores.waiting.count(EVERY_KIND, now)


async def queue(stores: Stores, now: datetime) -> None:
    """Waiting for you."""
    await stores.waiting.list_page(EVERY_KIND, now, limit=9)


async def further(stores: Stores, now: datetime) -> None:
    """Some pages further on in it."""
    place = Place(now - timedelta(minutes=WAITING // 2), Waits.LATE, 0)
    await stores.waiting.list_page(EVERY_KIND, now, limit=9, after=place)


async def statistics(stores: Stores, now: datetime) -> None:
    """/stats."""
    await stores.figures.list_all(starts_of(now, None))


async def log(stores: Stores, _now: datetime) -> None:
    """Log."""
    await stores.acts.list_latest(limit=16)


async def orders(stores: Stores, _now: datetime) -> None:
    """Orders: the groups, and the first page of each."""
    await stores.desk_orders.count_few(most=MOST_COUNTED + 1)
    for group in DeskGroup:
        await stores.desk_orders.list_page(DeskList(group), size=PAGE)


async def orders_of_service(stores: Stores, _now: datetime) -> None:
    """The orders of one service, found by one of them."""
    page = await stores.desk_orders.list_page(DeskList(), size=1)
    showing = DeskList(DeskGroup.ALL, Narrowed.SERVICE, page.orders[0].id)
    await stores.desk_orders.list_page(showing, size=PAGE)


async def orders_by_words(stores: Stores, _now: datetime) -> None:
    """Orders found by typed words."""
    await stores.desk_orders.find_by_words(Wanted.read("followers"))


async def order_card(stores: Stores, _now: datetime) -> None:
    """One order, with its whole timeline."""
    page = await stores.desk_orders.list_page(DeskList(), size=1)
    order = page.orders[0]
    await stores.people.find(order.person_id)
    await stores.desk_orders.get_timeline(order)
    await stores.acts.list_of_order(order.id, 50)


async def people_pages(stores: Stores, _now: datetime) -> None:
    """People: the first page of each filter, one after another."""
    for showing in PeopleFilter:
        await stores.directory.list_page(showing, size=PAGE)


async def people_search(stores: Stores, _now: datetime) -> None:
    """People by a part of a name, and by a name that nobody has."""
    for words in ("bob 499", "nobody has this"):
        await stores.directory.search(words, number=None, limit=PAGE)


async def person_card(stores: Stores, _now: datetime) -> None:
    """One person, with wallet, notes and tickets."""
    page = await stores.directory.list_page(PeopleFilter.ALL, size=1)
    number = page.people[0].person.id
    await stores.directory.facts(number, "USD")
    await stores.statements.get_wallet(number, "USD", limit=1)
    await stores.notes.list_of(number, limit=1)


async def alerts(stores: Stores, _now: datetime) -> None:
    """Alerts."""
    await stores.alerts.list_open(PAGE)


async def broadcasts(stores: Stores, _now: datetime) -> None:
    """Earlier broadcasts."""
    for one in await stores.broadcasts.list_begun(before=None, limit=PAGE):
        await stores.broadcasts.tally(one.id)


SCREENS: tuple[Screen, ...] = (
    *(home, door, queue, further, statistics, log),
    *(orders, orders_of_service, orders_by_words, order_card),
    *(people_pages, people_search, person_card, alerts, broadcasts),
)
"""Every screen of the desk that reads what grows; a new one goes in here."""


async def measured(kind: str, orders: int = ORDERS, people: int = PEOPLE, times: int = TIMES) -> Row:
    """Time each screen on a copy of the book on this kind of database."""
    async with book(kind, orders) as url:
        stores = Harness(Path("unused.db"), database_url=url).kiosk.stores
        await _fill(stores.database, orders, people)
        await stores.database.open()
        try:
            figures = [one for screen in SCREENS for one in await _timed(screen, stores, times)]
        finally:
            await stores.database.close()
    return Row(f"desk, {kind}", f"{orders:,} orders, {people:,} people", tuple(figures))


async def _timed(screen: Screen, stores: Stores, times: int) -> Sequence[Figure]:
    """Its time by the clock, and of processor, which others on the machine hardly change.

    The first visit after a start is told apart: statements are compiled and prepared, and pages read, once.
    """
    spent, worked = [], []
    begin = time.perf_counter()
    await screen(stores, NOW)
    first = 1000 * (time.perf_counter() - begin)
    for _ in range(times):
        begin, work = time.perf_counter(), time.process_time()
        await screen(stores, NOW)
        spent.append(1000 * (time.perf_counter() - begin))
        worked.append(1000 * (time.process_time() - work))
    return (
        Figure(f"{screen.__name__} p99", percentile(spent, 0.99), "ms", at_most(SCREEN_MS)),
        Figure("of processor p50", percentile(worked, 0.5), "ms"),
        Figure("first", first, "ms"),
    )


async def _fill(database: Database, orders: int, people: int) -> None:
    """Spread the orders over the days, add people, and have things wait."""
    is_sqlite = database.is_sqlite
    ago = _ago if is_sqlite else _ago_on_server
    names = {
        "people": people,
        "waiting": WAITING,
        "at": ago(f"({orders} - id) * {DAYS * 86_400 // orders}"),
        "at_i": ago("i * 60"),
        "true": "1" if is_sqlite else "true",
        "json": "" if is_sqlite else "::json",
    }
    engine = for_migrating(database.url)  # it has the time
    async with engine.begin() as connection:
        for step in filter(str.strip, STEPS.read_text(encoding="utf-8").format(**names).split(";\n")):
            await connection.exec_driver_sql(step)
        await connection.exec_driver_sql("ANALYZE")
    if not is_sqlite:
        await _tidy(engine, orders)
    await engine.dispose()


async def _tidy(engine: AsyncEngine, orders: int) -> None:
    """Leave the orders as a server does that tidies by itself, just before it does so again."""
    async with engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.exec_driver_sql("VACUUM (ANALYZE)")
        newest = f"UPDATE orders SET changed_at = changed_at WHERE id > {orders} - {orders // UNTIDIED}"  # noqa: S608 - numbers
        await alone.exec_driver_sql(newest)


def _ago(seconds: str) -> str:
    return f"strftime('%Y-%m-%d %H:%M:%f000', '{NOW:%Y-%m-%d %H:%M:%S}', '-' || ({seconds}) || ' seconds')"


def _ago_on_server(seconds: str) -> str:
    return f"(timestamptz '{NOW:%Y-%m-%d %H:%M:%S}+00' - ({seconds}) * interval '1 second')"


async def main() -> None:
    """Print the rows; the exit code is 1 where a target is missed."""
    number, *kinds = sys.argv[1:] or [str(ORDERS)]
    wanted = {kind.lower() for kind in kinds}
    missed = False
    for kind in KINDS:
        if kind.lower() in wanted or not wanted:
            row = await measured(kind, int(number))
            missed = missed or any(figure.is_missed for figure in row.figures)
            print(f"{machine.description()} · {machine.today()}")
            print(f"{row.name}: {row.n}", *row.texts, sep="\n")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    asyncio.run(main())
