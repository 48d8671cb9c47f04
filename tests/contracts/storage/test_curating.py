"""What operators decide about the catalogue: each once, with its act; rules; reports of syncs."""

import asyncio
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Select, func, insert, select

from shop.acts import Did
from shop.alerts import AlertKind
from shop.catalogue.curating import Curated, Decider, Decision, Target
from shop.catalogue.hiding_rules import MOST_RULES, HidingRule, RuleState, SetState, default_sets
from shop.catalogue.sync_report import SYNCS_KEPT, Moved, ServiceChange, SyncReport
from shop.errors import ShopError
from storage.alerts.store import Alerts
from storage.catalogue.curating import Curating, subject_of
from storage.catalogue.curating_tables import catalogue_change, catalogue_sync, hiding_rule, hiding_set
from storage.catalogue.hiding_rules import HidingRules
from storage.catalogue.sync_reports import SyncReports
from storage.desk.acts import Acts
from tests.contracts.storage.stores import BOB, MINUTE, NOON, OLGA, StoresUnderTest

BY_OLGA, BY_BOB = Decider(OLGA, NOON), Decider(BOB, NOON + MINUTE)
LIKES = Target(Curated.SERVICE, "21")
CATEGORY = Target(Curated.CATEGORY, "instagram likes ❤️")
REPORT = SyncReport(
    {Moved.NEW: 3, Moved.DEARER: 1},
    (
        ServiceChange(Moved.NEW, "7", "<b>New</b>", after_micro=5),
        ServiceChange(Moved.DEARER, "8", "Old", before_micro=1, after_micro=2),
    ),
    "USD",
    70,
)


@pytest.fixture
def curating(stores: StoresUnderTest) -> Curating:
    return Curating(stores.database)


@pytest.fixture
def rules(stores: StoresUnderTest) -> HidingRules:
    return HidingRules(stores.database)


async def did(stores: StoresUnderTest) -> list[Did]:
    """Return what was done, the oldest first."""
    return [one.act.did for one in reversed(await Acts(stores.database).list_latest(limit=50))]


async def test_each_decision_is_kept_once_with_its_act(stores: StoresUnderTest, curating: Curating) -> None:
    assert (await curating.load()).services == {}
    for _ in range(2):
        await curating.show(LIKES, BY_OLGA, is_shown=False)
        await curating.name(LIKES, BY_OLGA, "Hearts ❤️")
        await curating.describe(LIKES, BY_OLGA, "Two\nlines")
        await curating.picture(CATEGORY, BY_OLGA, "file")
        await curating.pin(LIKES, BY_OLGA, is_pinned=True)
        await curating.arrange(LIKES, BY_OLGA, ["22", "21"])
    decisions = await curating.load()
    assert decisions.services["21"] == Decision(
        is_shown=False, name="Hearts ❤️", description="Two\nlines", is_pinned=True, position=1
    )
    assert decisions.services["22"] == Decision(position=0)
    assert decisions.categories[CATEGORY.key] == Decision(picture="file")
    assert await did(stores) == [
        Did.CATALOGUE_HIDDEN,
        Did.CATALOGUE_RENAMED,
        Did.CATALOGUE_DESCRIBED,
        Did.CATALOGUE_PICTURED,
        Did.CATALOGUE_PINNED,
        Did.CATALOGUE_MOVED,
    ]
    last = await Acts(stores.database).last(subject_of(LIKES), (Did.CATALOGUE_RENAMED,))
    assert last is not None
    assert last.act.details == {"what": "21", "before": "–", "after": "Hearts ❤️"}


async def test_two_at_once_are_one_act(stores: StoresUnderTest, curating: Curating) -> None:
    done = await asyncio.gather(
        curating.show(LIKES, BY_OLGA, is_shown=False), curating.show(LIKES, BY_BOB, is_shown=False)
    )
    assert sorted(done) == [False, True]
    assert await did(stores) == [Did.CATALOGUE_HIDDEN]


async def test_what_was_decided_is_taken_back(curating: Curating) -> None:
    await curating.show(CATEGORY, BY_OLGA, is_shown=False)
    assert await curating.show(CATEGORY, BY_BOB, is_shown=None)
    assert not await curating.show(CATEGORY, BY_BOB, is_shown=None)
    await curating.name(LIKES, BY_OLGA, "Hearts")
    assert await curating.name(LIKES, BY_OLGA, "")
    assert (await curating.load()).services["21"] == Decision()


async def test_a_rule_lives_from_its_draft_to_its_end(
    stores: StoresUnderTest, curating: Curating, rules: HidingRules
) -> None:
    number = await rules.propose("mass report", BY_OLGA, update_id=7)
    assert await rules.propose("mass report", BY_OLGA, update_id=7) == number
    assert (await curating.load()).rules == (), "a draft hides nothing"
    assert not await rules.change(number, RuleState.OFF, BY_OLGA)
    assert not await rules.change(number, RuleState.REMOVED, BY_OLGA)
    for to in (RuleState.ON, RuleState.OFF, RuleState.ON, RuleState.REMOVED, RuleState.ON):
        assert await rules.change(number, to, BY_OLGA)
        assert not await rules.change(number, to, BY_BOB), "the second is too late"
    assert (await curating.load()).rules == (HidingRule(number, "mass report", RuleState.ON),)
    assert await rules.find(number) == HidingRule(number, "mass report", RuleState.ON)
    assert await rules.find(99) is None
    assert await did(stores) == [Did.RULE_ON, Did.RULE_OFF, Did.RULE_ON, Did.RULE_REMOVED, Did.RULE_ON]


async def test_rules_are_bounded_and_old_drafts_go(stores: StoresUnderTest, rules: HidingRules) -> None:
    first = await rules.propose("draft", BY_OLGA, update_id=1)
    later = replace(BY_OLGA, at=NOON + 8 * 1_440 * MINUTE)
    await rules.propose("another", later, update_id=2)
    assert await rules.find(first) is None

    row = {"words": "x", "state": RuleState.ON, "made_by": OLGA, "changed_at": NOON}
    rows = [{**row, "update_id": number} for number in range(100, 100 + MOST_RULES)]
    await stores.database.write(lambda connection: connection.execute(insert(hiding_rule), rows))
    with pytest.raises(ShopError, match="rules_many"):
        await rules.propose("one more", later, update_id=3)


async def test_default_sets_are_decided_once(
    stores: StoresUnderTest, curating: Curating, rules: HidingRules
) -> None:
    keys = [one.key for one in default_sets() if one.is_on]
    new_shop = await curating.load()
    assert not new_shop.asks_first
    assert {new_shop.state_of(one) for one in default_sets() if one.is_on} == {SetState.ON}
    assert await rules.turn_set("polls", SetState.ON, BY_OLGA)
    assert not await rules.turn_set("polls", SetState.ON, BY_BOB)

    mark = {"key": "", "state": SetState.ASKED, "changed_at": NOON}
    await stores.database.write(lambda connection: connection.execute(insert(hiding_set), [mark]))
    older = await curating.load()
    assert older.asks_first
    assert [older.state_of(one) for one in default_sets()] == [SetState.ASKED] * 4 + [SetState.ON]
    assert await rules.answer(keys, SetState.OFF, BY_OLGA)
    assert not await rules.answer(keys, SetState.ON, BY_BOB), "the first answer counts"
    decided = await curating.load()
    assert [decided.state_of(one) for one in default_sets()] == [SetState.OFF] * 4 + [SetState.ON]
    assert await rules.turn_set("reports", SetState.ON, BY_BOB)
    assert (await did(stores)).count(Did.DEFAULT_SET_OFF) == 4


async def test_reports_are_kept_with_their_changes_and_bounded(stores: StoresUnderTest) -> None:
    reports = SyncReports(stores.database)
    for number in range(SYNCS_KEPT + 5):
        await reports.add(REPORT, NOON + number * 30 * MINUTE)
    newest, *_ = await reports.list_latest(limit=1)
    found = await reports.find(newest.id)
    assert found is not None
    assert found.report == REPORT
    older = await reports.list_latest(before=newest.id, limit=3)
    assert [newest.id - one.id for one in older] == [1, 2, 3]
    for table, rows in ((catalogue_sync, SYNCS_KEPT), (catalogue_change, SYNCS_KEPT * 2)):
        counting = select(func.count()).select_from(table)
        assert await stores.database.read(partial(_first, counting)) == rows
    alert, *more = await Alerts(stores.database).list_of({AlertKind.CATALOGUE_CHANGED})
    assert not more
    assert alert.facts["new"] == 48 * 3, "what changed within a day"
    assert await reports.find(1) is None


def _first(counting: Select[Any], connection: Connection) -> int:
    count: int = connection.execute(counting).scalar_one()
    return count
