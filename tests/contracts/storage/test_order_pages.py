"""Pages of a person's orders: running ones first, by keyset, forwards and backwards."""

from datetime import datetime

import pytest
from sqlalchemy import event

from shop.ordering.order import RUNNING, Order, OrderState
from shop.ordering.order_list import ListPlace, OrderFilter, OrderGroup, OrderPage, group_of
from shop.ordering.order_search import Wanted
from storage.core.forms import LISTENED
from storage.messages.turn_start import TurnStarts
from storage.orders import found as found_orders
from storage.orders import pages
from storage.orders.searches import OrderSearches
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest

ALL = OrderFilter.ALL


async def mixed(stores: StoresUnderTest) -> list[Order]:
    """Return nine orders of Ann's as the list shows them; every other one is withdrawn; Bob has some too."""
    for number in range(9):
        order = await stores.reserved(ANN)
        if number % 2:
            assert await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
        await stores.reserved(BOB)
    newest = await stores.orders.list_latest(ANN, limit=100)
    return sorted(newest, key=lambda order: order.state not in RUNNING)


def at(page: OrderPage, index: int) -> ListPlace:
    order = page.orders[index]
    return ListPlace(group_of(order, page.showing), order.id, page.number or 0)


async def test_running_orders_come_first_and_each_order_once(stores: StoresUnderTest) -> None:
    expected = await mixed(stores)
    page = await stores.orders.list_page(ANN, ALL, size=4)
    assert not page.newer
    pages = [page]
    while page.older:
        page = await stores.orders.list_page(ANN, ALL, size=4, after=at(page, -1))
        assert page.newer
        pages.append(page)
    assert [order for one in pages for order in one.orders] == expected
    back = [page]
    while page.newer:
        page = await stores.orders.list_page(ANN, ALL, size=4, before=at(page, 0))
        assert page.older
        back.append(page)
    assert back[::-1] == pages


async def test_pages_are_numbered_and_few_are_counted(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    await mixed(stores)

    async def numbers(showing: OrderFilter, size: int) -> list[tuple[int | None, int | None]]:
        page = await stores.orders.list_page(ANN, showing, size=size)
        told = [(page.number, page.pages)]
        while page.older:
            page = await stores.orders.list_page(ANN, showing, size=size, after=at(page, -1))
            told.append((page.number, page.pages))
        return told

    assert await numbers(ALL, 4) == [(1, 3), (2, 3), (3, 3)]
    assert await numbers(OrderFilter.RUNNING, 3) == [(1, 2), (2, 2)]
    assert await numbers(OrderFilter.MONEY_BACK, 3) == [(1, None), (2, 2)]
    assert await numbers(ALL, 9) == [(1, None)]
    monkeypatch.setattr(pages, "MOST_PAGES", 2)
    assert await numbers(ALL, 4) == [(1, None), (2, None), (3, 3)]
    unknown = ListPlace(OrderGroup.RUNNING, 10**18)
    assert (await stores.orders.list_page(ANN, ALL, size=4, after=unknown)).number is None


async def test_a_page_is_one_look_at_the_orders_and_one_at_their_requests(stores: StoresUnderTest) -> None:
    """A server shows each statement another moment, and each is a trip to it."""
    expected = await mixed(stores)
    heard: list[str] = []
    engine = stores.database.engines[1]
    engine.update_execution_options(**{LISTENED: True})
    event.listen(
        engine, "before_cursor_execute", lambda _connection, _cursor, statement, *_: heard.append(statement)
    )
    page = await stores.orders.list_page(ANN, ALL, size=6)  # of both groups, and there are more
    assert ([*page.orders], page.pages) == (expected[:6], 2)
    assert len(heard) == 2


async def test_each_filter_shows_its_own(stores: StoresUnderTest) -> None:
    expected = await mixed(stores)
    wanted = {
        OrderFilter.ALL: expected,
        OrderFilter.RUNNING: [order for order in expected if order.state in RUNNING],
        OrderFilter.DONE: [],
        OrderFilter.MONEY_BACK: [order for order in expected if order.state is OrderState.VOIDED],
    }
    for showing, orders in wanted.items():
        page = await stores.orders.list_page(ANN, showing, size=100)
        assert page == OrderPage(showing, orders), showing


async def test_an_order_that_ended_meanwhile_is_still_a_place(stores: StoresUnderTest) -> None:
    first, second, third = [await stores.reserved(ANN) for _ in range(3)]
    shown = await stores.orders.list_page(ANN, ALL, size=1)
    place = at(shown, 0)
    assert place == ListPlace(OrderGroup.RUNNING, third.id, 1)
    await stores.orders.withdraw(third.id, owner=ANN, now=NOON)
    page = await stores.orders.list_page(ANN, ALL, size=9, after=place)
    assert [order.id for order in page.orders] == [second.id, first.id, third.id]


async def test_a_place_with_nothing_left_shows_the_first_page(stores: StoresUnderTest) -> None:
    order = await stores.reserved(ANN)
    expected = await stores.orders.list_page(ANN, ALL, size=2)
    assert [one.id for one in expected.orders] == [order.id]
    for huge in (order.id, 10**18, 10**30):
        gone = ListPlace(OrderGroup.RUNNING, huge)
        assert await stores.orders.list_page(ANN, ALL, size=2, before=gone) == expected
    low = ListPlace(OrderGroup.ENDED, 1)
    assert await stores.orders.list_page(ANN, ALL, size=2, after=low) == expected


async def test_words_find_ones_own_orders_page_after_page(stores: StoresUnderTest) -> None:
    expected = await mixed(stores)
    wanted = Wanted.read(expected[0].terms.service_name)
    page = await stores.orders.list_found(ANN, wanted, size=4)
    pages = [page]
    while page.older:
        page = await stores.orders.list_found(ANN, wanted, size=4, after=at(page, -1))
        pages.append(page)
    assert [order for one in pages for order in one.orders] == expected
    back = [page]
    while page.newer:
        page = await stores.orders.list_found(ANN, wanted, size=4, before=at(page, 0))
        back.append(page)
    assert back[::-1] == pages
    for one in expected:
        found = await stores.orders.list_found(ANN, Wanted.read(f"#{one.id}"), size=4)
        assert one in found.orders
        others = await stores.orders.list_found(BOB, Wanted.read(f"#{one.id}"), size=4)
        assert one.id not in [order.id for order in others.orders]
    assert not (await stores.orders.list_found(ANN, Wanted.read("9" * 18), size=4)).orders


async def test_only_the_newest_are_looked_through_but_a_number_is_found(
    stores: StoresUnderTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _, third, fourth = [await stores.reserved(ANN) for _ in range(4)]
    monkeypatch.setattr(found_orders, "LOOKED_THROUGH", 2)
    found = await stores.orders.list_found(ANN, Wanted.read(first.terms.service_name), size=9)
    assert [order.id for order in found.orders] == [fourth.id, third.id]
    assert found.looked_through == 2
    for number in (first.id, third.id):
        found = await stores.orders.list_found(ANN, Wanted.read(str(number)), size=9)
        assert [order.id for order in found.orders].count(number) == 1


async def test_a_question_for_words_is_answered_once_and_lapses(stores: StoresUnderTest) -> None:
    searches, starts = OrderSearches(stores.database), TurnStarts(stores.database)

    async def asked(update_id: int, now: datetime = NOON) -> bool:
        return (await starts.get(ANN, update_id, now, is_staff=False)).seeks_orders

    assert not await asked(5)
    await searches.ask(ANN, NOON)
    assert await asked(5)
    assert not await asked(5, NOON + 61 * MINUTE)
    assert await searches.find(ANN) is None
    await searches.answer(ANN, "лайки", 5, NOON)
    assert await asked(5)  # the same update once more
    assert not await asked(6)
    await searches.drop(ANN)
    assert await searches.find(ANN) == "лайки"
    await searches.ask(ANN, NOON)
    await searches.drop(ANN)
    assert not await asked(6)
    assert await searches.find(BOB) is None
