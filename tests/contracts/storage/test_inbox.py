"""The inbox: every update once, in order of arrival, until its turn is done."""

import asyncio
import json

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from storage.messages.inbox import LOWEST, Arrival, Inbox, Waiting
from storage.messages.tables import inbox
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest


def arrivals(*numbers: int, person_id: int | None = ANN) -> list[Arrival]:
    return [Arrival(number, person_id, f'{{"update_id":{number}}}') for number in numbers]


async def waiting(stores: StoresUnderTest, after: int = 0, limit: int = 100) -> list[Waiting]:
    return await stores.inbox.list_waiting(after=after, limit=limit)


async def numbers(stores: StoresUnderTest) -> list[int]:
    return [row.update_id for row in await waiting(stores)]


async def test_what_came_in_waits_in_its_order(stores: StoresUnderTest) -> None:
    large = 2**40
    await stores.inbox.take_in(arrivals(large, 5, 7), NOON)
    await stores.inbox.take_in(arrivals(6, person_id=None), NOON)
    assert await numbers(stores) == [large, 5, 7, 6]
    first, *_, last = await waiting(stores)
    assert (first.person_id, first.raw, first.failures) == (ANN, f'{{"update_id":{large}}}', 0)
    assert last.person_id is None


async def test_the_same_update_again_changes_nothing(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in(arrivals(5, 6), NOON)
    [five, _] = await waiting(stores)
    await stores.inbox.done(five.seq, NOON)
    await stores.inbox.take_in(arrivals(5, 5, 6, 7), NOON)
    assert await numbers(stores) == [6, 7]


async def test_the_same_updates_from_many_sides_at_once_are_one_each(stores: StoresUnderTest) -> None:
    await asyncio.gather(*(stores.inbox.take_in(arrivals(1, 2, 3), NOON) for _ in range(10)))
    assert sorted(await numbers(stores)) == [1, 2, 3]


async def test_a_smaller_number_is_new_all_the_same(stores: StoresUnderTest) -> None:
    """Telegram's numbers start again, anywhere, after a week of silence."""
    await stores.inbox.take_in(arrivals(900), NOON)
    await stores.inbox.take_in(arrivals(3), NOON)
    assert await numbers(stores) == [900, 3]


async def test_nothing_new_is_no_trouble(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in([], NOON)
    assert await numbers(stores) == []


async def test_another_bots_updates_are_others(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in(arrivals(5), NOON)
    other = Inbox(stores.database, bot_id=1)
    assert await other.list_waiting(after=0, limit=10) == []
    await other.take_in(arrivals(5), NOON)
    assert len(await other.list_waiting(after=0, limit=10)) == 1
    assert await numbers(stores) == [5]


def of_album(number: int, album: str, person_id: int = ANN) -> Arrival:
    message = {"photo": [], "caption": "1387", "media_group_id": album}
    return Arrival(number, person_id, json.dumps({"update_id": number, "message": message}))


async def test_an_earlier_picture_of_the_same_album_is_found_until_it_is_set_aside(
    stores: StoresUnderTest,
) -> None:
    begins = [of_album(1, "1387"), of_album(2, "777", BOB), of_album(3, "777"), *arrivals(4)]
    await stores.inbox.take_in([*begins, of_album(5, "1387"), of_album(6, "1387")], NOON)
    first, bobs, other, _, second, third = await waiting(stores)
    found = [(row, album) for row in (first, bobs, second, third) for album in ("1387", "777", "13_7")]
    told = [await stores.inbox.has_earlier_of(row, album) for row, album in found]
    assert told == [False, False, False] * 2 + [True, True, False] * 2
    assert not await Inbox(stores.database, bot_id=1).has_earlier_of(second, "1387")
    await stores.inbox.done(first.seq, NOON)
    assert await stores.inbox.has_earlier_of(second, "1387")
    await stores.inbox.set_aside(first.seq, "no", NOON)
    assert not await stores.inbox.has_earlier_of(second, "1387")
    assert await stores.inbox.has_earlier_of(third, "1387")
    assert not await stores.inbox.has_earlier_of(other, "777")


async def test_rows_are_read_beyond_the_last_and_as_many_as_asked(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in(arrivals(*range(10)), NOON)
    some = await waiting(stores, limit=3)
    assert [row.update_id for row in some] == [0, 1, 2]
    assert [row.update_id for row in await waiting(stores, after=some[-1].seq, limit=3)] == [3, 4, 5]


async def test_failures_are_counted_until_the_update_is_set_aside(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in(arrivals(5, 6), NOON)
    [five, _] = await waiting(stores)
    for count in (1, 2):
        await stores.inbox.failed_once(five.seq, "boom" * 1000)
        assert (await waiting(stores))[0].failures == count
    await stores.inbox.set_aside(five.seq, "boom", NOON + MINUTE)
    assert await numbers(stores) == [6]
    [row] = await stores.all(select(inbox).where(inbox.c.seq == five.seq))
    assert (row.state, row.error, row.handled_at) == ("aside", "boom", NOON + MINUTE)
    assert await stores.inbox.count_by_state() == {"aside": 1, "waiting": 1}


async def test_only_what_was_handled_long_ago_is_forgotten(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in(arrivals(1, 2, 3, person_id=BOB), NOON)
    one, two, three = await waiting(stores)
    await stores.inbox.done(one.seq, NOON)
    await stores.inbox.done(two.seq, NOON + MINUTE)
    await stores.inbox.set_aside(three.seq, "boom", NOON)
    await stores.inbox.take_in(arrivals(4), NOON)
    assert await stores.inbox.forget_before(NOON + MINUTE) == 1
    assert await stores.inbox.count_by_state() == {"aside": 1, "done": 1, "waiting": 1}


async def test_what_has_no_number_is_one_row_aside_however_often_it_comes(stores: StoresUnderTest) -> None:
    for raw in ('"an update"', "[1]", '"an update"'):
        await stores.inbox.park(raw, "It has no update_id.", NOON)
    assert await stores.inbox.count_by_state() == {"aside": 2}
    assert await waiting(stores) == []


async def test_the_number_of_a_forgotten_row_never_comes_again(stores: StoresUnderTest) -> None:
    """A reader that remembers its position would take the new row for a known one."""
    await stores.inbox.take_in(arrivals(1, 2), NOON)
    last = (await waiting(stores))[-1].seq
    for row in await waiting(stores):
        await stores.inbox.done(row.seq, NOON)
    assert await stores.inbox.forget_before(NOON + MINUTE) == 2
    await stores.inbox.take_in(arrivals(3), NOON)
    [row] = await waiting(stores)
    assert row.seq > last


async def test_a_round_serves_everybody_once_and_goes_on_where_it_was(stores: StoresUnderTest) -> None:
    for number, person in enumerate((ANN, BOB, ANN, -5, BOB)):
        await stores.inbox.take_in(arrivals(number, person_id=person), NOON)
    low, high = sorted((ANN, BOB))

    async def next_people(after: int, *busy: int) -> list[int]:
        rows = await stores.inbox.list_next(limit=2, busy=busy, after=after)
        return sorted(row.person_id or 0 for row in rows)

    assert await next_people(LOWEST) == [-5, low]
    assert await next_people(low) == [-5, high]
    assert await next_people(high) == [-5, low]
    assert await next_people(-5) == [low, high]
    assert await next_people(LOWEST, -5, low) == [high]
    assert await next_people(low, high) == [-5, low]


async def test_each_persons_oldest_row_is_next_and_who_is_busy_is_not(stores: StoresUnderTest) -> None:
    await stores.inbox.take_in(arrivals(*range(50)), NOON)
    await stores.inbox.take_in(arrivals(50, 51, person_id=BOB), NOON)
    await stores.inbox.take_in(arrivals(52, 53, person_id=None), NOON)
    await Inbox(stores.database, bot_id=1).take_in(arrivals(1), NOON)

    async def next_ones(limit: int, *busy: int | None) -> list[int]:
        return [row.update_id for row in await stores.inbox.list_next(limit=limit, busy=busy)]

    assert await next_ones(8) == [0, 50, 52]
    assert await next_ones(1) == [0, 52]
    assert await next_ones(8, ANN) == [50, 52]
    assert await next_ones(8, ANN, None) == [50]
    first, *_ = await stores.inbox.list_next(limit=1)
    await stores.inbox.done(first.seq, NOON)
    assert await next_ones(8, None) == [1, 50]


async def test_what_no_column_holds_stores_nothing_and_can_be_kept_aside(
    stores: StoresUnderTest,
) -> None:
    with pytest.raises((DBAPIError, OverflowError)):
        await stores.inbox.take_in([*arrivals(5), Arrival(2**70, ANN, "{}")], NOON)
    assert await numbers(stores) == []
    for _ in range(2):
        await stores.inbox.park("what came", "too large", NOON)
    assert await stores.inbox.count_by_state() == {"aside": 1}
