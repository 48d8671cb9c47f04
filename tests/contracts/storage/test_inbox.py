"""The inbox: every update once, in the order it came, until its turn is done."""

import asyncio
import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from storage.messages.inbox import Arrival, Inbox, Waiting
from storage.messages.tables import inbox
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, Books


def arrivals(*numbers: int, person_id: int | None = ANN) -> list[Arrival]:
    return [Arrival(number, person_id, f'{{"update_id":{number}}}') for number in numbers]


async def waiting(books: Books, after: int = 0, limit: int = 100) -> list[Waiting]:
    return await books.inbox.list_waiting(after=after, limit=limit)


async def numbers(books: Books) -> list[int]:
    return [row.update_id for row in await waiting(books)]


async def test_what_came_in_waits_in_its_order(books: Books) -> None:
    large = 2**40
    await books.inbox.take_in(arrivals(large, 5, 7), NOON)
    await books.inbox.take_in(arrivals(6, person_id=None), NOON)
    assert await numbers(books) == [large, 5, 7, 6]
    first, *_, last = await waiting(books)
    assert (first.person_id, first.raw, first.failures) == (ANN, f'{{"update_id":{large}}}', 0)
    assert last.person_id is None


async def test_the_same_update_again_changes_nothing(books: Books) -> None:
    await books.inbox.take_in(arrivals(5, 6), NOON)
    [five, _] = await waiting(books)
    await books.inbox.done(five.seq, NOON)
    await books.inbox.take_in(arrivals(5, 5, 6, 7), NOON)
    assert await numbers(books) == [6, 7]


async def test_the_same_updates_from_many_sides_at_once_are_one_each(books: Books) -> None:
    await asyncio.gather(*(books.inbox.take_in(arrivals(1, 2, 3), NOON) for _ in range(10)))
    assert sorted(await numbers(books)) == [1, 2, 3]


async def test_a_smaller_number_is_new_all_the_same(books: Books) -> None:
    """Telegram's numbers begin anew, anywhere, after a week of silence."""
    await books.inbox.take_in(arrivals(900), NOON)
    await books.inbox.take_in(arrivals(3), NOON)
    assert await numbers(books) == [900, 3]


async def test_nothing_new_is_no_trouble(books: Books) -> None:
    await books.inbox.take_in([], NOON)
    assert await numbers(books) == []


async def test_another_bots_updates_are_others(books: Books) -> None:
    await books.inbox.take_in(arrivals(5), NOON)
    other = Inbox(books.database, bot_id=1)
    assert await other.list_waiting(after=0, limit=10) == []
    await other.take_in(arrivals(5), NOON)
    assert len(await other.list_waiting(after=0, limit=10)) == 1
    assert await numbers(books) == [5]


def of_album(number: int, album: str, person_id: int = ANN) -> Arrival:
    message = {"photo": [], "caption": "1387", "media_group_id": album}
    return Arrival(number, person_id, json.dumps({"update_id": number, "message": message}))


async def test_an_earlier_picture_of_the_same_album_is_found_until_it_is_set_aside(books: Books) -> None:
    begins = [of_album(1, "1387"), of_album(2, "777", BOB), of_album(3, "777"), *arrivals(4)]
    await books.inbox.take_in([*begins, of_album(5, "1387"), of_album(6, "1387")], NOON)
    first, bobs, other, _, second, third = await waiting(books)
    found = [(row, album) for row in (first, bobs, second, third) for album in ("1387", "777", "13_7")]
    told = [await books.inbox.has_earlier_of(row, album) for row, album in found]
    assert told == [False, False, False] * 2 + [True, True, False] * 2
    assert not await Inbox(books.database, bot_id=1).has_earlier_of(second, "1387")
    await books.inbox.done(first.seq, NOON)
    assert await books.inbox.has_earlier_of(second, "1387")
    await books.inbox.set_aside(first.seq, "no", NOON)
    assert not await books.inbox.has_earlier_of(second, "1387")
    assert await books.inbox.has_earlier_of(third, "1387")
    assert not await books.inbox.has_earlier_of(other, "777")


async def test_rows_are_read_beyond_the_last_and_as_many_as_asked(books: Books) -> None:
    await books.inbox.take_in(arrivals(*range(10)), NOON)
    some = await waiting(books, limit=3)
    assert [row.update_id for row in some] == [0, 1, 2]
    assert [row.update_id for row in await waiting(books, after=some[-1].seq, limit=3)] == [3, 4, 5]


async def test_failures_are_counted_until_the_update_is_set_aside(books: Books) -> None:
    await books.inbox.take_in(arrivals(5, 6), NOON)
    [five, _] = await waiting(books)
    for count in (1, 2):
        await books.inbox.failed_once(five.seq, "boom" * 1000)
        assert (await waiting(books))[0].failures == count
    await books.inbox.set_aside(five.seq, "boom", NOON + MINUTE)
    assert await numbers(books) == [6]
    [row] = await books.all(select(inbox).where(inbox.c.seq == five.seq))
    assert (row.state, row.error, row.handled_at) == ("aside", "boom", NOON + MINUTE)
    assert await books.inbox.count_by_state() == {"aside": 1, "waiting": 1}


async def test_only_what_was_handled_long_ago_is_forgotten(books: Books) -> None:
    await books.inbox.take_in(arrivals(1, 2, 3, person_id=BOB), NOON)
    one, two, three = await waiting(books)
    await books.inbox.done(one.seq, NOON)
    await books.inbox.done(two.seq, NOON + MINUTE)
    await books.inbox.set_aside(three.seq, "boom", NOON)
    await books.inbox.take_in(arrivals(4), NOON)
    assert await books.inbox.forget_before(NOON + MINUTE) == 1
    assert await books.inbox.count_by_state() == {"aside": 1, "done": 1, "waiting": 1}


async def test_what_has_no_number_is_one_row_aside_however_often_it_comes(books: Books) -> None:
    for raw in ('"an update"', "[1]", '"an update"'):
        await books.inbox.park(raw, "It has no update_id.", NOON)
    assert await books.inbox.count_by_state() == {"aside": 2}
    assert await waiting(books) == []


async def test_the_number_of_a_forgotten_row_never_comes_again(books: Books) -> None:
    """Whoever remembers how far they have read would take the new row for one they know."""
    await books.inbox.take_in(arrivals(1, 2), NOON)
    last = (await waiting(books))[-1].seq
    for row in await waiting(books):
        await books.inbox.done(row.seq, NOON)
    assert await books.inbox.forget_before(NOON + MINUTE) == 2
    await books.inbox.take_in(arrivals(3), NOON)
    [row] = await waiting(books)
    assert row.seq > last


async def test_each_persons_oldest_row_is_next_and_who_is_busy_is_not(books: Books) -> None:
    await books.inbox.take_in(arrivals(*range(50)), NOON)
    await books.inbox.take_in(arrivals(50, 51, person_id=BOB), NOON)
    await books.inbox.take_in(arrivals(52, 53, person_id=None), NOON)
    await Inbox(books.database, bot_id=1).take_in(arrivals(1), NOON)

    async def next_ones(limit: int, *busy: int | None) -> list[int]:
        return [row.update_id for row in await books.inbox.list_next(limit=limit, busy=busy)]

    assert await next_ones(8) == [0, 50, 52]
    assert await next_ones(2) == [0, 50]
    assert await next_ones(8, ANN) == [50, 52]
    assert await next_ones(8, ANN, None) == [50]
    first, *_ = await books.inbox.list_next(limit=1)
    await books.inbox.done(first.seq, NOON)
    assert await next_ones(8, None) == [1, 50]


async def test_what_no_column_holds_stores_nothing_and_can_be_kept_aside(
    books: Books,
) -> None:
    with pytest.raises((DBAPIError, OverflowError)):
        await books.inbox.take_in([*arrivals(5), Arrival(2**70, ANN, "{}")], NOON)
    assert await numbers(books) == []
    for _ in range(2):
        await books.inbox.park("what came", "too large", NOON)
    assert await books.inbox.count_by_state() == {"aside": 1}
