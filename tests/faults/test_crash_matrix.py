"""`kill -9` at every point × every kind of fault at the panel × both databases: a spread sample of 48.

A third of them run with two panels. `make chaos` plays all of them.
"""

from collections import Counter

import pytest

from app.crash_points import POINTS
from chaos.crash_matrix import MATRIX, Case, run_cases, spread
from tests.faults.crash_scenarios import DEATHS, FAULTS, Death
from tests.faults.database_templates import KINDS, DatabaseTemplates

pytestmark = pytest.mark.slow


def test_every_point_is_tried() -> None:
    assert set(DEATHS) == set(POINTS)
    assert len(MATRIX) == len(POINTS) * 8 * 3


def test_the_sample_is_spread_over_points_faults_and_databases() -> None:
    sample = spread()
    assert len(sample) == len(set(sample)) == 48
    assert {(case.point, case.kind) for case in sample} == {
        (point, kind) for point in POINTS for kind in KINDS
    }
    assert {(case.fault, case.kind) for case in sample} == {
        (fault, kind) for fault in FAULTS for kind in KINDS
    }
    assert {case.point for case in sample if case.further} == set(POINTS)
    times = Counter(case.fault for case in sample).values()
    assert min(times) >= 5
    assert max(times) <= 7


@pytest.mark.parametrize("fault", [fault.name for fault in FAULTS])
async def test_an_order_survives_deaths_while_the_panel_does(
    fault: str, templates: DatabaseTemplates
) -> None:
    cases = [case for case in spread() if case.fault.name == fault]
    result = await run_cases(templates, cases)
    assert result.is_good, result.first
    assert result.n == len(cases)
    assert int(result.counts["deaths"]) >= sum(DEATHS[case.point].can_come(case.fault) for case in cases)


async def test_a_run_that_ends_otherwise_is_told(
    templates: DatabaseTemplates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A matrix that cannot fail would prove nothing."""
    monkeypatch.setattr(Death, "may_end", lambda *_: set())
    result = await run_cases(templates, [Case("after_reserve", FAULTS[0], "sqlite")])
    assert not result.is_good
    assert "after_reserve × none × sqlite: AssertionError" in str(result.first)
