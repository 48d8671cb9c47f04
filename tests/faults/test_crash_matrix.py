"""`kill -9` at every point × every kind of fault at the panel × both databases: a sample of some fifty.

A few of them run with two panels. `make chaos` plays all of them.
"""

from collections import Counter

import pytest

from app.crash_points import GATEWAY_POINTS, MONEY_POINTS, POINTS
from chaos.crash_matrix import ALL_DEATHS, MATRIX, Case, faults_of, run_cases, spread
from tests.faults.crash_scenarios import DEATHS, FAULTS, Death
from tests.faults.database_templates import DatabaseTemplates
from tests.faults.money_scenarios import FURTHER

pytestmark = pytest.mark.slow


def test_every_point_is_tried() -> None:
    assert set(DEATHS) == set(POINTS)
    assert set(FURTHER) == {*MONEY_POINTS, *GATEWAY_POINTS}
    further = sum(2 * len(faults_of(point)) for point in FURTHER)
    assert len(MATRIX) == len(POINTS) * 8 * 3 + further


def test_the_sample_is_spread_over_points_faults_and_databases() -> None:
    sample = spread()
    assert 45 <= len(sample) == len(set(sample)) <= 60
    assert {case.point for case in sample} == set(ALL_DEATHS)
    assert Counter(case.kind for case in sample)["postgresql"] >= len(sample) // 3
    times = Counter(case.fault.name for case in sample)
    assert set(times) == {fault.name for fault in FAULTS}
    assert min(times.values()) >= 2
    assert sum(bool(case.further) for case in sample) == len(POINTS) // 2


@pytest.mark.parametrize("fault", [fault.name for fault in FAULTS])
async def test_an_order_survives_deaths_while_the_panel_does(
    fault: str, templates: DatabaseTemplates
) -> None:
    cases = [case for case in spread() if case.fault.name == fault]
    result = await run_cases(templates, cases)
    assert result.is_good, result.first
    assert result.n == len(cases)
    assert int(result.counts["deaths"]) >= sum(ALL_DEATHS[case.point].can_come(case.fault) for case in cases)


async def test_a_run_that_ends_otherwise_is_told(
    templates: DatabaseTemplates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A matrix that cannot fail would prove nothing."""
    monkeypatch.setattr(Death, "may_end", lambda *_: set())
    result = await run_cases(templates, [Case("after_reserve", FAULTS[0], "sqlite")])
    assert not result.is_good
    assert "after_reserve × none × sqlite: AssertionError" in str(result.first)
