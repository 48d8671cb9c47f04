"""Favourites: one star for a service, the latest first, nobody else's."""

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
