"""A digest takes the place of many messages to one person, in one transaction."""

from dataclasses import replace

from sqlalchemy import select

from shop.digest import DIGEST, FEW, MOST, entries_of
from shop.notice import Notice, card, finished, is_of_money, money_back
from storage.messages.tables import outbox
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest


def ends(count: int, person_id: int = ANN, state: str = "completed") -> list[Notice]:
    return [finished(n, person_id, state, f"of {person_id}") for n in range(1, count + 1)]


async def test_a_few_are_left_alone(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([*ends(FEW), *ends(FEW, BOB)], NOON)
    before = await stores.messages()
    assert await stores.outbox.gather(before[0], NOON) == before[0]
    assert await stores.messages() == before


async def test_news_of_one_order_is_not_much(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([money_back(1, ANN, level) for level in range(1, 10)], NOON)
    [first, *_] = await stores.messages()
    assert await stores.outbox.gather(first, NOON) == first


async def test_many_become_one_in_the_place_of_the_first(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue([card(1, ANN), *ends(7), *ends(7, BOB, "canceled")], NOON)
    shown, first, *_ = await stores.messages()
    assert await stores.outbox.gather(shown, NOON) == shown, "a card is nothing to gather"
    digest = await stores.outbox.gather(first, NOON)
    assert (digest.id, digest.kind, digest.revision) == (first.id, DIGEST, first.revision + 1)
    assert [one.order_id for one in entries_of(digest.payload)] == list(range(1, 8))
    assert not is_of_money(digest.kind, digest.payload)
    mine = [one for one in await stores.messages() if one.chat_id == ANN]
    assert mine == [shown, digest], "a process that dies now sends it after its next start"
    assert await stores.outbox.gather(digest, NOON) == digest
    await stores.outbox.enqueue(ends(7), NOON + MINUTE)  # what is told is not owed again
    await stores.outbox.sent([(digest, 5)], NOON)
    assert [one.kind for one in await stores.messages() if one.chat_id == ANN] == ["card"]
    theirs = [one for one in await stores.messages() if one.chat_id == BOB]
    assert len(theirs) == 7, "other people's stay"
    other = await stores.outbox.gather(theirs[0], NOON)
    assert is_of_money(other.kind, other.payload)


async def test_what_may_have_arrived_stays_by_itself(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue(ends(8), NOON)
    first, second, *_ = await stores.messages()
    await stores.outbox.later(first, NOON, "timed out", counts=True)
    [tried, *_] = await stores.messages()
    assert await stores.outbox.gather(tried, NOON) == tried
    digest = await stores.outbox.gather(second, NOON)
    assert [one.order_id for one in entries_of(digest.payload)] == list(range(2, 9))
    assert [one.kind for one in await stores.messages()] == ["finished", DIGEST]


async def test_one_that_is_gone_meanwhile_gathers_nothing(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue(ends(8), NOON)
    first, *others = await stores.messages()
    await stores.outbox.sent([(first, 5)], NOON)
    assert await stores.outbox.gather(first, NOON) == first
    assert await stores.messages() == others


async def test_a_digest_takes_no_more_than_a_message_holds(stores: StoresUnderTest) -> None:
    await stores.outbox.enqueue(ends(MOST + 3), NOON)
    [first, *_] = await stores.messages()
    digest = await stores.outbox.gather(first, NOON)
    assert len(entries_of(digest.payload)) == MOST
    rest = [one for one in await stores.messages() if one.kind == "finished"]
    assert [one.payload["order_id"] for one in rest] == [MOST + 1, MOST + 2, MOST + 3]


async def test_who_was_out_of_reach_is_told_of_all_its_orders_and_of_the_money(
    stores: StoresUnderTest,
) -> None:
    await stores.outbox.enqueue(ends(7, state="canceled"), NOON)
    [first, *_] = await stores.messages()
    await stores.outbox.gather(first, NOON)
    await stores.people.unreachable(ANN, NOON)
    found = await stores.people.find(ANN)
    assert found is not None
    await stores.people.seen(replace(found, reachable=True), NOON)
    kinds = {one.kind: one.payload for one in await stores.messages()}
    assert kinds["came_back"] == {"orders": 7}
    assert DIGEST in kinds
    stopped = await stores.all(select(outbox.c.id).where(outbox.c.state == "stopped"))
    assert len(stopped) == 6
