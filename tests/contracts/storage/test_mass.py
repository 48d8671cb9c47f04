"""Mass orders: all lines in one transaction, once, under the guards of a single Confirm."""

import asyncio
from datetime import timedelta

import pytest

from shop.errors import ShopError
from shop.ledger.journals import FundsShort
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_list import MassList
from shop.ordering.order import WAITING_AT_ONCE, OrderState
from storage.orders.mass import MassOrders
from storage.orders.reserving import Selling
from storage.orders.tables import orders
from storage.tidying import CARDS_KEPT, LISTS_KEPT, Tidying
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, TERMS, StoresUnderTest


async def confirm(stores: StoresUnderTest, token: str, person_id: int = ANN) -> str:
    return await stores.mass_orders.reserve(token=token, person_id=person_id, now=NOON, card_message_id=7)


async def test_every_line_is_an_order_with_its_own_money(stores: StoresUnderTest) -> None:
    made = await stores.massed(count=3)
    assert [order.terms.link[-3:] for order in made] == ["x0/", "x1/", "x2/"]
    assert {(order.state, order.card_message_id) for order in made} == {(OrderState.RESERVED, None)}
    assert await stores.ledger.balance(stores.wallet(ANN)) == -3 * TERMS.price_micro
    assert await stores.drafts.find(ANN) is None
    assert [one.kind for one in await stores.messages()] == ["mass_card"]
    assert await stores.broken() == set()


async def test_a_list_without_a_message_and_without_one_owed_is_a_breach(stores: StoresUnderTest) -> None:
    made = await stores.massed(count=2)
    mass_id = await stores.mass_orders.find_of_order(made[0].id)
    assert mass_id is not None
    await stores.break_by_hand("DELETE FROM outbox WHERE kind = 'mass_card'")
    assert await stores.broken() == {"card-owed"}
    await stores.mass_orders.shown(mass_id, 7)
    assert await stores.broken() == set()


async def test_many_taps_at_once_make_the_orders_once(stores: StoresUnderTest) -> None:
    token = await stores.listed(count=5)
    found = await asyncio.gather(*(confirm(stores, token) for _ in range(10)))
    assert len(set(found)) == 1
    assert await stores.states() == {OrderState.RESERVED: 5}
    assert await stores.broken() == set()


async def test_its_orders_stand_one_behind_the_other(stores: StoresUnderTest) -> None:
    await stores.massed(count=3)
    await stores.reserved(BOB)
    ranked = await stores.all(orders.select().order_by(orders.c.rank, orders.c.id))
    assert [row.person_id for row in ranked] == [ANN, BOB, ANN, ANN]


async def test_one_line_too_dear_undoes_them_all(stores: StoresUnderTest) -> None:
    poor = MassOrders(stores.database, Selling(stores.panel, credit_micro=2 * TERMS.price_micro))
    token = await stores.listed(count=3)
    with pytest.raises(FundsShort):
        await poor.reserve(token=token, person_id=ANN, now=NOON)
    assert await stores.states() == {}
    assert await stores.ledger.balance(stores.wallet(ANN)) == 0
    assert await stores.drafts.find(ANN) is not None
    assert await stores.messages() == []
    assert await stores.broken() == set()


@pytest.mark.parametrize("late", [10 * MINUTE, 11 * MINUTE])
async def test_an_expired_quote_makes_none(stores: StoresUnderTest, late: timedelta) -> None:
    token = await stores.listed(now=NOON - late)
    with pytest.raises(ShopError, match="quote_expired"):
        await confirm(stores, token)
    assert await stores.states() == {}


async def test_nobody_confirms_anothers_list(stores: StoresUnderTest) -> None:
    token = await stores.listed(ANN)
    for token_, person in ((token, BOB), ("never", ANN), ("", ANN)):
        with pytest.raises(ShopError, match="button_old"):
            await confirm(stores, token_, person)
    assert await stores.states() == {}


async def test_a_list_left_for_another_draft_makes_none(stores: StoresUnderTest) -> None:
    token = await stores.listed()
    await stores.offered()
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, token)


async def test_a_new_quote_ends_the_one_before(stores: StoresUnderTest) -> None:
    token = await stores.listed()
    draft = await stores.drafts.find(ANN)
    assert draft is not None
    listed = MassList(draft.id, ANN, (TypedLine("1", "a.b/c", "5"),), answered_by=9)
    await stores.mass_orders.save(listed, None, NOON)
    assert await stores.mass_orders.find(draft.id, ANN) == listed
    assert await stores.mass_orders.find(draft.id, BOB) is None
    with pytest.raises(ShopError, match="button_old"):
        await confirm(stores, token)


async def test_a_list_that_was_ordered_is_never_changed(stores: StoresUnderTest) -> None:
    token = await stores.listed()
    draft = await stores.drafts.find(ANN)
    assert draft is not None
    mass_id = await confirm(stores, token)
    await stores.mass_orders.save(MassList(draft.id, ANN), None, NOON)
    assert await confirm(stores, token) == mass_id
    assert await stores.broken() == set()


async def test_a_twin_that_nobody_was_told_of_stops_them_all(stores: StoresUnderTest) -> None:
    token = await stores.listed(link=TERMS.link, count=1)
    await stores.reserved(BOB)  # somebody else's is none
    await confirm(stores, token)
    again = await stores.listed(link=TERMS.link, count=1)
    with pytest.raises(ShopError, match="mass_twins"):
        await confirm(stores, again)
    assert await stores.mass_orders.find_running(ANN) == {(TERMS.link_key, "77"): 2}


async def test_no_more_wait_at_once_than_may(stores: StoresUnderTest) -> None:
    await stores.massed(count=WAITING_AT_ONCE)
    token = await stores.listed(count=1)
    with pytest.raises(ShopError, match="mass_too_many_waiting"):
        await confirm(stores, token)


async def test_while_payments_are_paused_none_is_made(stores: StoresUnderTest) -> None:
    token = await stores.listed()
    await stores.ledger.stop("looked into", NOON)
    with pytest.raises(ShopError, match="money_stopped"):
        await confirm(stores, token)


async def test_lists_are_tidied_and_their_orders_stay(stores: StoresUnderTest) -> None:
    made = await stores.massed(count=2)
    await stores.listed(BOB)
    tidying = Tidying(stores.database)
    await tidying.tidy(NOON + LISTS_KEPT - MINUTE)
    draft = await stores.drafts.find(BOB)
    assert draft is not None
    assert await stores.mass_orders.find(draft.id, BOB) is not None
    await tidying.tidy(NOON + LISTS_KEPT + MINUTE)
    assert await stores.mass_orders.find(draft.id, BOB) is None
    assert await stores.mass_orders.find_of_order(made[0].id) is not None
    await tidying.tidy(NOON + CARDS_KEPT + MINUTE)
    assert await stores.mass_orders.find_of_order(made[0].id) is None
    assert await stores.states() == {OrderState.RESERVED: 2}
