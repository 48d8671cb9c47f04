"""Old rows go, table by table, a bounded part at a time; what waits or tells of open money stays."""

from datetime import timedelta

from sqlalchemy import select

from shop.notice import Lane, Notice
from shop.topup import Way
from storage.inbox import Arrival
from storage.tables import inbox, outbox
from storage.tidying import Tidying
from storage.topups import Topups
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, OLGA, Books

DAY = 24 * 60 * MINUTE


async def test_letters_go_four_months_after_they_were_sent_and_no_other(books: Books) -> None:
    await books.outbox.owe([Notice("news", ANN, f"{n}") for n in range(3)], NOON)
    first, second, _ = await books.letters()
    await books.outbox.sent(first, 1, NOON)
    await books.outbox.failed(second, "refused", NOON)
    tidying = Tidying(books.database)
    assert await tidying.tidy(NOON + 119 * DAY) == 0
    assert await tidying.tidy(NOON + 121 * DAY) == 1
    left = await books.all(select(outbox.c.state).order_by(outbox.c.id))
    assert [row.state for row in left] == ["failed", "pending"]


async def test_a_broadcasts_letters_go_a_week_after_it_is_over(books: Books) -> None:
    number = await books.broadcasts.ask(OLGA, NOON)
    await books.broadcasts.compose(number, "sendMessage", {"text": "hello"}, 1)
    await books.broadcasts.start(number, OLGA, {ANN, BOB}, NOON)
    for letter in await books.letters(Lane.BROADCAST):
        await books.outbox.sent(letter, 1, NOON)
    tidying = Tidying(books.database)
    assert await tidying.tidy(NOON + 8 * DAY) == 0, "it is not over yet"
    await books.broadcasts.show_progress(NOON)
    assert await tidying.tidy(NOON + 6 * DAY) == 0
    assert await tidying.tidy(NOON + 8 * DAY) == 2


async def test_updates_set_aside_and_dropped_questions_go_after_a_month(books: Books) -> None:
    await books.inbox.take_in([Arrival(1, ANN, "{}"), Arrival(2, ANN, "{}")], NOON)
    first, _ = await books.inbox.waiting(after=0, limit=2)
    await books.inbox.set_aside(first.seq, "boom", NOON)
    topups = Topups(books.database, operators=frozenset({OLGA}))
    for _ in range(2):
        await topups.ask(ANN, Way.MANUAL, "USD", NOON, amount_micro=5)
    tidying = Tidying(books.database)
    assert await tidying.tidy(NOON + timedelta(days=29)) == 0
    assert await tidying.tidy(NOON + timedelta(days=31)) == 2
    assert [row.state for row in await books.all(select(inbox.c.state))] == ["waiting"]
    assert await topups.is_asking(ANN)
