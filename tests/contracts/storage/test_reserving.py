"""Confirming: one button makes one order, at the price shown, for the person who saw it."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from asyncpg.prepared_stmt import PreparedStatement

from shop.errors import ShopError
from shop.ordering.draft import CONFIRM, LEFT, Draft, Left
from shop.ordering.order import Order, OrderState
from shop.ordering.order_numbers import EPOCH, OrderNumbers
from shop.ordering.place import TwinRunning
from shop.replies import Refusal, Rejected
from storage.core.database import Database
from storage.orders.drafts import ConfirmCard
from storage.orders.tables import attempt
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, TERMS, StoresUnderTest


async def confirm(
    stores: StoresUnderTest, token: str, person_id: int = ANN, *, acknowledged: bool = False
) -> Order:
    return await stores.orders.reserve(token=token, person_id=person_id, acknowledged=acknowledged, now=NOON)


async def test_a_confirmed_card_is_an_order_with_its_terms(stores: StoresUnderTest) -> None:
    token = await stores.offered()
    order = await confirm(stores, token)
    assert (order.person_id, order.terms, order.state) == (ANN, TERMS, OrderState.RESERVED)
    assert (order.created_at, order.changed_at) == (NOON, NOON)
    assert await stores.drafts.find(ANN) is None
    assert (await stores.message("card")).payload == {"order_id": order.id}
    assert await stores.broken() == set()


async def test_fifty_taps_at_once_make_one_order(stores: StoresUnderTest) -> None:
    token = await stores.offered()
    found = await asyncio.gather(*(confirm(stores, token) for _ in range(50)))
    assert {order.id for order in found} == {found[0].id}
    assert await stores.states() == {OrderState.RESERVED: 1}
    assert await stores.broken() == set()


async def test_a_tap_long_after_finds_the_same_order(stores: StoresUnderTest) -> None:
    token = await stores.offered()
    order = await confirm(stores, token)
    again = await stores.orders.reserve(
        token=token, person_id=ANN, acknowledged=False, now=NOON + 9999 * MINUTE
    )
    assert again == order


@pytest.mark.parametrize("late", [10 * MINUTE, 11 * MINUTE])
async def test_an_expired_card_makes_none(stores: StoresUnderTest, late: timedelta) -> None:
    token = await stores.offered(now=NOON - late)
    with pytest.raises(ShopError, match="quote_expired"):
        await confirm(stores, token)
    assert await stores.states() == {}


async def test_nobody_confirms_anothers_card(stores: StoresUnderTest) -> None:
    token = await stores.offered(ANN)
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, token, BOB)
    order = await confirm(stores, token, ANN)
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, token, BOB)
    assert await stores.states() == {order.state: 1}


@pytest.mark.parametrize("token", ["", "never", "tok\0en", "tok\ud800en", "t" * 64, "' OR 1=1 --"])
async def test_a_guessed_button_is_an_old_button(stores: StoresUnderTest, token: str) -> None:
    await stores.offered()
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, token)


async def test_a_changed_draft_ends_its_older_cards(stores: StoresUnderTest) -> None:
    first = await stores.offered()
    second = await stores.offered()
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, first)
    await confirm(stores, second)
    assert await stores.states() == {OrderState.RESERVED: 1}


async def test_a_used_card_outlives_the_next_draft(stores: StoresUnderTest) -> None:
    token = await stores.offered()
    order = await confirm(stores, token)
    await stores.drafts.save(Draft.new(ANN), NOON)
    await stores.drafts.drop(ANN, NOON)
    assert await confirm(stores, token) == order


async def test_an_order_that_is_made_leaves_what_its_draft_took_the_place_of(stores: StoresUnderTest) -> None:
    left = Left("21", {"link": "https://www.instagram.com/p/first/"})
    token, draft = await stores.offered(), await stores.drafts.find(ANN)
    assert draft is not None
    await stores.drafts.save(replace(draft, left=left), NOON, ConfirmCard("again", TERMS, NOON + MINUTE))
    await confirm(stores, "again")
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, token)
    kept = await stores.drafts.find(ANN)
    assert kept is not None
    assert (kept.question, kept.left, kept.answers, kept.card_message_id) == (LEFT, left, {}, None)
    assert kept.id != draft.id
    assert await confirm(stores, "again") == await stores.order(1)
    assert await stores.drafts.drop(ANN, NOON) is None
    assert await stores.drafts.find(ANN) is None
    assert await stores.broken() == set()


async def test_two_cards_of_one_draft_cannot_both_be_tapped(stores: StoresUnderTest) -> None:
    """However the saves of one person interleave, the database keeps one card."""
    draft = replace(Draft.new(ANN), question=CONFIRM)
    cards = [ConfirmCard(f"card-{n}", TERMS, NOON + MINUTE) for n in range(8)]
    await asyncio.gather(*(stores.drafts.save(draft, NOON, card) for card in cards))
    last = await stores.drafts.find_card(draft.id)
    assert last in cards
    for card in cards:
        if card != last:
            with pytest.raises(ShopError, match="button_old"):
                await confirm(stores, card.token)
    assert await stores.broken() == set()


async def test_a_running_twin_warns_once(stores: StoresUnderTest) -> None:
    twin = await stores.reserved()
    token = await stores.offered(quantity=1)
    with pytest.raises(TwinRunning) as warned:
        await confirm(stores, token)
    assert warned.value.twin == twin
    second = await confirm(stores, token, acknowledged=True)
    assert second.id != twin.id
    assert await confirm(stores, token) == second


@pytest.mark.parametrize(
    "different",
    [{"service_id": "78"}, {"link": "https://www.instagram.com/bob/"}],
    ids=["another service", "another link"],
)
async def test_a_different_order_is_no_twin(stores: StoresUnderTest, different: dict[str, Any]) -> None:
    await stores.reserved()
    await confirm(stores, await stores.offered(**different))


async def test_another_spelling_of_the_link_is_a_twin(stores: StoresUnderTest) -> None:
    await stores.reserved()
    with pytest.raises(TwinRunning):
        await confirm(stores, await stores.offered(link="http://instagram.com/ann"))


async def test_anothers_order_and_an_ended_one_are_no_twins(stores: StoresUnderTest) -> None:
    await stores.reserved(BOB)
    await stores.orders.withdraw((await stores.reserved(BOB)).id, owner=BOB, now=NOON)
    await stores.orders.give_up_waiting(NOON + 30 * MINUTE)
    await stores.settled(Rejected(Refusal.LINK, "no such link"))
    await confirm(stores, await stores.offered())


async def test_confirming_alone_sends_nothing(stores: StoresUnderTest) -> None:
    await stores.reserved()
    assert await stores.all(attempt.select()) == []


async def test_numbered_orders_of_one_moment_have_numbers_of_their_own(database: Database) -> None:
    """Also where transactions that do not see each other are the first ever."""
    numbers = OrderNumbers()
    stores = StoresUnderTest(database, numbers=numbers)
    await stores.open()
    tokens = [await stores.offered(person) for person in (ANN, BOB, OLGA)]
    made = await asyncio.gather(
        *(confirm(stores, token, person) for token, person in zip(tokens, (ANN, BOB, OLGA), strict=True))
    )
    second = int((NOON - EPOCH).total_seconds())
    assert sorted(order.id for order in made) == [second, second + 1, second + 2]


async def test_numbers_go_on_above_those_in_the_database(stores: StoresUnderTest) -> None:
    later = NOON + timedelta(days=1)
    counted = await confirm(stores, await stores.offered())
    for now, number in ((NOON, int((NOON - EPOCH).total_seconds())), (NOON - timedelta(days=400), None)):
        restarted = StoresUnderTest(stores.database, numbers=OrderNumbers())
        token = await stores.offered(now=later)
        order = await restarted.orders.reserve(token=token, person_id=ANN, acknowledged=True, now=now)
        assert order.id == (number or counted.id + 1)
        counted = order


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_server_is_asked_thrice_for_an_order_and_once_more_for_the_first(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside BEGIN and COMMIT, at which a prepared statement takes no part."""
    await stores.given(ANN, 30 * 10**6)
    asked: list[str] = []

    def counts(name: str) -> None:
        ask = getattr(PreparedStatement, name)

        async def counted(statement: Any, *values: Any) -> Any:
            asked.append(statement.get_query())
            return await ask(statement, *values)

        monkeypatch.setattr(PreparedStatement, name, counted)

    counts("fetch")
    counts("executemany")
    trips = []
    for n in range(3):
        token = await stores.offered(link=f"https://example.com/{n}", price_micro=10**6)
        asked.clear()
        await confirm(stores, token)
        trips.append(len(asked))
    assert trips == [4, 3, 3]
    assert await stores.broken() == set()
