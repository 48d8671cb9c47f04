"""How the hot queries grow with the book: each one's own time at 100,000 orders and at 1,000,000.

The queries are those that some busy minutes of a kiosk ask (see `busy`), heard at the engines: of each turn,
order, hand-over, sweep call, notice and minute's job. Whenever one is about to run, it is first run often,
and undone each time, where it stands: on that connection, in that transaction, with its values.

Its time is processor time: of its thread on SQLite, rows fetched; of the connection's process on a server,
which Linux counts. Both books are used in turn, and each query's best round counts: others only lengthen it.
"""

import contextlib
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from functools import partial
from math import inf
from pathlib import Path
from statistics import median
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.exc import DBAPIError

from bench.books import SQLITE, book
from bench.busy import kiosk_on, some_minutes
from bench.figures import NONE, Figure, at_least, at_most, percentile
from storage.core.database import Database
from storage.core.forms import LISTENED

ROUNDS = 3
TRIP = 50e-6
"""Seconds. On a server, what takes less is mostly the trip and the planning; it grows from here on."""


@dataclass(frozen=True, slots=True)
class Often:
    """How often a query is run when it is heard, at so many places of a round.

    On SQLite so many times `again`: the best run counts, others only lengthen it. The processor time of a
    server can be read for several runs only: the median batch counts, as a server plans anew in the middle of
    one whenever its statistics have changed.
    """

    again: int = 40
    batches: int = 5
    in_batch: int = 6
    places: int = 2


USUAL = Often()
SAMPLE = Often(again=10, batches=3, in_batch=2, places=1)
"""A tenth of the trips to a server, each of which waits for its turn on a busy machine."""

GREW = "hot query that grew most"
GROWTH = 1.3
MOST_HEARD = 60
"""At least so many queries are heard, else it was not a kiosk at work."""

VERBS = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")

Query = tuple[str, int]
"""The statement, and which time in a round it was heard."""


class Times:
    """The time of each query in its best round, in seconds."""

    def __init__(self, often: Often) -> None:
        self.best: dict[Query, float] = {}
        self._often = often
        self._heard: Counter[str] = Counter()
        self._measuring = False

    def listen(self, database: Database) -> None:
        """Measure all that this database is asked from now on."""
        again = partial(_on_file if database.is_sqlite else _on_server, self._often)
        for engine in database.engines:
            engine.update_execution_options(**{LISTENED: True})
            event.listen(engine, "before_cursor_execute", self._hearing(again))

    def begins_round(self) -> None:
        """Count the places from the first again."""
        self._heard.clear()

    def _hearing(self, again: Callable[[Connection, str, Any], float | None]) -> Callable[..., None]:
        def hear(
            connection: Connection, _cursor: object, statement: str, values: Any, _context: object, many: bool
        ) -> None:
            if self._measuring or not statement.startswith(VERBS):
                return
            self._heard[statement] += 1
            query = (statement, self._heard[statement])
            if query[1] > self._often.places:
                return
            self._measuring = True
            try:
                seconds = again(connection, statement, values[0] if many else values)
            finally:
                self._measuring = False
            if seconds is not None:
                self.best[query] = min(seconds, self.best.get(query, inf))

        return hear


def _on_file(often: Often, connection: Connection, statement: str, values: Any) -> float | None:
    """Return the seconds of one run; None if the statement was refused."""
    driver: Any = connection.connection.dbapi_connection
    times: list[float] = []
    driver.execute("SAVEPOINT again")
    with contextlib.suppress(sqlite3.Error):  # refused by a guard: it says so again to its caller
        for _ in range(often.again):
            begin = time.thread_time()
            driver.execute(statement, values).fetchall()
            times.append(time.thread_time() - begin)
            driver.execute("ROLLBACK TO again")
    driver.execute("ROLLBACK TO again")
    driver.execute("RELEASE again")
    return min(times, default=None)


def _on_server(often: Often, connection: Connection, statement: str, values: Any) -> float | None:
    """Return the seconds of one run. A batch is timed as a whole: the process goes on after each answer."""
    process = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()

    def batches(undo: Callable[[], object]) -> list[float]:
        times: list[float] = []
        for _ in range(often.batches):
            begin = _processor(process)
            for _ in range(often.in_batch):
                connection.exec_driver_sql(statement, values).close()
                undo()
            times.append((_processor(process) - begin) / often.in_batch)
        return times

    only_reads = statement.startswith(("SELECT", "WITH RECURSIVE")) and "FOR UPDATE" not in statement
    if only_reads:  # perhaps outside of any transaction, where there is no savepoint
        return median(batches(lambda: None))
    connection.exec_driver_sql("SAVEPOINT again")
    times: list[float] = []
    with contextlib.suppress(DBAPIError):
        times = batches(lambda: connection.exec_driver_sql("ROLLBACK TO SAVEPOINT again"))
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT again")
    connection.exec_driver_sql("RELEASE SAVEPOINT again")
    return median(times) if times else None


def _processor(process: int) -> float:
    """Return the seconds of processor that this process has had."""
    return int(Path(f"/proc/{process}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


async def figures(
    kind: str, few: int, many: int, rounds: int = ROUNDS, often: Often = USUAL
) -> tuple[Figure, ...]:
    """Compare a book of `few` orders with one of `many`."""
    small, large = await _measured(kind, few, many, rounds, often)
    floor = 0.0 if kind == SQLITE else TRIP
    both = sorted(
        (max(large[query], floor) / max(small[query], floor), query) for query in small.keys() & large.keys()
    )
    for ratio, (statement, place) in both[-8:]:
        spent = f"{1e6 * small[statement, place]:.0f} to {1e6 * large[statement, place]:.0f} µs"
        print(f"{kind}: × {ratio:.2f}, {spent}: {_shortened(statement)}", file=sys.stderr)
    # How often is chance: somebody's screen may be drawn anew while something else comes in.
    apart = {statement for statement, _ in small} ^ {statement for statement, _ in large}
    for statement in apart:
        print(f"{kind}: heard in one book only: {_shortened(statement)}", file=sys.stderr)
    ratios = [ratio for ratio, _ in both]
    return (
        Figure(f"{GREW} from {few:,} to {many:,} orders", ratios[-1], "×", at_most(GROWTH)),
        Figure("p50", percentile(ratios, 0.5), "×"),
        Figure("of so many", len(both), target=at_least(MOST_HEARD)),
        Figure("heard in one book only", len(apart), target=NONE),
    )


def _shortened(statement: str) -> str:
    """Return the statement's beginning and, if it reads, what it reads from and how."""
    plain = " ".join(statement.split())
    columns, reads, rest = plain.partition(" FROM ")
    return f"{columns[:80]} …{reads}{rest[:400]}" if reads else plain[:300]


async def _measured(kind: str, few: int, many: int, rounds: int, often: Often) -> list[dict[Query, float]]:
    async with AsyncExitStack() as stack:
        books = []
        for count in (few, many):
            kiosk = await stack.enter_async_context(
                kiosk_on(await stack.enter_async_context(book(kind, count)))
            )
            times = Times(often)
            times.listen(kiosk.kiosk.stores.database)
            books.append((kiosk, times))
        for number in range(rounds):
            for kiosk, times in books:
                times.begins_round()
                await some_minutes(kiosk, number)
    return [times.best for _, times in books]
