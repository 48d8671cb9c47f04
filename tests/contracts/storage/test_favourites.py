"""A person's own services: one star for each, the latest first, nobody else's; and those ordered before."""

from storage.orders.store import Orders
from storage.people.favourites import MOST, Favourites
from tests.contracts.storage.stores import ANN, BOB, MINUTE, NOON, StoresUnderTest


async def test_the_latest_star_comes_first(stores: StoresUnderTest) -> None:
    favourites = Favourites(stores.database)
    await favourites.keep(ANN, "7", NOON)
    await favourites.keep(ANN, "21", NOON + MINUTE)
    await favourites.keep(BOB, "5", NOON)
    assert await favourites.list_of(ANN) == ["21", "7"]
    assert await favourites.list_of(BOB) == ["5"]


async def test_a_second_star_changes_nothing(stores: StoresUnderTest) -> None:
    favourites = Favourites(stores.database)
    await favourites.keep(ANN, "7", NOON)
    await favourites.keep(ANN, "21", NOON + MINUTE)
    await favourites.keep(ANN, "7", NOON + 2 * MINUTE)
    assert await favourites.list_of(ANN) == ["21", "7"]


async def test_a_star_is_taken_away(stores: StoresUnderTest) -> None:
    favourites = Favourites(stores.database)
    await favourites.keep(ANN, "7", NOON)
    await favourites.keep(BOB, "7", NOON)
    for _ in range(2):
        await favourites.drop(ANN, "7")
    assert await favourites.list_of(ANN) == []
    assert await favourites.list_of(BOB) == ["7"]


async def test_nobody_fills_the_screen_with_stars(stores: StoresUnderTest) -> None:
    favourites = Favourites(stores.database)
    for number in range(MOST + 1):
        await favourites.keep(ANN, str(number), NOON + number * MINUTE)
    listed = await favourites.list_of(ANN)
    assert (len(listed), listed[0]) == (MOST, str(MOST))


async def test_services_ordered_before_are_the_latest_first_each_once(stores: StoresUnderTest) -> None:
    for number, service in enumerate(("7", "21", "7")):
        await stores.placed(str(number), ANN, service_id=service)
    await stores.placed("9", BOB, service_id="5")
    assert await stores.orders.list_services(ANN) == ["7", "21"]
    assert await stores.orders.list_services(BOB) == ["5"]


async def test_what_came_to_nothing_was_not_ordered(stores: StoresUnderTest) -> None:
    order = await stores.reserved(ANN, service_id="7")
    assert await stores.orders.list_services(ANN) == ["7"]
    await stores.orders.withdraw(order.id, owner=ANN, now=NOON)
    assert await stores.orders.list_services(ANN) == []


async def test_numbers_of_another_panel_are_other_services(stores: StoresUnderTest) -> None:
    await stores.placed("1", ANN, service_id="7")
    elsewhere = Orders(stores.database, panel="other")
    assert await elsewhere.list_services(ANN) == []
