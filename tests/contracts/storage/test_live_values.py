"""What owners set in the chat: each change once, after the one its owner saw, with its act and history."""

import asyncio

import pytest

from shop.acts import Act, Did
from shop.live_values import LiveKey
from storage.desk.acts import Acts
from storage.desk.live_values import LiveValues
from tests.contracts.storage.stores import BOB, MINUTE, NOON, StoresUnderTest

OLGA = 900
LEAST, WELCOME = LiveKey("topup_least"), LiveKey("welcome", "ru")


@pytest.fixture
def live(stores: StoresUnderTest) -> LiveValues:
    return LiveValues(stores.database)


async def values(live: LiveValues) -> dict[str, str]:
    return {row.field: row.value for row in await live.list_all()}


async def test_a_change_is_kept_with_who_and_when(live: LiveValues) -> None:
    assert await live.list_all() == []
    assert await live.last_change(LEAST) is None
    assert await live.change(LEAST, "2", follows=0, form="typed:1", by=OLGA, now=NOON)
    (row,) = await live.list_all()
    assert (row.field, row.value, row.by, row.at) == ("topup_least", "2", OLGA, NOON)
    last = await live.last_change(LEAST)
    assert last is not None
    assert (last.before, last.after, last.by, last.at) == (None, "2", OLGA, NOON)


async def test_the_same_form_changes_nothing_twice(live: LiveValues) -> None:
    for _ in range(2):
        assert await live.change(LEAST, "2", follows=0, form="typed:1", by=OLGA, now=NOON)
    first = await live.last_change(LEAST)
    assert first is not None
    assert await live.change(LEAST, None, follows=first.id, form="away:1", by=OLGA, now=NOON + MINUTE)
    assert await live.change(LEAST, "2", follows=0, form="typed:1", by=OLGA, now=NOON + 2 * MINUTE)
    assert await values(live) == {}, "an old button brings nothing back"


async def test_whoever_saw_another_value_changes_nothing(live: LiveValues) -> None:
    assert await live.change(LEAST, "2", follows=0, form="typed:1", by=OLGA, now=NOON)
    assert not await live.change(LEAST, "3", follows=0, form="typed:2", by=BOB, now=NOON)
    assert not await live.change(LEAST, "3", follows=99, form="typed:3", by=BOB, now=NOON)
    assert await values(live) == {"topup_least": "2"}


async def test_two_at_once_are_one_change(live: LiveValues) -> None:
    both = [live.change(LEAST, str(n), follows=0, form=f"typed:{n}", by=n, now=NOON) for n in (1, 2)]
    assert sorted(await asyncio.gather(*both)) == [False, True]
    assert len(await values(live)) == 1


async def test_each_value_has_a_history_of_its_own(live: LiveValues) -> None:
    assert await live.change(LEAST, "2", follows=0, form="typed:1", by=OLGA, now=NOON)
    assert await live.change(WELCOME, "<b>Привет</b> 🎈\u202e", follows=0, form="typed:2", by=OLGA, now=NOON)
    last = await live.last_change(WELCOME)
    assert last is not None
    assert await live.change(WELCOME, None, follows=last.id, form="away:2", by=BOB, now=NOON)
    undone = await live.last_change(WELCOME)
    assert undone is not None
    assert (undone.before, undone.after, undone.by) == ("<b>Привет</b> 🎈\u202e", None, BOB)
    assert await values(live) == {"topup_least": "2"}


async def test_the_log_has_settings_with_both_values_and_texts_by_name(
    live: LiveValues, stores: StoresUnderTest
) -> None:
    await live.change(LEAST, "2", follows=0, form="typed:1", by=OLGA, now=NOON)
    await live.change(WELCOME, "secret words", follows=0, form="typed:2", by=OLGA, now=NOON)
    acts = [noted.act for noted in await Acts(stores.database).list_latest(limit=5)]
    least = {"name": "TOPUP_LEAST", "before": "–", "after": "2"}
    assert acts == [
        Act(OLGA, Did.TEXT_CHANGED, subject="live:welcome_ru", details={"name": "WELCOME_RU"}),
        Act(OLGA, Did.SETTING_CHANGED, subject="live:topup_least", details=least),
    ]
