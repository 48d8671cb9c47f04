"""Every scenario, played for every way to pay through the shop's chats; see docs/hostile-payments.md."""

from pathlib import Path

import pytest

from tests.stories.hostile.matrix import WAYS, played
from tests.stories.hostile.table import SCENARIOS, why_not


@pytest.mark.parametrize(("name", "way"), played())
async def test_scenario(name: str, way: str, database_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = WAYS[way]
    for setting, value in made.environment.items():
        monkeypatch.setenv(setting, value)
    world = made(database_file)
    world.environ = monkeypatch.setenv
    await world.opens()
    await world.ends(await SCENARIOS[name].play(world))
    await world.shop.closes()


def test_each_scenario_is_played_or_has_its_reason() -> None:
    assert len(SCENARIOS) >= 40
    assert len(WAYS) >= 11
    for one in SCENARIOS.values():
        assert one.promise.endswith(".")
        assert any(why_not(one, way) is None for way in WAYS.values()), one.name
        for way in WAYS.values():
            reason = why_not(one, way)
            assert reason is None or reason.endswith("."), (one.name, way.name)


def test_no_reason_is_for_nothing() -> None:
    known = {*SCENARIOS, *(need for one in SCENARIOS.values() for need in one.needs)}
    for way in WAYS.values():
        assert set(way.lacks) <= known, (way.name, set(way.lacks) - known)
