"""The migration books orders from before there was a ledger, and the shop goes on from there."""

from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, func, select, text

from shop.ledger.journals import Account, AccountKind
from shop.ordering.order import AT_PANEL, FINISHED, GIVEN_BACK, WAITING, OrderState
from shop.ordering.place import settlement_of
from shop.replies import Accepted, Refusal, Rejected
from storage.core.database import Database
from storage.ledger.tables import journal
from storage.upgrade import upgrade
from tests.contracts.storage.stores import ANN, BOB, NOON, OLGA, PANEL, TERMS, StoresUnderTest
from tests.contracts.storage.test_migrations import on, up

FIRST = "0001"
"""The last revision without a ledger."""

PRICE = TERMS.price_micro
ATTEMPTS = {"submitting": "open", "unknown": "unknown", "rejected": "rejected"}
OLD = [
    (person, price, str(state))
    for person in (ANN, BOB)
    for price in (PRICE, 0)
    for state in OrderState
    if state is not OrderState.SUBMITTING or (person, price) == (ANN, PRICE)
]


def old_orders(connection: Connection) -> None:
    """Make orders of Ann and Bob: one in each state with a price, and one that costs nothing.

    Only one can be in flight: Ann's.
    """
    before = MetaData()
    before.reflect(connection, only=("person", "confirm", "orders", "attempt", "outbox"))
    on_server = connection.dialect.name == "postgresql"
    now = NOON if on_server else NOON.replace(tzinfo=None)  # as storage/core/columns.py keeps moments

    def add(table: str, **values: Any) -> None:
        connection.execute(before.tables[table].insert().values(values))

    for person, name in ((ANN, "Ann"), (BOB, "Bob"), (OLGA, "Olga")):
        add("person", id=person, name=name, language="en", created_at=now, seen_at=now)
    for number, (person, price, state) in enumerate(OLD, start=1):
        add_order(add, now, number=number, person=person, price=price, state=state)
    if on_server:
        for table in ("orders", "attempt", "outbox"):
            ids = before.tables[table].c.id
            connection.execute(select(func.setval(func.pg_get_serial_sequence(table, "id"), func.max(ids))))


def add_order(
    add: Callable[..., None], now: datetime, *, number: int, person: int, price: int, state: str
) -> None:
    """Make an order with everything that the audit expects in this state."""
    link, token, sent = f"https://www.instagram.com/p/{number}/", f"old-{number}", state in AT_PANEL
    terms = asdict(replace(TERMS, link=link, quantity=1000, fields={"quantity": 1000}, price_micro=price))
    of_card = {"terms": terms, "person_id": person, "created_at": now}
    add("confirm", token=token, draft_id=token, expires_at=now, used_at=now, **of_card)
    add(
        "orders",
        id=number,
        panel=PANEL,
        service_id=TERMS.service_id,
        link_key=link,
        quantity=1000,
        price_micro=price,
        currency="USD",
        state=state,
        confirm_token=token,
        panel_order_id=f"P{number}" if sent else None,
        not_before=now,
        changed_at=now,
        placed_at=now if sent else None,
        finished_at=now if state in FINISHED else None,
        card_message_id=number,
        **of_card,
    )
    outcome = "accepted" if sent else ATTEMPTS.get(state)
    if outcome is not None:
        add("attempt", id=number, order_id=number, n=1, outcome=outcome, started_at=now)
    if state in GIVEN_BACK:
        key = f"finished:{number}:{state}:once"
        message = {"id": number, "dedupe_key": key, "lane": 1, "chat_id": person, "kind": "finished"}
        add("outbox", payload={}, state="sent", not_before=now, created_at=now, **message)


@pytest.fixture
async def past(bare_url: str) -> AsyncIterator[StoresUnderTest]:
    """Stores on a database that was upgraded from the first revision with old orders in it."""
    await on(bare_url, up(FIRST))
    await on(bare_url, old_orders)
    await upgrade(bare_url)
    stores = StoresUnderTest(Database(bare_url))
    await stores.database.open()
    yield stores
    await stores.database.close()


async def test_what_was_ordered_before_is_booked(past: StoresUnderTest) -> None:
    assert await past.broken() == set()
    assert set(await past.states()) == set(OrderState)
    for person in (ANN, BOB):
        undecided = sum(price for who, price, state in OLD if who == person and state in WAITING)
        sold = sum(price for who, price, state in OLD if who == person and state in AT_PANEL)
        assert await past.ledger.balance(Account(AccountKind.HELD, person, "USD")) == undecided > 0
        assert await past.ledger.balance(Account(AccountKind.WALLET, person, "USD")) == -undecided - sold
    assert await past.ledger.balance(Account(AccountKind.SALES, None, "USD")) == 2 * PRICE * len(AT_PANEL)
    booked = await past.all(select(journal.c.order_id))
    free = {number for number, (_, price, _) in enumerate(OLD, start=1) if not price}
    assert not {row.order_id for row in booked} & free


async def test_the_shop_goes_on_from_there(past: StoresUnderTest) -> None:
    """Numbers go on after the old ones, and orders under way can end."""
    newest = text(
        "SELECT (SELECT max(id) FROM journal) AS journals, (SELECT max(id) FROM account) AS accounts"
    )
    [before] = await past.all(newest)
    assert await past.queue.recover(NOON) == 1
    # Nobody looks into the lost orders here, and until then nothing is submitted.
    await past.break_by_hand("UPDATE inquiry SET state = 'human', why = 'no_answer' WHERE state = 'open'")
    order = await past.reserved(OLGA, link="https://www.instagram.com/p/new/")
    assert order.id == len(OLD) + 1
    [after] = await past.all(newest)
    assert after.journals == before.journals + 1
    assert after.accounts == before.accounts + 2  # Olga's wallet and held money
    waiting = (await past.states())[OrderState.RESERVED]
    assert waiting == 1 + sum(state == "reserved" for *_, state in OLD)
    for number in range(waiting):
        claimed = await past.queue.claim(NOON)
        assert claimed is not None
        outcome = Accepted(f"new-{number}") if number % 2 else Rejected(Refusal.LINK, "no")
        await past.queue.settle(claimed, settlement_of(outcome, attempt=claimed.n, now=NOON), NOON)
        assert await past.broken() == set()
    assert OrderState.RESERVED not in await past.states()
