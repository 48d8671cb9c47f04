"""Everybody's orders for the staff: pages by keyset, words, the timeline, and acts in the log."""

from datetime import timedelta

import pytest

from shop.acts import Act, Did, Noted
from shop.errors import ShopError
from shop.ordering.desk_list import DeskGroup, DeskList, Narrowed
from shop.ordering.order import Order
from shop.ordering.order_search import Wanted
from shop.ordering.place import AttemptOutcome
from shop.ordering.request import RequestKind
from shop.tickets.ticket import About, Asked, Said
from storage.desk.acts import Acts
from storage.orders import desk_pages
from storage.orders.at_desk import DeskOrders
from storage.orders.endings import Endings
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, OLGA, PANEL, StoresUnderTest

DAY = (NOON - timedelta(hours=12), NOON + timedelta(hours=12))
LINK = "https://www.instagram.com/p/abc/"


@pytest.fixture
def at_desk(stores: StoresUnderTest) -> DeskOrders:
    """The store under test, beside the others."""
    return DeskOrders(stores.database)


@pytest.fixture
def acts(stores: StoresUnderTest) -> Acts:
    return Acts(stores.database)


async def mixed(stores: StoresUnderTest) -> list[int]:
    """Make nine orders of two people and services, each third withdrawn; return their numbers, falling."""
    for number in range(9):
        person = ANN if number % 2 else BOB
        service = "77" if number < 4 else "78"
        order = await stores.reserved(person, service_id=service, link=f"{LINK}{number % 2}")
        if number % 3 == 0:
            assert await stores.orders.withdraw(order.id, owner=None, now=NOON)
    return list(range(9, 0, -1))


def numbers(orders: list[Order] | tuple[Order, ...]) -> list[int]:
    return [order.id for order in orders]


async def walked(at_desk: DeskOrders, showing: DeskList, size: int = 2) -> list[int]:
    """Return all numbers of the list, read page by page there and back, which must be the same."""
    pages = [await at_desk.list_page(showing, size=size, day=DAY)]
    assert pages[0].newer_than is None
    while (further := pages[-1].older_than) is not None:
        pages.append(await at_desk.list_page(showing, size=size, day=DAY, older_than=further))
    there = [number for page in pages for number in numbers(list(page.orders))]
    back, page = list(pages[-1:]), pages[-1]
    while page.newer_than is not None:
        page = await at_desk.list_page(showing, size=size, day=DAY, newer_than=page.newer_than)
        back.append(page)
    assert there == [number for page in back[::-1] for number in numbers(list(page.orders))]
    return there


@pytest.mark.parametrize("looked_at", [3, 500])
@pytest.mark.parametrize("group", [DeskGroup.ALL, DeskGroup.MONEY_BACK, DeskGroup.WAITING, DeskGroup.RUNNING])
async def test_each_order_of_a_list_comes_once_newest_first(
    stores: StoresUnderTest,
    at_desk: DeskOrders,
    monkeypatch: pytest.MonkeyPatch,
    group: DeskGroup,
    looked_at: int,
) -> None:
    monkeypatch.setattr(desk_pages, "LOOKED_AT", looked_at)
    everything = await mixed(stores)
    in_group = {
        DeskGroup.ALL: everything,
        DeskGroup.MONEY_BACK: [7, 4, 1],
        DeskGroup.WAITING: [9, 8, 6, 5, 3, 2],
        DeskGroup.RUNNING: [9, 8, 6, 5, 3, 2],
    }[group]
    of_ann = [one for one in everything if one % 2 == 0]
    assert await walked(at_desk, DeskList(group)) == in_group
    if looked_at == 3:  # pages end early then, and going back they begin elsewhere
        return
    assert await walked(at_desk, DeskList(group, Narrowed.DAY, 20260301)) == in_group
    assert await walked(at_desk, DeskList(group, Narrowed.PERSON, ANN)) == [
        n for n in in_group if n in of_ann
    ]
    assert await walked(at_desk, DeskList(group, Narrowed.LINK, 2)) == [n for n in in_group if n in of_ann]
    assert await walked(at_desk, DeskList(group, Narrowed.SERVICE, 1)) == [n for n in in_group if n <= 4]


async def test_a_page_looks_at_so_many_rows_and_says_where_it_ended(
    stores: StoresUnderTest, at_desk: DeskOrders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_pages, "LOOKED_AT", 4)
    await mixed(stores)
    showing = DeskList(DeskGroup.MONEY_BACK, Narrowed.SERVICE, 5)
    page = await at_desk.list_page(showing, size=6)
    assert (numbers(list(page.orders)), page.older_than, page.is_cut) == ([7], 6, True)
    page = await at_desk.list_page(showing, size=6, older_than=6)
    assert (numbers(list(page.orders)), page.older_than, page.is_cut) == ([], None, False)


async def test_small_groups_are_counted_up_to_a_bound(stores: StoresUnderTest, at_desk: DeskOrders) -> None:
    await mixed(stores)
    counts = await at_desk.count_few(most=4)
    assert counts == {
        DeskGroup.WAITING: 4,
        DeskGroup.UNCONFIRMED: 0,
        DeskGroup.LATE: 0,
        DeskGroup.HELD: 0,
    }


async def test_orders_of_other_panels_are_listed_too(stores: StoresUnderTest, at_desk: DeskOrders) -> None:
    await mixed(stores)
    await stores.break_by_hand("UPDATE orders SET panel = 'elsewhere' WHERE id < 5")
    assert await walked(at_desk, DeskList(DeskGroup.MONEY_BACK)) == [7, 4, 1]


async def test_a_day_is_half_open(stores: StoresUnderTest, at_desk: DeskOrders) -> None:
    await mixed(stores)
    showing = DeskList(DeskGroup.ALL, Narrowed.DAY, 20260301)
    for day, found in (((NOON, NOON + MINUTE), 9), ((NOON - MINUTE, NOON), 0)):
        page = await at_desk.list_page(showing, size=20, day=day)
        assert len(page.orders) == found


async def test_words_find_numbers_services_and_links(stores: StoresUnderTest, at_desk: DeskOrders) -> None:
    placed = await stores.placed("4711", ANN, service_id="77", service_name="Likes, fast", link=LINK)
    for words in ("#4711", "4711"):
        found = await at_desk.find_by_words(Wanted.read(words))
        assert numbers(list(found.orders)) == [placed.id]
    found = await at_desk.find_by_words(Wanted.read(str(placed.id)))
    assert numbers(list(found.orders)) == [placed.id]
    found = await at_desk.find_by_words(Wanted.read("77"))
    assert [one.text for one in found.services] == ["Likes, fast"]
    found = await at_desk.find_by_words(Wanted.read("fast likes"))
    assert [one.order_id for one in found.services] == [placed.id]
    for words in ("instagram.com/p/abc", "p/ab", "https://instagram.com/reel/abc?igsh=1"):
        found = await at_desk.find_by_words(Wanted.read(words))
        assert [one.text for one in found.links] == [LINK]
    for words in ("gone", "%", "'", "\0", "9" * 18):
        found = await at_desk.find_by_words(Wanted.read(words))
        assert (found.orders, found.services, found.links) == ([], [], [])


async def test_a_link_that_was_deleted_is_the_same_as_no_other(
    stores: StoresUnderTest, at_desk: DeskOrders
) -> None:
    await mixed(stores)
    await stores.break_by_hand("UPDATE orders SET link_key = 'gone'")
    page = await at_desk.list_page(DeskList(DeskGroup.ALL, Narrowed.LINK, 1), size=6)
    assert list(page.orders) == []


async def test_the_timeline_has_tries_money_and_notices(stores: StoresUnderTest, at_desk: DeskOrders) -> None:
    order = await stores.placed("4711", ANN)
    known = await at_desk.get_timeline(order)
    assert [one.outcome for one in known.attempts] == [AttemptOutcome.ACCEPTED]
    assert [one.kind.value for one in known.booked] == ["reserve", "capture"]
    assert {one.amount_micro for one in known.booked} == {order.terms.price_micro}
    assert [one.kind for one in known.told] == ["card"]


def who_did(noted: list[Noted]) -> list[tuple[int, Did, str, int | None]]:
    return [(one.act.actor_id, one.act.did, one.act.subject, one.act.amount_micro) for one in noted]


async def test_an_end_by_hand_is_logged_with_its_money_once(stores: StoresUnderTest, acts: Acts) -> None:
    order = await stores.placed("4711", ANN)
    endings = Endings(stores.database, panel=PANEL, operators=frozenset({OLGA}))
    assert await endings.end(order.id, NOON, refund=True, by=OLGA)
    assert not await endings.end(order.id, NOON, refund=False, by=BOB)
    price, number = order.terms.price_micro, order.id
    assert who_did(await acts.list_of_order(number, 9)) == [
        (OLGA, Did.ORDER_REFUNDED, f"end:{number}", price)
    ]


async def test_a_withdrawal_by_staff_is_logged_and_a_customers_is_not(
    stores: StoresUnderTest, acts: Acts
) -> None:
    first, second = await stores.reserved(ANN), await stores.reserved(ANN)
    assert await stores.orders.withdraw(first.id, owner=None, now=NOON, by=OLGA)
    assert not await stores.orders.withdraw(first.id, owner=None, now=NOON, by=BOB)
    assert await stores.orders.withdraw(second.id, owner=ANN, now=NOON)
    assert who_did(await acts.list_latest(limit=9)) == [
        (OLGA, Did.ORDER_DROPPED, f"cancel:{first.id}", first.terms.price_micro)
    ]


async def test_a_request_by_staff_is_logged_unless_it_is_refused(stores: StoresUnderTest, acts: Acts) -> None:
    order = await stores.placed("4711", ANN)
    await stores.requests.ask(order, RequestKind.CANCEL, NOON, by=OLGA)
    with pytest.raises(ShopError):
        await stores.requests.ask(order, RequestKind.CANCEL, NOON, by=BOB)
    assert who_did(await acts.list_latest(limit=9)) == [(OLGA, Did.CANCEL_ASKED, f"cancel:{order.id}", None)]


async def test_an_act_of_one_turn_is_noted_once(acts: Acts) -> None:
    act = Act(OLGA, Did.PANEL_ASKED, subject="panel_asked:1")
    for _ in range(2):
        await acts.note_once(act, NOON)
    assert len(await acts.list_latest(limit=9)) == 1


async def test_the_staff_writes_to_a_customer_once(stores: StoresUnderTest, acts: Acts) -> None:
    order = await stores.placed("4711", ANN)
    asked = Asked(None, order.id, About.SHOP)
    said = Said(OLGA, OLGA, 5, "text", "Hello")
    act = Act(OLGA, Did.CUSTOMER_WRITTEN_TO, ANN, order.id, "message:900:1")
    for _ in range(2):
        message = await stores.tickets.write_to(ANN, asked, said, act, places=[OLGA, BOB], now=NOON)
    assert len(await acts.list_latest(limit=9)) == 1
    sent = [(one.kind, one.chat_id) for one in await stores.messages(now=NOON) if one.kind != "card"]
    assert sorted(sent) == [
        *(("ticket_head", BOB), ("ticket_head", OLGA), ("ticket_in", BOB), ("ticket_out", ANN)),
        *(("ticket_topic", BOB), ("ticket_topic", OLGA)),
    ]
    again = Said(OLGA, OLGA, 6, "text", "Are you there?")
    more = await stores.tickets.write_to(ANN, asked, again, act, places=[OLGA], now=NOON)
    assert more.ticket_id == message.ticket_id
    with pytest.raises(ShopError):
        await stores.tickets.write_to(BOB, asked, Said(BOB, BOB, 7, "text", "?"), act, places=[], now=NOON)
