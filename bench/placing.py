"""storage: confirmed orders per second, each on disk before its caller goes on.

In process, SQLite with synchronous=FULL, through the kiosk's own store: the
card's one-time token is used, a running twin is looked for, the order, its
notice and the end of the draft are written. 16 callers wait for one after the
other; then one caller does the same alone.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.figures import NONE, Figure, Row, percentile
from bench.rows import know, open_database
from shop.identity import FIRST_PANEL as PANEL
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.order import Terms
from shop.person import Person
from storage.core.database import Database
from storage.orders.drafts import ConfirmCard, Drafts
from storage.orders.store import Orders

CALLERS = 16
ORDERS, QUICK_ORDERS = 2000, 64
ALONE_SHARE = 8
"""One in this many orders is placed by the single caller."""


async def measure(*, quick: bool) -> Row:
    """Place orders until there are no more cards."""
    count = QUICK_ORDERS if quick else ORDERS
    with tempfile.TemporaryDirectory(prefix="kiosk-bench-") as folder:
        async with open_database(f"sqlite+aiosqlite:///{Path(folder) / 'kiosk.db'}") as database:
            await _lay_out_cards(database, count)
            orders = Orders(database, panel=PANEL, operators=frozenset())
            people = iter(range(1, count + 1))
            few = [next(people) for _ in range(count // ALONE_SHARE)]
            alone = await _place(orders, iter(few))
            begin = time.perf_counter()
            waits = await asyncio.gather(*(_place(orders, people) for _ in range(CALLERS)))
            seconds = time.perf_counter() - begin
            stored = sum((await orders.count_by_state()).values())
    times = [wait for one in waits for wait in one]
    return Row(
        "storage",
        f"{len(times)} orders by {CALLERS} callers, {len(alone)} by one",
        (
            Figure("placed", len(times) / seconds, "/s"),
            Figure("p50", percentile(times, 0.5) * 1000, "ms"),
            Figure("p99", percentile(times, 0.99) * 1000, "ms"),
            Figure("one caller p50", percentile(alone, 0.5) * 1000, "ms"),
            Figure("orders missing", count - stored, "", NONE),
        ),
    )


async def _place(orders: Orders, people: Iterator[int]) -> list[float]:
    """Confirm the card of each of these people; return the seconds each took."""
    times = []
    for person in people:
        begin = time.perf_counter()
        await orders.reserve(
            token=_token(person), person_id=person, acknowledged=False, now=datetime.now(UTC)
        )
        times.append(time.perf_counter() - begin)
    return times


async def _lay_out_cards(database: Database, count: int) -> None:
    """Give everybody a full draft and its confirm card."""
    people = range(1, count + 1)
    await know(database, [Person(number, f"Ann {number}", "en") for number in people])
    drafts, now = Drafts(database), datetime.now(UTC)
    await asyncio.gather(*(drafts.save(_draft(number), now, _card(number, now)) for number in people))


def _draft(person: int) -> Draft:
    return Draft(id=f"draft{person}", person_id=person, question=CONFIRM, service_id="1")


def _card(person: int, now: datetime) -> ConfirmCard:
    return ConfirmCard(_token(person), terms_for(person), now + timedelta(hours=1))


def _token(person: int) -> str:
    return f"token-{person}"


def terms_for(number: int) -> Terms:
    """Return terms for 1,000 followers and a link of their own."""
    return Terms(
        service_id="1",
        service_name="Instagram Followers | Real | Start 0-1 h",
        link=f"https://www.instagram.com/p/order{number}/",
        quantity=1000,
        fields={},
        asks_quantity=True,
        price_micro=900_000,
        currency="USD",
    )
