"""Confirming: one button makes one order, at the price it showed, for the person it was shown to."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shop.errors import ShopError
from shop.ordering.draft import CONFIRM, Draft
from shop.ordering.order import Order, OrderState
from shop.ordering.place import TwinRunning
from shop.replies import Refusal, Rejected
from storage.orders.drafts import ConfirmCard
from storage.orders.tables import attempt
from tests.contracts.storage.books import ANN, BOB, MINUTE, NOON, TERMS, Books


async def confirm(books: Books, token: str, person_id: int = ANN, *, acknowledged: bool = False) -> Order:
    return await books.orders.reserve(token=token, person_id=person_id, acknowledged=acknowledged, now=NOON)


async def test_a_confirmed_card_is_an_order_with_its_terms(books: Books) -> None:
    token = await books.offered()
    order = await confirm(books, token)
    assert (order.person_id, order.terms, order.state) == (ANN, TERMS, OrderState.RESERVED)
    assert (order.created_at, order.changed_at) == (NOON, NOON)
    assert await books.drafts.find(ANN) is None
    assert (await books.letter("card")).payload == {"order_id": order.id}
    assert await books.broken() == set()


async def test_fifty_taps_at_once_make_one_order(books: Books) -> None:
    token = await books.offered()
    found = await asyncio.gather(*(confirm(books, token) for _ in range(50)))
    assert {order.id for order in found} == {found[0].id}
    assert await books.states() == {OrderState.RESERVED: 1}
    assert await books.broken() == set()


async def test_a_tap_long_after_finds_the_same_order(books: Books) -> None:
    token = await books.offered()
    order = await confirm(books, token)
    again = await books.orders.reserve(
        token=token, person_id=ANN, acknowledged=False, now=NOON + 9999 * MINUTE
    )
    assert again == order


@pytest.mark.parametrize("late", [10 * MINUTE, 11 * MINUTE])
async def test_an_expired_card_makes_none(books: Books, late: timedelta) -> None:
    token = await books.offered(now=NOON - late)
    with pytest.raises(ShopError, match="quote_expired"):
        await confirm(books, token)
    assert await books.states() == {}


async def test_nobody_confirms_anothers_card(books: Books) -> None:
    token = await books.offered(ANN)
    with pytest.raises(ShopError, match="button_old"):
        await confirm(books, token, BOB)
    order = await confirm(books, token, ANN)
    with pytest.raises(ShopError, match="button_old"):
        await confirm(books, token, BOB)
    assert await books.states() == {order.state: 1}


@pytest.mark.parametrize("token", ["", "never", "tok\0en", "tok\ud800en", "t" * 64, "' OR 1=1 --"])
async def test_a_guessed_button_is_an_old_button(books: Books, token: str) -> None:
    await books.offered()
    with pytest.raises(ShopError, match="button_old"):
        await confirm(books, token)


async def test_a_changed_draft_ends_its_older_cards(books: Books) -> None:
    first = await books.offered()
    second = await books.offered()
    with pytest.raises(ShopError, match="button_old"):
        await confirm(books, first)
    await confirm(books, second)
    assert await books.states() == {OrderState.RESERVED: 1}


async def test_a_used_card_outlives_the_next_draft(books: Books) -> None:
    token = await books.offered()
    order = await confirm(books, token)
    await books.drafts.save(Draft.new(ANN), NOON)
    await books.drafts.drop(ANN)
    assert await confirm(books, token) == order


async def test_two_cards_of_one_draft_cannot_both_be_tapped(books: Books) -> None:
    """However the saves of one person interleave, the database keeps one card."""
    draft = replace(Draft.new(ANN), question=CONFIRM)
    cards = [ConfirmCard(f"card-{n}", TERMS, NOON + MINUTE) for n in range(8)]
    await asyncio.gather(*(books.drafts.save(draft, NOON, card) for card in cards))
    last = await books.drafts.find_card(draft.id)
    assert last in cards
    for card in cards:
        if card != last:
            with pytest.raises(ShopError, match="button_old"):
                await confirm(books, card.token)
    assert await books.broken() == set()


async def test_a_running_twin_warns_once(books: Books) -> None:
    twin = await books.reserved()
    token = await books.offered(quantity=1)
    with pytest.raises(TwinRunning) as warned:
        await confirm(books, token)
    assert warned.value.twin == twin
    second = await confirm(books, token, acknowledged=True)
    assert second.id != twin.id
    assert await confirm(books, token) == second


@pytest.mark.parametrize(
    "different",
    [{"service_id": "78"}, {"link": "https://www.instagram.com/bob/"}],
    ids=["another service", "another link"],
)
async def test_a_different_order_is_no_twin(books: Books, different: dict[str, Any]) -> None:
    await books.reserved()
    await confirm(books, await books.offered(**different))


async def test_another_spelling_of_the_link_is_a_twin(books: Books) -> None:
    await books.reserved()
    with pytest.raises(TwinRunning):
        await confirm(books, await books.offered(link="http://instagram.com/ann"))


async def test_anothers_order_and_an_ended_one_are_no_twins(books: Books) -> None:
    await books.reserved(BOB)
    await books.orders.withdraw((await books.reserved(BOB)).id, owner=BOB, now=NOON)
    await books.orders.give_up_waiting(NOON + 30 * MINUTE)
    await books.settled(Rejected(Refusal.LINK, "no such link"))
    await confirm(books, await books.offered())


async def test_confirming_alone_sends_nothing(books: Books) -> None:
    await books.reserved()
    assert await books.all(attempt.select()) == []
