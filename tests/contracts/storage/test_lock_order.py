"""Who locks several rows locks them in one order: on a server, else each may wait for the other.

The server ends one of them then, and it is tried again, but only so often; see storage/core/on_server.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from sqlalchemy import Connection, event, text

from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from storage.core.trouble import is_deadlock
from storage.ledger.store import book
from storage.ledger.tables import journal
from storage.orders.unpaid import hold_unsent
from tests.contracts.storage.stores import ANN, NOON, StoresUnderTest

WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")

pytestmark = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@pytest.fixture
def deadlocks(stores: StoresUnderTest) -> list[Any]:
    """What the server ends from now on because of a deadlock."""
    ended: list[Any] = []

    def note(context: Any) -> None:
        if is_deadlock(context.sqlalchemy_exception):
            ended.append(context.statement)

    event.listen(stores.database.engines[0], "handle_error", note)
    return ended


def until_waiting(connection: Connection, count: int) -> None:
    """Return when so many wait for locks."""
    while connection.scalar(WAITING) != count:
        pass


class Undone(Exception):
    """Ends a unit without a trace."""


async def test_somebodys_first_orders_at_once(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    """Held money has no account when the second one begins to wait, and has one for the third."""
    await stores.given(ANN, 30)
    held = Account(AccountKind.HELD, ANN, "USD")
    first, second, third = (
        JournalEntry(f"first:{n}", JournalKind.RESERVE, between(stores.wallet(ANN), held, 10))
        for n in range(3)
    )
    is_open = asyncio.Event()

    def opens(connection: Connection) -> None:
        book(connection, first, NOON)
        is_open.set()
        until_waiting(connection, 1)

    def keeps_the_second_from_its_key(connection: Connection) -> None:
        row = {"key": second.key, "kind": second.kind, "created_at": NOON}
        connection.execute(journal.insert().values(**row))
        until_waiting(connection, 2)
        raise Undone

    async with asyncio.timeout(20):
        doing: list[Coroutine[Any, Any, Any]] = [stores.database.write(keeps_the_second_from_its_key)]
        doing.append(stores.database.write(opens))
        begun = [asyncio.ensure_future(one) for one in doing]
        await is_open.wait()
        begun.append(asyncio.ensure_future(stores.booked(second)))
        await begun[1]
        await stores.database.read(lambda connection: until_waiting(connection, 1))
        begun.append(asyncio.ensure_future(stores.booked(third)))
        ended = await asyncio.gather(*begun, return_exceptions=True)
    assert isinstance(ended[0], Undone)
    assert ended[2:] == [[True], [True]]
    assert await stores.ledger.balance(held) == 30
    assert deadlocks == []


async def test_a_return_before_somebodys_first_order(stores: StoresUnderTest) -> None:
    """It holds what orders hold, though there is none yet: else one would have it before the wallet."""
    await stores.given(ANN, 30)
    held = Account(AccountKind.HELD, ANN, "USD")
    first = JournalEntry("first", JournalKind.RESERVE, between(stores.wallet(ANN), held, 10))
    holds = asyncio.Event()

    def goes_back(connection: Connection) -> None:
        hold_unsent(connection, stores.wallet(ANN))
        holds.set()
        until_waiting(connection, 1)

    async with asyncio.timeout(20):
        going_back = asyncio.create_task(stores.database.write(goes_back))
        await holds.wait()
        assert await stores.booked(first) == [True]
        await going_back
