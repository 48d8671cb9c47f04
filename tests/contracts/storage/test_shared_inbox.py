"""People are claimed: one kiosk has a person's turns, in order, until it ends them or is gone."""

import asyncio

import pytest

from shop.replicas import Member
from storage.core.database import Database
from storage.messages.inbox import Arrival, Waiting
from storage.messages.shared_inbox import AT_ONCE, SharedInbox
from storage.replicas.store import Replicas
from tests.contracts.storage.stores import BOT, NOON
from tests.contracts.storage.test_replicas import AT_ONCE as GONE_AT_ONCE
from tests.contracts.storage.test_replicas import KIND, shared  # noqa: F401 - the fixture


@pytest.fixture
async def one(shared: Database) -> SharedInbox:  # noqa: F811 - it is the fixture
    """The inbox of a kiosk that leads."""
    return await of(shared, "one", leads=True)


@pytest.fixture
async def two(shared: Database) -> SharedInbox:  # noqa: F811 - it is the fixture
    """The inbox of another kiosk."""
    return await of(shared, "two")


async def of(database: Database, name: str, *, leads: bool = False) -> SharedInbox:
    await Replicas(database, Member(name, KIND, 0, 0)).join()
    return SharedInbox(database, bot_id=BOT, me=name, leads=lambda: leads)


async def takes_in(inbox: SharedInbox, *persons: int | None, since: int = 1) -> None:
    rows = [Arrival(number, person, "{}") for number, person in enumerate(persons, since)]
    await inbox.take_in(rows, NOON)


def told(rows: list[Waiting]) -> list[tuple[int | None, int]]:
    return [(row.person_id, row.update_id) for row in rows]


async def test_a_person_is_one_kiosks_until_the_turn_ends(one: SharedInbox, two: SharedInbox) -> None:
    await takes_in(one, 10, 10, 20)
    first = await one.list_next(limit=1)
    assert told(first) == [(10, 1)]
    assert told(await two.list_next(limit=9)) == [(20, 3)]
    assert await two.list_next(limit=9, busy={20}) == []
    await one.done(first[0].seq, NOON)
    assert told(await two.list_next(limit=9, busy={20})) == [(10, 2)]
    assert await one.list_next(limit=9) == []


async def test_a_kiosk_finds_its_own_again_when_a_try_has_failed(one: SharedInbox, two: SharedInbox) -> None:
    await takes_in(one, 10)
    [row] = await one.list_next(limit=9)
    await one.failed_once(row.seq, "because")
    assert await two.list_next(limit=9) == []
    assert await one.list_next(limit=9, busy={10}) == []
    assert [again.failures for again in await one.list_next(limit=9)] == [1]
    await one.set_aside(row.seq, "because", NOON)
    await takes_in(one, 10, since=5)
    assert told(await two.list_next(limit=9)) == [(10, 5)]


async def test_another_goes_on_where_a_kiosk_was_that_is_gone(
    one: SharedInbox,
    two: SharedInbox,
    shared: Database,  # noqa: F811 - it is the fixture
) -> None:
    await takes_in(one, 10, 10)
    assert told(await one.list_next(limit=9)) == [(10, 1)]
    assert await two.list_next(limit=9) == []
    await Replicas(shared, Member("two", KIND, 0, 0), lasts=GONE_AT_ONCE).beat(held=0, wanted=0)
    assert told(await two.list_next(limit=9)) == [(10, 1)]


async def test_rows_without_a_sender_are_the_leaders(one: SharedInbox, two: SharedInbox) -> None:
    await takes_in(one, None, 10)
    assert told(await two.list_next(limit=9)) == [(10, 2)]
    [row] = await one.list_next(limit=9)
    assert row.person_id is None
    await one.done(row.seq, NOON)
    assert await one.list_next(limit=9) == []


async def test_two_that_take_at_once_never_have_the_same_person_and_forget_nobody(
    one: SharedInbox, two: SharedInbox
) -> None:
    people = range(1000, 1100)
    await takes_in(one, *people, *people)
    order: dict[int, list[int]] = {person: [] for person in people}
    at_work: set[int] = set()

    async def works(inbox: SharedInbox) -> None:
        while rows := await inbox.list_next(limit=50):
            assert len(rows) <= AT_ONCE
            taken = {row.person_id or 0 for row in rows}
            assert not taken & at_work
            at_work.update(taken)
            await asyncio.sleep(0)
            for row in rows:
                order[row.person_id or 0].append(row.update_id)
            at_work.difference_update(taken)
            await asyncio.gather(*(inbox.done(row.seq, NOON) for row in rows))

    while sum(map(len, order.values())) < 200:
        await asyncio.gather(works(one), works(two))
    assert all(updates == sorted(updates) and len(updates) == 2 for updates in order.values())
