"""Who locks several rows locks them in one order: on a server, else each may wait for the other.

The server ends one of them then, and it is tried again, but only so often; see storage/core/on_server.
"""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, delete, event, select, text, update

from shop import notice
from shop.ledger.journals import Account, AccountKind, JournalEntry, JournalKind, between
from shop.notice import Priority
from shop.ordering.order import RequestKind
from shop.ordering.status_tracking import follow
from shop.replies import PanelState, StatusReport, Unknown
from storage.core.trouble import is_deadlock
from storage.growth.gifts import Gifts
from storage.ledger.store import balance_of, book
from storage.ledger.tables import journal
from storage.messages import letters
from storage.messages.outbox import enqueue
from storage.messages.tables import broadcast, outbox
from storage.orders.tables import confirm, draft, orders, request
from storage.orders.unpaid import hold_unsent
from storage.people.tables import person
from storage.reconciliation.tables import inquiry
from tests.contracts.storage.stores import ANN, BOB, NOON, OLGA, StoresUnderTest
from tests.contracts.storage.test_broadcasts import started
from tests.contracts.storage.test_growth import pays
from tests.contracts.storage.test_requests import asked

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


Step = Callable[[Connection], object]


async def crossed(stores: StoresUnderTest, first: Step, other: Coroutine[Any, Any, Any], then: Step) -> Any:
    """Do `other` between the two steps of one unit, as far as it comes; return what came of it."""
    is_half = asyncio.Event()

    def unit(connection: Connection) -> None:
        first(connection)
        is_half.set()
        until_waiting(connection, 1)
        then(connection)

    async with asyncio.timeout(20):
        doing = asyncio.create_task(stores.database.write(unit))
        await is_half.wait()
        ended = await other
        await doing
    return ended


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


async def test_gifts_that_nobody_took(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    """Each goes back by itself: whoever takes another gift has the accounts of two people, in their order."""
    gifts = Gifts(stores.database)
    for person_id, made_at in ((BOB, NOON), (ANN, NOON + timedelta(minutes=1))):
        await pays(stores, person_id, f"charge {person_id}")
        offered = await gifts.offer(person_id, 1_000_000, "USD", made_at)
        await gifts.make(person_id, offered.id, made_at)
    ended = await crossed(
        stores,
        lambda connection: balance_of(connection, stores.wallet(ANN), locks=True),
        gifts.expire(NOON + timedelta(days=999)),
        lambda connection: balance_of(connection, stores.wallet(BOB), locks=True),
    )
    assert (ended, deadlocks) == (2, [])
    assert await stores.broken() == set()


async def test_sales_with_and_without_a_discount(stores: StoresUnderTest, deadlocks: list[Any]) -> None:
    """An order that cost something books its sale, then its discount; a free one books its discount alone."""
    sales, coupon = (Account(kind, None, "USD") for kind in (AccountKind.SALES, AccountKind.COUPON))
    await stores.given(ANN, 10)
    sold = JournalEntry("sold", JournalKind.CAPTURE, between(stores.wallet(ANN), sales, 1))
    usual, its_own, free = (
        JournalEntry(f"discount {n}", JournalKind.DISCOUNT, between(coupon, sales, 1)) for n in range(3)
    )
    await stores.booked(usual)
    await crossed(
        stores,
        lambda connection: book(connection, sold, NOON),
        stores.booked(free),
        lambda connection: book(connection, its_own, NOON),
    )
    assert deadlocks == []


async def test_an_orders_end_and_the_answer_to_its_cancel(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    order = await asked(stores, RequestKind.CANCEL)
    await stores.break_by_hand("UPDATE request SET state = 'requested'")
    ended = follow(order, StatusReport(PanelState.CANCELED, "Canceled"), NOON)
    await crossed(
        stores,
        lambda connection: connection.execute(
            update(request).where(request.c.order_id == order.id).values(text="asked")
        ),
        stores.orders.apply([ended]),
        lambda connection: enqueue(connection, [notice.card(order.id, ANN)], NOON),
    )
    assert deadlocks == []
    assert [row.state for row in await stores.all(select(request))] == ["done"]


async def test_a_broadcast_that_is_stopped_when_held_letters_are_due(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    number = await started(stores)
    this = update(broadcast).where(broadcast.c.id == number)
    await stores.database.write(lambda connection: letters.hold(connection, number))
    await stores.database.write(lambda connection: connection.execute(this.values(held_until=NOON)))
    released = await crossed(
        stores,
        lambda connection: connection.execute(this.values(state="stopped")),
        stores.broadcasts.release_held(NOON),
        lambda connection: letters.stop(connection, number, NOON),
    )
    assert (released, deadlocks) == (0, [])


async def test_operators_are_asked_about_an_order_that_is_decided(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    order = await stores.settled(Unknown("timed out"))

    def decides(connection: Connection) -> None:
        connection.execute(update(orders).where(orders.c.id == order.id).values(changed_at=NOON))
        enqueue(connection, [notice.card(order.id, ANN)], NOON)

    await crossed(
        stores,
        decides,
        stores.resolutions.ask(order.id, "moved", NOON + timedelta(hours=24), NOON),
        lambda connection: connection.execute(
            update(inquiry).where(inquiry.c.order_id == order.id).values(settled_at=NOON)
        ),
    )
    assert deadlocks == []


async def test_a_card_is_confirmed_while_its_draft_is_dropped(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """The order refers to its person, and ends the draft."""
    token = await stores.offered(ANN)

    def makes_the_order(connection: Connection) -> None:
        refers = select(person.c.id).where(person.c.id == ANN).with_for_update(read=True, key_share=True)
        connection.execute(refers)
        connection.execute(delete(draft).where(draft.c.person_id == ANN))

    await crossed(
        stores,
        lambda connection: connection.execute(
            select(confirm.c.token).where(confirm.c.token == token).with_for_update()
        ),
        stores.drafts.drop(ANN, NOON),
        makes_the_order,
    )
    assert deadlocks == []


async def test_a_broadcast_is_stopped_while_its_letters_arrive(
    stores: StoresUnderTest, deadlocks: list[Any]
) -> None:
    """They arrive as Telegram answers, and many are noted at once."""
    number = await started(stores)
    first, *others = await stores.messages(Priority.BROADCAST)
    is_held = asyncio.Event()

    def holds_the_first(connection: Connection) -> None:
        connection.execute(select(outbox.c.id).where(outbox.c.id == first.id).with_for_update())
        is_held.set()
        until_waiting(connection, 2)

    async with asyncio.timeout(20):
        doing: list[asyncio.Task[Any]] = [asyncio.create_task(stores.database.write(holds_the_first))]
        await is_held.wait()
        doing.append(asyncio.create_task(stores.broadcasts.stop(number, OLGA, NOON)))
        await stores.database.read(lambda connection: until_waiting(connection, 1))
        arrived = [(one, 500 + one.id) for one in (*others, first)]
        doing.append(asyncio.create_task(stores.outbox.sent(arrived, NOON)))
        await asyncio.gather(*doing)
    assert deadlocks == []
    assert (await stores.broadcasts.tally(number)).sent == len(arrived)
