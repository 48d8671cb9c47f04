"""Every statement the stores can make finds its rows by an index, on both databases, among 100,000 orders.

Everything that can happen happens, every public method of every store is
called, and each statement that was heard is explained by the database.
"""

import json
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import wraps
from inspect import iscoroutinefunction
from math import inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from bench.crowd import crowd
from shop.book import granting
from shop.catalogue import Service
from shop.errors import ShopError
from shop.inquire import Orphan
from shop.notice import Lane, alert
from shop.price_change import Change, Signed
from shop.price_list import Scope
from shop.readings import Reading
from shop.replies import Balance
from shop.topup import STARS, Way
from storage.attempts import HandingBook
from storage.broadcasts import Broadcasts
from storage.catalogue import Shelf
from storage.database import Database
from storage.drafts import Drafts
from storage.inbox import Arrival, Inbox
from storage.inquiries import Inquiries
from storage.ledger import Till
from storage.outbox import Outbox
from storage.payments import Payments
from storage.people import People
from storage.price_rules import PriceRules
from storage.requests import Requests
from storage.statements import Statements
from storage.topups import Topups
from storage.upgrade import upgrade
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, OLGA, Books
from tests.contracts.storage.postgres import PostgresServer
from tests.contracts.storage.test_audit import fill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

ORDERS = 100_000
LONG_AGO = datetime(2026, 1, 1, 0, 1, tzinfo=UTC)
"""A minute after the first of them."""

MANY = 5_000
"""Rows; nobody's business of today concerns so many."""

GROWING = frozenset(
    {
        *("orders", "attempt", "request", "confirm", "journal", "posting", "account"),
        *("outbox", "inbox", "person", "invoice", "payment", "topup"),
    }
)
STORES = (
    HandingBook, Inquiries, Drafts, People, Inbox, Outbox, Broadcasts, Requests, Payments, Topups,
    Statements, Till, PriceRules, Shelf,
)  # fmt: skip

ALLOWED = {
    "SELECT orders.state, count(*)": "/panel counts all orders; a read, by an index, when an operator asks",
    "SELECT inbox.state, count(*)": "/panel counts updates of three days; a read, when an operator asks",
    "SELECT coalesce(sum(CASE WHEN (payment.state": "how many Stars came in; a read, every ten minutes",
    "FROM payment \nWHERE payment.state": "payments on their way back; a read, every ten minutes",
    "INSERT INTO outbox (dedupe_key, lane, chat_id, kind, payload, broadcast_id": "a letter for everybody",
    "FROM attempt ORDER BY attempt.id DESC": "the newest few, by their number; the limit ends it",
    "FROM invoice \nWHERE invoice.way": "the first bill in Stars; a read, every ten minutes",
    "ORDER BY request.checked_at ASC NULLS FIRST": "what is under way is sorted, by an index of that alone",
    "FROM request \nWHERE request.order_id IN": "as many as the orders that were read before",
    "WHERE person.reachable": "how many a broadcast would reach; a read, when an operator asks",
}
"""Statements that may go through a table, by a part of them, and why."""


@dataclass
class Heard:
    """What was asked of the database, by its text; and which methods of the stores were called."""

    statements: dict[str, tuple[Any, bool]] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)

    def listen(self, database: Database) -> None:
        for engine, writes in ((database.engine, True), (database._readers, False)):
            event.listen(engine.sync_engine, "before_cursor_execute", self._hearing(writes=writes))

    def _hearing(self, *, writes: bool) -> Callable[..., None]:
        def hear(_connection: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
            rows = parameters if isinstance(parameters, list) else [parameters]
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH")):
                self.statements.setdefault(statement, (rows[0], writes))

        return hear


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """Every public method of every store notes that it was called."""
    heard = Heard()

    def noting(name: str, method: Any) -> Any:
        @wraps(method)
        async def noted(*arguments: Any, **named: Any) -> Any:
            heard.called.add(name)
            return await method(*arguments, **named)

        return noted

    for store, name in methods():
        monkeypatch.setattr(store, name, noting(getattr(store, name).__qualname__, getattr(store, name)))
    return heard


def methods() -> Iterator[tuple[type, str]]:
    """The public methods that ask the database, each where it can be called."""
    for store in STORES:
        for name in dir(store):
            if not name.startswith("_") and iscoroutinefunction(getattr(store, name)):
                yield store, name


@pytest.fixture(params=["sqlite", "postgresql"])
async def crowded(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Books]:
    """A database as years leave it."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'crowd.db'}"
    else:
        server: PostgresServer = request.getfixturevalue("postgres_server")
        server.create("crowd")
        url = server.url("crowd")
    await upgrade(url)
    books = Books(Database(url))
    await books.database.open()
    await crowd(books.database, ORDERS)
    yield books
    await books.database.close()


async def test_no_statement_reads_all_there_ever_was(crowded: Books, heard: Heard) -> None:
    heard.listen(crowded.database)
    await crowded.open()
    await fill(crowded)
    await everything_else(crowded)
    missing = {getattr(store, name).__qualname__ for store, name in methods()} - heard.called
    assert not missing, "these were never asked anything: " + ", ".join(sorted(missing))
    explain = _faults_on_sqlite if crowded.database.is_sqlite else _faults_on_postgresql
    wrong = await explain(crowded.database, heard)
    assert not wrong, f"{len(wrong)} of {len(heard.statements)}:\n" + "\n\n".join(wrong)


async def everything_else(books: Books) -> None:
    """What `fill` leaves out."""
    database, later = books.database, NOON + 30 * MINUTE
    payments = Payments(database, operators=frozenset({OLGA}))
    topups, statements = Topups(database, operators=frozenset({OLGA})), Statements(database)
    rich = Reading(5_000_000_000_000, later, later)
    await books.lane.recover(later)
    await books.inquiries.waiting(limit=9)
    look = await books.inquiries.due(later + MINUTE)
    assert look is not None
    lost = look.order
    await books.inquiries.of(lost.id)
    await books.inquiries.resending(look, later)
    await books.inquiries.later(look, later)
    await books.inquiries.looked(look, "soon", rich, later, orphans=(Orphan("9", 1, 1),))
    asked: tuple[Callable[[], Awaitable[object]], ...] = (
        lambda: books.inquiries.surroundings(look),
        lambda: books.inquiries.followed(later, least_micro=0),
        lambda: books.inquiries.refunds_since(NOON),
        lambda: books.inquiries.taken(["1", "2"]),
        lambda: books.inquiries.ask(lost.id, "moved", later, later),
        lambda: books.inquiries.wait(lost.id, later, later),
        lambda: books.inquiries.give_up(later),
        lambda: books.lane.is_closed(later),
        lambda: books.lane.is_due(later),
        lambda: books.lane.hold(later),
        lambda: books.lane.put_off("away", later),
        lambda: books.lane.claim(later + 5 * MINUTE, rich),
        lambda: books.lane.to_ask(later),
        books.lane.count,
        lambda: books.lane.after(ANN, limit=8, after=5),
        lambda: books.lane.latest(ANN, limit=8, before=5),
        lambda: books.drafts.of(ANN),
        lambda: books.drafts.card("draft1"),
        lambda: books.drafts.shown("draft1", 5),
        lambda: books.drafts.drop(ANN),
        lambda: books.people.find(ANN),
        lambda: books.people.unreachable(ANN, later),
        lambda: books.people.count_reachable([ANN, BOB]),
        lambda: books.inbox.take_in([Arrival(1, ANN, "{}"), Arrival(2, ANN, "{}")], later),
        lambda: books.inbox.waiting(after=0, limit=10),
        lambda: books.inbox.failed_once(100_001, "no"),
        lambda: books.inbox.done(100_001, later),
        lambda: books.inbox.set_aside(100_002, "no", later),
        lambda: books.inbox.forget_before(LONG_AGO),
        books.inbox.count,
        lambda: books.outbox.owe([alert(OLGA, "a", "b")], later),
        lambda: books.outbox.due(Lane.NOTICE, later, limit=8, busy=[BOB]),
        lambda: books.outbox.moved(ANN, ANN),
        lambda: books.broadcasts.asked(OLGA, 1, later),
        lambda: books.broadcasts.find(1),
        lambda: books.broadcasts.drop(OLGA, 5),
        lambda: books.broadcasts.tally(1),
        lambda: books.broadcasts.show_progress(later),
        lambda: books.requests.refills_to_follow(10, later),
        lambda: books.requests.recover(later),
        lambda: books.requests.end_silent(later, later),
        lambda: books.requests.heard([], []),
        lambda: payments.check(payload="payload", person_id=ANN, currency=STARS, amount_minor=77, now=later),
        lambda: payments.was_returned(Way.STARS, "stx2", later),
        lambda: payments.begin_return(1, later),
        payments.returning,
        lambda: payments.latest(ANN, limit=5),
        lambda: payments.by_id(1),
        lambda: payments.find(Way.STARS, "stx1"),
        lambda: topups.drop(ANN, later),
        lambda: topups.find(1),
        lambda: topups.asked(ANN, 7, later),
        lambda: statements.purse(ANN, "USD", limit=10),
        lambda: statements.line(ANN, "reserve:1"),
        lambda: books.till.balance(books.wallet(ANN)),
        books.till.halted,
        books.till.go_on,
        lambda: books.till.stop("a test", later),
        books.till.go_on,
        books.prices.load,
        lambda: books.prices.change(Change(Scope.DEFAULT, "", 5), Signed(OLGA, 1, later)),
        books.shelf.catalogue,
        books.shelf.account,
        lambda: books.shelf.heard_trouble("no", later),
        lambda: books.shelf.heard_balance(Balance(Decimal(7), "USD"), "seed", later),
        lambda: books.shelf.restock([Service("1", "Likes", "Likes", "Default", 1, 1, 5)], "seed", later),
    )
    for ask in asked:
        with suppress(ShopError):
            await ask()
    card, *rest = await books.letters(now=later)
    await books.outbox.sent(card, 5, later)
    await books.outbox.later(rest[0], later, "no", counts=True)
    await books.outbox.failed(rest[1], "no", later)
    paid = await payments.find(Way.STARS, "stx1")
    assert paid is not None
    await payments.returned(paid, later)
    await payments.not_returned(paid, later)
    await books.requests.ask(await books.order(1), "refill", later)
    claimed = await books.requests.claim(later)
    assert claimed is not None
    await books.requests.put_off(*claimed, 5, later)
    await books.requests.answered(*claimed, state="requested", text="yes", refill_id="1", now=later)
    await books.till.book(granting("a gift", books.wallet(ANN), 5, actor_id=OLGA, reason=""), later)
    await topups.ask(BOB, Way.STARS, "USD", later)
    question = await topups.asked(BOB, 9, later)
    assert question is not None
    await topups.amount_given(question, 5, 9, later)


PARTIAL = ("ix_orders_undecided", "ix_orders_line", "uq_request_under_way", "ix_request_asking")
"""Indexes of what is under way only: to go through one of these is to go through that."""


async def _faults_on_sqlite(database: Database, heard: Heard) -> list[str]:
    wrong = []
    with closing(sqlite3.connect(database.url.database or "")) as connection:
        for statement, (parameters, writes) in heard.statements.items():
            plan = [step for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)]
            bad = [step for step in plan if _reads_all(step) or (writes and "TEMP B-TREE" in step)]
            if bad and not _is_allowed(statement):
                wrong.append(f"{statement}\n  {bad}\n  of {plan}")
    return wrong


def _reads_all(step: str) -> bool:
    """Also a SEARCH by nothing but the panel: there is one."""
    words = step.split()
    if len(words) < 2 or words[1] not in GROWING:
        return False
    partial = any(name in step for name in PARTIAL)
    return (words[0] == "SCAN" and not partial) or (step.endswith("(panel=?)") and not partial)


async def _faults_on_postgresql(database: Database, heard: Heard) -> list[str]:
    wrong = []
    async with database.engine.connect() as connection:
        for statement, (parameters, _) in heard.statements.items():
            told = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement}", parameters)
            found = told.scalar_one()
            [plan] = json.loads(found) if isinstance(found, str) else found
            bad = [step for step, most in _steps(plan["Plan"]) if _is_large(step, most)]
            if bad and not _is_allowed(statement):
                wrong.append(f"{statement}\n  " + "\n  ".join(_line(step) for step in bad))
    return wrong


def _steps(plan: dict[str, Any], most: float = inf) -> Iterator[tuple[dict[str, Any], float]]:
    """Each step, and how many of its rows are wanted before it is ended."""
    yield plan, most
    if plan["Node Type"] == "Limit":
        most = plan["Plan Rows"]
    elif plan["Node Type"] not in {"LockRows", "Subquery Scan", "Result"}:
        most = inf
    for part in plan.get("Plans", ()):
        yield from _steps(part, most)


def _is_large(step: dict[str, Any], most: float) -> bool:
    name, rows = step.get("Relation Name"), step["Plan Rows"]
    through = step["Node Type"] == "Seq Scan" and name in GROWING - EMPTYISH and rows < most
    return through or (min(rows, most) > MANY and name in GROWING)


EMPTYISH = frozenset({"payment"})
"""Not filled by the crowd: on a handful of rows an index is no help."""


def _line(step: dict[str, Any]) -> str:
    return f"{step['Node Type']} on {step.get('Relation Name')}, {step['Plan Rows']} rows"


def _is_allowed(statement: str) -> bool:
    return any(part in statement for part in ALLOWED)
