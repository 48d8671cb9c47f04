"""The queries of every tap, message and sweep find their rows by an index, however many rows there are."""

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from shop.growth.invitations import InviteRules
from shop.notice import Priority
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, StatusReport
from storage.core.database import Database
from storage.core.forms import LISTENED
from storage.growth.invitations import Invitations
from storage.growth.tables import invitation
from storage.ledger.tables import payment
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest

Asking = Callable[[StoresUnderTest], Awaitable[object]]


@pytest.fixture
async def stores(database_file: Path) -> AsyncIterator[StoresUnderTest]:
    """Stores with one order at work and one that waits."""
    stores = StoresUnderTest(Database(f"sqlite+aiosqlite:///{database_file}"))
    await stores.open()
    await stores.placed("1")
    await stores.reserved()
    await stores.offered(link="https://www.instagram.com/bob/")
    yield stores
    await stores.database.close()


async def report(stores: StoresUnderTest) -> None:
    order = await stores.order(1)
    await stores.swept.apply([follow(order, StatusReport(PanelState.COMPLETED, "Completed"), NOON)])


async def next_page(stores: StoresUnderTest) -> None:
    await stores.swept.to_ask(NOON + MINUTE, after=await stores.order(1))


ASKED: dict[str, tuple[Asking, str]] = {
    "the next updates": (
        lambda stores: stores.inbox.list_waiting(after=0, limit=100),
        "SEARCH inbox USING INDEX ix_inbox_waiting (bot_id=? AND seq>?)",
    ),
    "the next turns": (
        lambda stores: stores.inbox.list_next(limit=8, busy=[ANN, None]),
        "SEARCH other USING INDEX ix_inbox_person (bot_id=? AND person_id>? AND person_id<?)",
    ),
    "a person's next turn": (
        lambda stores: stores.inbox.list_next(limit=8),
        "SEARCH other USING INDEX ix_inbox_person (bot_id=? AND person_id=?)",
    ),
    "the next messages": (
        lambda stores: stores.outbox.list_due(Priority.BROADCAST, NOON, limit=8),
        "SEARCH outbox USING INDEX ix_outbox_pending (lane=?)",
    ),
    "the messages of people who blocked the bot": (
        lambda stores: stores.people.unreachable(ANN, NOON),
        "SEARCH outbox USING INDEX ix_outbox_chat (chat_id=?)",
    ),
    "the next order": (
        lambda stores: stores.queue.claim(NOON),
        "SEARCH orders USING INDEX ix_orders_line (panel=?)",
    ),
    "a twin": (
        lambda stores: stores.orders.reserve(token="token-3", person_id=ANN, acknowledged=False, now=NOON),
        "SEARCH other USING INDEX ix_orders_link (link_key=? AND service_id=?)",
    ),
    "a person's cards": (
        lambda stores: stores.drafts.drop(ANN, NOON),
        "SEARCH confirm USING INDEX uq_confirm_unused (person_id=?)",
    ),
    "a person's orders": (
        lambda stores: stores.orders.list_latest(ANN, limit=8, before=5),
        "SEARCH orders USING INDEX ix_orders_person (person_id=? AND id>? AND id<?)",
    ),
    "the orders to ask about": (
        lambda stores: stores.swept.to_ask(NOON + MINUTE),
        "SEARCH orders USING INDEX ix_orders_ask (panel=? AND ask_at<?)",
    ),
    "the next page of them": (
        next_page,
        "SEARCH orders USING INDEX ix_orders_ask (panel=? AND ask_at>? AND ask_at<?)",
    ),
    "the refunds that wait": (
        lambda stores: stores.swept.refunds(NOON),
        "SEARCH orders USING INDEX ix_orders_held (panel=?)",
    ),
    "the refunds of late": (
        lambda stores: stores.swept.refunds(NOON),
        "SEARCH journal USING INDEX ix_journal_refund (created_at>?)",
    ),
    "a report": (report, "SEARCH orders USING INTEGER PRIMARY KEY (rowid=?)"),
}
LARGE = ("inbox", "outbox", "orders", "attempt", "confirm", "person", "draft")


@pytest.mark.parametrize("asked", ASKED)
async def test_it_is_found_by_an_index(stores: StoresUnderTest, database_file: Path, asked: str) -> None:
    ask, wanted = ASKED[asked]
    statements = heard_of(stores)
    await ask(stores)
    plan = plan_of(database_file, statements)
    assert wanted in plan
    assert not [step for step in plan if step.startswith(tuple(f"SCAN {table}" for table in LARGE))]


async def test_two_people_with_many_payments_are_compared_without_holding_each_against_each(
    stores: StoresUnderTest, database_file: Path
) -> None:
    """An invitation that waits is looked at again and again, and nobody else writes meanwhile."""
    many = 400
    for person, payer in ((ANN, "hers"), (BOB, "his")):
        row = {"person_id": person, "payer": payer, "way": "card", "currency": "USD", "amount_minor": 1}
        row |= {"credited_micro": 1, "credited_currency": "USD", "state": "suspense", "payload": "nothing"}
        row |= {"created_at": NOON, "changed_at": NOON}
        await stores.add_rows(payment, *({**row, "charge_id": f"{person}:{n}"} for n in range(many)))
    waits = {"invited_id": BOB, "inviter_id": ANN, "state": "waiting", "invited_at": NOON}
    await stores.add_rows(invitation, waits)
    rules = InviteRules(1_000, "USD")
    invitations = Invitations(stores.database, rules=lambda: rules, operators=())
    statements = heard_of(stores)
    assert not await invitations.reward(BOB, NOON)
    work = 0

    def counts() -> None:
        nonlocal work
        work += 100

    with closing(sqlite3.connect(database_file)) as connection:
        connection.set_progress_handler(counts, 100)
        for statement, parameters in statements:
            if statement.startswith("SELECT"):
                connection.execute(statement, parameters).fetchall()
    assert work < 100 * many


def heard_of(stores: StoresUnderTest) -> list[tuple[str, Any]]:
    """Return the list in which the statements from now on stand, with the first of their rows."""
    statements: list[tuple[str, Any]] = []

    def heard(_connection: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        rows = parameters if isinstance(parameters, list) else [parameters]  # many rows by one statement
        statements.append((statement, rows[0]))

    for engine in stores.database.engines:
        engine.update_execution_options(**{LISTENED: True})
        event.listen(engine, "before_cursor_execute", heard)
    return statements


def plan_of(file: Path, statements: list[tuple[str, Any]]) -> list[str]:
    """Return every step of SQLite's plan."""
    with closing(sqlite3.connect(file)) as connection:
        return [
            step
            for statement, parameters in statements
            if statement.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH"))
            for *_, step in connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
