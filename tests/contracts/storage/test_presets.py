"""Presets in rows: own ones only, as many as may be, each basket once."""

import pytest

from shop.errors import ShopError
from shop.ordering.presets import MOST_PRESETS, PresetItem
from storage.orders.presets import Presets
from tests.contracts.storage.stores import ANN, BOB, NOON, StoresUnderTest

ITEMS = (PresetItem("77", "Followers", 5_000_000_000), PresetItem("9", "Package", None))


async def test_a_preset_is_kept_as_it_was_saved(stores: StoresUnderTest) -> None:
    presets = Presets(stores.database)
    kept = await presets.add(ANN, "Both", ITEMS, NOON)
    assert await presets.find(kept.id, ANN) == kept
    assert (await presets.list_of(ANN), await presets.list_of(BOB)) == ([kept], [])


async def test_the_same_basket_is_one_preset_and_keeps_its_name(stores: StoresUnderTest) -> None:
    presets = Presets(stores.database)
    kept = await presets.add(ANN, "Both", ITEMS, NOON)
    await presets.rename(kept.id, ANN, "Mine")
    again = await presets.add(ANN, "Both", ITEMS, NOON)
    assert (again.id, again.name) == (kept.id, "Mine")


async def test_nobody_reads_or_changes_anothers(stores: StoresUnderTest) -> None:
    presets = Presets(stores.database)
    kept = await presets.add(ANN, "Both", ITEMS, NOON)
    for number, person in ((kept.id, BOB), (kept.id + 1, ANN), (2**63, ANN)):
        with pytest.raises(ShopError, match="preset_gone"):
            await presets.find(number, person)
    await presets.rename(kept.id, BOB, "Stolen")
    await presets.drop(kept.id, BOB)
    assert await presets.list_of(ANN) == [kept]
    await presets.drop(kept.id, ANN)
    await presets.drop(kept.id, ANN)
    assert await presets.list_of(ANN) == []


async def test_there_are_no_more_than_may_be(stores: StoresUnderTest) -> None:
    presets = Presets(stores.database)
    for number in range(MOST_PRESETS):
        await presets.add(ANN, "One", (PresetItem(str(number), "One", 1),), NOON)
    with pytest.raises(ShopError, match="preset_too_many"):
        await presets.add(ANN, "One more", ITEMS, NOON)
    await presets.add(BOB, "His", ITEMS, NOON)
