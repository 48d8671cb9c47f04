"""The outbox: a notice is owed until it is delivered, once, as it stands by then."""

import asyncio
from datetime import datetime

from sqlalchemy import select, text

from shop.notice import Notice, Priority, alert, card, finished
from shop.ordering.place import settlement_of
from shop.replies import Accepted
from storage.messages.tables import outbox
from storage.orders.tables import orders
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, OLGA, Books


async def state(books: Books, dedupe_key: str) -> str:
    [row] = await books.all(select(outbox.c.state).where(outbox.c.dedupe_key == dedupe_key))
    return str(row.state)


async def test_a_notice_is_due_until_it_is_sent(books: Books) -> None:
    await books.outbox.enqueue([alert(OLGA, "panel", "panel_down", word="x")], NOON)
    letter = await books.letter("alert", OLGA)
    assert letter.payload == {"about": "panel", "word": "x"}
    assert (letter.lane, letter.revision, letter.attempts, letter.broadcast_id) == (
        Priority.NOTICE,
        0,
        0,
        None,
    )
    await books.outbox.sent(letter, 5, NOON)
    assert await books.letters() == []


async def test_one_key_is_one_notice(books: Books) -> None:
    notice = finished(1, ANN, "completed", "once")
    await asyncio.gather(*(books.outbox.enqueue([notice, notice], NOON) for _ in range(10)))
    await books.outbox.sent(await books.letter("finished"), 5, NOON)
    await books.outbox.enqueue([notice], NOON)
    assert await books.letters() == []


async def test_a_card_asked_for_twice_is_sent_once_as_it_is_by_then(books: Books) -> None:
    await books.outbox.enqueue([card(1, ANN)], NOON)
    await books.outbox.enqueue([card(1, ANN)], NOON)
    letter = await books.letter("card")
    assert letter.revision == 1
    await books.outbox.sent(letter, 5, NOON)
    assert await books.letters() == []


async def test_a_card_changed_while_it_is_being_sent_stays_due(books: Books) -> None:
    order = await books.reserved()
    in_hand = await books.letter("card")
    await books.outbox.enqueue([card(order.id, ANN)], NOON)
    await books.outbox.sent(in_hand, 6_000_000_000, NOON)
    again = await books.letter("card")
    assert (again.id, again.revision) == (in_hand.id, in_hand.revision + 1)
    assert (await books.order(order.id)).card_message_id == 6_000_000_000
    await books.outbox.failed(in_hand, "gone", NOON)
    assert await books.letters() == [again]
    await books.outbox.sent(again, None, NOON)
    assert await books.letters() == []
    assert (await books.order(order.id)).card_message_id == 6_000_000_000


async def test_a_sent_card_is_due_again_when_it_changes(books: Books) -> None:
    order = await books.reserved()
    first = await books.letter("card")
    await books.outbox.later(first, NOON, "timed out", counts=True)
    await books.outbox.sent(await books.letter("card"), 5, NOON)
    await books.outbox.enqueue([card(order.id, ANN)], NOON + MINUTE)
    assert await books.letters(now=NOON) == []
    due = await books.letter("card", now=NOON + MINUTE)
    assert (due.id, due.attempts) == (first.id, 0)


async def test_a_failed_card_is_due_again_when_it_changes(books: Books) -> None:
    order = await books.reserved()
    await books.outbox.failed(await books.letter("card"), "refused", NOON)
    assert await books.letters() == []
    await books.outbox.enqueue([card(order.id, ANN)], NOON)
    assert (await books.letter("card")).attempts == 0


async def test_later_is_not_now(books: Books) -> None:
    await books.outbox.enqueue([card(1, ANN)], NOON)
    letter = await books.letter("card")
    await books.outbox.later(letter, NOON + MINUTE, "flood", counts=False)
    assert await books.letters() == []
    [waited] = await books.letters(now=NOON + MINUTE)
    assert waited.attempts == 0
    await books.outbox.later(waited, NOON, "timed out" * 100, counts=True)
    assert (await books.letter("card")).attempts == 1


async def test_lanes_are_apart_and_the_oldest_goes_first(books: Books) -> None:
    notices = [
        Notice("news", ANN, f"news:{n}", lane=Priority.BROADCAST if n % 2 else Priority.NOTICE)
        for n in range(6)
    ]
    await books.outbox.enqueue(notices, NOON)
    assert [letter.id for letter in await books.letters(Priority.NOTICE)] == [1, 3, 5]
    assert [letter.id for letter in await books.letters(Priority.BROADCAST)] == [2, 4, 6]
    assert await books.letters(Priority.PERSON) == []
    for lane, first in ((Priority.NOTICE, 1), (Priority.BROADCAST, 2)):
        assert [letter.id for letter in await books.outbox.list_due(lane, NOON, limit=8)] == [first]


async def test_each_chats_oldest_letter_is_due_and_many_hold_up_nobody(books: Books) -> None:
    await books.outbox.enqueue([Notice("news", ANN, f"ann:{n}") for n in range(50)], NOON)
    await books.outbox.enqueue([Notice("news", BOB, "bob:1"), Notice("news", OLGA, "olga:1")], NOON)

    async def due(limit: int, *busy: int) -> list[tuple[int, int]]:
        letters = await books.outbox.list_due(Priority.NOTICE, NOON, limit=limit, busy=busy)
        return [(letter.id, letter.chat_id) for letter in letters]

    assert await due(8) == [(1, ANN), (51, BOB), (52, OLGA)]
    assert await due(2) == [(1, ANN), (51, BOB)]
    assert await due(2, ANN) == [(51, BOB), (52, OLGA)]
    assert await due(8, ANN, BOB, OLGA) == []
    first, *_ = await books.outbox.list_due(Priority.NOTICE, NOON, limit=1)
    await books.outbox.sent(first, 5, NOON)
    assert await due(1) == [(2, ANN)]


async def test_what_a_chat_must_wait_with_holds_its_later_letters_and_nobody_elses(books: Books) -> None:
    await books.outbox.enqueue([Notice("news", ANN, f"ann:{n}") for n in range(3)], NOON)
    await books.outbox.enqueue([Notice("news", BOB, "bob")], NOON)

    async def due(now: datetime) -> list[int]:
        return [letter.id for letter in await books.outbox.list_due(Priority.NOTICE, now, limit=8)]

    first, _ = await books.outbox.list_due(Priority.NOTICE, NOON, limit=8)
    await books.outbox.later(first, NOON + MINUTE, "flood", counts=False)
    assert await due(NOON) == [4]
    assert await due(NOON + MINUTE) == [1, 4]


async def test_a_letter_that_fails_again_and_again_holds_up_no_later_one(books: Books) -> None:
    await books.outbox.enqueue([Notice("news", ANN, f"ann:{n}") for n in range(2)], NOON)
    for due in ([], [2]):
        [first] = [
            one
            for one in await books.outbox.list_due(Priority.NOTICE, NOON + 2 * MINUTE, limit=8)
            if one.id == 1
        ]
        await books.outbox.later(first, NOON + MINUTE, "silence", counts=True)
        assert [letter.id for letter in await books.outbox.list_due(Priority.NOTICE, NOON, limit=8)] == due
    assert [letter.id for letter in await books.outbox.list_due(Priority.NOTICE, NOON + MINUTE, limit=8)] == [
        1
    ]


async def test_what_cannot_be_delivered_is_given_up(books: Books) -> None:
    await books.outbox.enqueue([card(1, ANN)], NOON)
    await books.outbox.failed(await books.letter("card"), "chat not found", NOON)
    assert await books.letters() == []
    assert await state(books, "card:1") == "failed"


async def test_a_failure_reported_after_the_delivery_changes_nothing(books: Books) -> None:
    await books.outbox.enqueue([finished(1, ANN, "completed", "once")], NOON)
    letter = await books.letter("finished")
    await books.outbox.sent(letter, 5, NOON)
    await books.outbox.failed(letter, "late", NOON)
    assert await state(books, "finished:1:completed:once") == "sent"


async def test_who_blocked_the_bot_meanwhile_stays_blocked(books: Books) -> None:
    await books.outbox.enqueue([finished(1, ANN, "completed", "once")], NOON)
    letter = await books.letter("finished")
    await books.people.unreachable(ANN, NOON)
    await books.outbox.failed(letter, "late", NOON)
    await books.outbox.later(letter, NOON, "late", counts=True)
    assert await state(books, "finished:1:completed:once") == "blocked"
    assert await books.letters() == []


async def test_a_chat_that_moved_gets_its_letters(books: Books) -> None:
    await books.outbox.enqueue([Notice("news", -100, "news:1"), Notice("news", BOB, "news:2")], NOON)
    await books.outbox.moved(-100, -1_001_234_567_890)
    assert [letter.chat_id for letter in await books.letters()] == [-1_001_234_567_890, BOB]


async def test_what_was_not_changed_is_not_told(books: Books) -> None:
    order = await books.reserved()
    await books.orders.withdraw(order.id, owner=BOB, now=NOON)
    assert (await books.letter("card")).revision == 0
    assert [row.state for row in await books.all(select(orders))] == ["reserved"]


async def test_delivering_a_card_and_moving_its_order_never_wait_for_each_other(books: Books) -> None:
    """On PostgreSQL each locks the order's row and the letter's, so they must take them in one order."""
    before = await deadlocks(books)
    for n in range(25):
        claimed = await books.in_flight(link=f"https://www.instagram.com/p/{n}/")
        letter = await books.letter("card")
        settlement = settlement_of(Accepted(f"{n}"), attempt=1, now=NOON)
        await asyncio.gather(
            *(books.outbox.sent(letter, 500 + n, NOON) for _ in range(2)),
            books.queue.settle(claimed, settlement, NOON),
        )
        for again in await books.letters():
            await books.outbox.sent(again, 500 + n, NOON)
    assert await deadlocks(books) == before
    assert await books.broken() == set()


async def deadlocks(books: Books) -> int:
    """How many circles of waiting PostgreSQL has had to cut in this database so far; SQLite knows none."""
    if books.database.is_sqlite:
        return 0
    [row] = await books.all(text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"))
    return int(row.deadlocks)
