"""The outbox: a notice is owed until it is delivered, once, with the facts of that moment."""

import asyncio
from datetime import datetime

from sqlalchemy import select, text

from shop.notice import Notice, Priority, alert, card, finished
from shop.ordering.place import settlement_of
from shop.replies import Accepted
from storage.messages.tables import outbox
from storage.orders.tables import orders
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, StoresUnderTest


async def state(stores: StoresUnderTest, dedupe_key: str) -> str:
    [row] = await stores.all(select(outbox.c.state).where(outbox.c.dedupe_key == dedupe_key))
    return str(row.state)


async def test_a_notice_is_due_until_it_is_sent(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([alert(OLGA, "panel", "panel_down", word="x")], NOON)
    message = await stores.message("alert", OLGA)
    assert message.payload == {"about": "panel", "word": "x"}
    assert (message.priority, message.revision, message.attempts, message.broadcast_id) == (
        Priority.NOTICE,
        0,
        0,
        None,
    )
    await stores.outbox.sent([(message, 5)], NOON)
    assert await stores.messages() == []


async def test_one_key_is_one_notice(stores: StoresUnderTest) -> None:
    notice = finished(1, ANN, "completed", "once")
    await asyncio.gather(*(stores.outbox.enqueue([notice, notice], NOON) for _ in range(10)))
    await stores.outbox.sent([(await stores.message("finished"), 5)], NOON)
    await stores.outbox.enqueue([notice], NOON)
    assert await stores.messages() == []


async def test_a_card_asked_for_twice_is_sent_once_as_it_is_by_then(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([card(1, ANN)], NOON)
    await stores.outbox.enqueue([card(1, ANN)], NOON)
    message = await stores.message("card")
    assert message.revision == 1
    await stores.outbox.sent([(message, 5)], NOON)
    assert await stores.messages() == []


async def test_a_card_changed_while_it_is_being_sent_stays_due(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    in_hand = await stores.message("card")
    await stores.outbox.enqueue([card(order.id, ANN)], NOON)
    await stores.outbox.sent([(in_hand, 6_000_000_000)], NOON)
    again = await stores.message("card")
    assert (again.id, again.revision) == (in_hand.id, in_hand.revision + 1)
    assert (await stores.order(order.id)).card_message_id == 6_000_000_000
    await stores.outbox.failed(in_hand, "gone", NOON)
    assert await stores.messages() == [again]
    await stores.outbox.sent([(again, None)], NOON)
    assert await stores.messages() == []
    assert (await stores.order(order.id)).card_message_id == 6_000_000_000


async def test_a_sent_card_is_due_again_when_it_changes(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    first = await stores.message("card")
    await stores.outbox.later(first, NOON, "timed out", counts=True)
    await stores.outbox.sent([(await stores.message("card"), 5)], NOON)
    await stores.outbox.enqueue([card(order.id, ANN)], NOON + MINUTE)
    assert await stores.messages(now=NOON) == []
    due = await stores.message("card", now=NOON + MINUTE)
    assert (due.id, due.attempts) == (first.id, 0)


async def test_a_failed_card_is_due_again_when_it_changes(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    await stores.outbox.failed(await stores.message("card"), "refused", NOON)
    assert await stores.messages() == []
    await stores.outbox.enqueue([card(order.id, ANN)], NOON)
    assert (await stores.message("card")).attempts == 0


async def test_later_is_not_now(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([card(1, ANN)], NOON)
    message = await stores.message("card")
    await stores.outbox.later(message, NOON + MINUTE, "flood", counts=False)
    assert await stores.messages() == []
    [waited] = await stores.messages(now=NOON + MINUTE)
    assert waited.attempts == 0
    await stores.outbox.later(waited, NOON, "timed out" * 100, counts=True)
    assert (await stores.message("card")).attempts == 1


async def test_lanes_are_apart_and_the_oldest_goes_first(stores: StoresUnderTest) -> None:
    notices = [
        Notice("news", ANN, f"news:{n}", priority=Priority.BROADCAST if n % 2 else Priority.NOTICE)
        for n in range(6)
    ]
    await stores.outbox.enqueue(notices, NOON)
    assert [message.id for message in await stores.messages(Priority.NOTICE)] == [1, 3, 5]
    assert [message.id for message in await stores.messages(Priority.BROADCAST)] == [2, 4, 6]
    assert await stores.messages(Priority.PERSON) == []
    for priority, first in ((Priority.NOTICE, 1), (Priority.BROADCAST, 2)):
        assert [message.id for message in await stores.outbox.list_due(priority, NOON, limit=8)] == [first]


async def test_each_chats_oldest_letter_is_due_and_many_hold_up_nobody(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([Notice("news", ANN, f"ann:{n}") for n in range(50)], NOON)
    await stores.outbox.enqueue([Notice("news", BOB, "bob:1"), Notice("news", OLGA, "olga:1")], NOON)

    async def due(limit: int, *busy: int) -> list[tuple[int, int]]:
        messages = await stores.outbox.list_due(Priority.NOTICE, NOON, limit=limit, busy=busy)
        return [(message.id, message.chat_id) for message in messages]

    assert await due(8) == [(1, ANN), (51, BOB), (52, OLGA)]
    assert await due(2) == [(1, ANN), (51, BOB)]
    assert await due(2, ANN) == [(51, BOB), (52, OLGA)]
    assert await due(8, ANN, BOB, OLGA) == []
    first, *_ = await stores.outbox.list_due(Priority.NOTICE, NOON, limit=1)
    await stores.outbox.sent([(first, 5)], NOON)
    assert await due(1) == [(2, ANN)]


async def test_what_a_chat_must_wait_with_holds_its_later_letters_and_nobody_elses(
    stores: StoresUnderTest,
) -> None:
    await stores.outbox.enqueue([Notice("news", ANN, f"ann:{n}") for n in range(3)], NOON)
    await stores.outbox.enqueue([Notice("news", BOB, "bob")], NOON)

    async def due(now: datetime) -> list[int]:
        return [message.id for message in await stores.outbox.list_due(Priority.NOTICE, now, limit=8)]

    first, _ = await stores.outbox.list_due(Priority.NOTICE, NOON, limit=8)
    await stores.outbox.later(first, NOON + MINUTE, "flood", counts=False)
    assert await due(NOON) == [4]
    assert await due(NOON + MINUTE) == [1, 4]


async def test_a_letter_that_fails_again_and_again_holds_up_no_later_one(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([Notice("news", ANN, f"ann:{n}") for n in range(2)], NOON)
    for due in ([], [2]):
        [first] = [
            one
            for one in await stores.outbox.list_due(Priority.NOTICE, NOON + 2 * MINUTE, limit=8)
            if one.id == 1
        ]
        await stores.outbox.later(first, NOON + MINUTE, "silence", counts=True)
        assert [message.id for message in await stores.outbox.list_due(Priority.NOTICE, NOON, limit=8)] == due
    assert [
        message.id for message in await stores.outbox.list_due(Priority.NOTICE, NOON + MINUTE, limit=8)
    ] == [1]


async def test_what_cannot_be_delivered_is_given_up(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([card(1, ANN)], NOON)
    await stores.outbox.failed(await stores.message("card"), "chat not found", NOON)
    assert await stores.messages() == []
    assert await state(stores, "card:1") == "failed"


async def test_a_failure_reported_after_the_delivery_changes_nothing(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([finished(1, ANN, "completed", "once")], NOON)
    message = await stores.message("finished")
    await stores.outbox.sent([(message, 5)], NOON)
    await stores.outbox.failed(message, "late", NOON)
    assert await state(stores, "finished:1:completed:once") == "sent"


async def test_who_blocked_the_bot_meanwhile_stays_blocked(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([finished(1, ANN, "completed", "once")], NOON)
    message = await stores.message("finished")
    await stores.people.unreachable(ANN, NOON)
    await stores.outbox.failed(message, "late", NOON)
    await stores.outbox.later(message, NOON, "late", counts=True)
    assert await state(stores, "finished:1:completed:once") == "blocked"
    assert await stores.messages() == []


async def test_a_chat_that_moved_gets_its_letters(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([Notice("news", -100, "news:1"), Notice("news", BOB, "news:2")], NOON)
    await stores.outbox.moved(-100, -1_001_234_567_890)
    assert [message.chat_id for message in await stores.messages()] == [-1_001_234_567_890, BOB]


async def test_what_was_not_changed_is_not_told(stores: StoresUnderTest) -> None:
    order = await stores.reserved()
    await stores.orders.withdraw(order.id, owner=BOB, now=NOON)
    assert (await stores.message("card")).revision == 0
    assert [row.state for row in await stores.all(select(orders))] == ["reserved"]


async def test_delivering_a_card_and_moving_its_order_never_wait_for_each_other(
    stores: StoresUnderTest,
) -> None:
    """On PostgreSQL each locks the order's row and the message's, so they must take them in one order."""
    before = await deadlocks(stores)
    for n in range(25):
        claimed = await stores.in_flight(link=f"https://www.instagram.com/p/{n}/")
        message = await stores.message("card")
        settlement = settlement_of(Accepted(f"{n}"), attempt=1, now=NOON)
        await asyncio.gather(
            *(stores.outbox.sent([(message, 500 + n)], NOON) for _ in range(2)),
            stores.queue.settle(claimed, settlement, NOON),
        )
        for again in await stores.messages():
            await stores.outbox.sent([(again, 500 + n)], NOON)
    assert await deadlocks(stores) == before
    assert await stores.broken() == set()


async def deadlocks(stores: StoresUnderTest) -> int:
    """Return the number of PostgreSQL's deadlocks in this database so far; SQLite has none."""
    if stores.database.is_sqlite:
        return 0
    [row] = await stores.all(
        text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
    )
    return int(row.deadlocks)
