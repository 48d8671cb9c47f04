"""How half an hour at work is judged: growth is told from what a minute leaves behind and gives back."""

import pytest

from chaos.soak import EVERY, LONGEST_CASE, QUIET_SECONDS, Sample, Seen, result
from tests.stories.test_unknown_orders import Opening, loses, opening

__all__ = ["opening"]

SEED, MINUTES = 1, 30


def worked(growth: float, *, files_more: int = 0, lag: float = 0.02) -> Seen:
    """Return half an hour of a process that grows by so many MB/h, and by one each minute that goes back."""
    moments = [step * EVERY for step in range(int(MINUTES * 60 / EVERY))]
    samples = [
        Sample(at, 150.0 + growth * at / 3600 + (at % 60) / 60, 30 + (files_more if at > 1_100 else 0))
        for at in moments
    ]
    return Seen(samples=samples, lags=[lag] * 1_000)


@pytest.mark.parametrize("growth", [-5.0, 0.0, 0.8])
def test_what_goes_back_each_minute_is_no_growth(growth: float) -> None:
    judged = result(worked(growth), MINUTES, SEED, 1.0)
    assert judged.is_good, judged.first


@pytest.mark.parametrize("growth", [1.2, 4.0])
def test_growth_is_found_under_it(growth: float) -> None:
    judged = result(worked(growth), MINUTES, SEED, 1.0)
    assert not judged.is_good
    assert f"{growth:+.2f} MB/h" in judged.figures()


def test_files_that_stay_open_and_turns_that_wait_fall_short() -> None:
    assert "open files" in str(result(worked(0.0, files_more=9), MINUTES, SEED, 1.0).first)
    assert "p99 of a turn" in str(result(worked(0.0, lag=0.3), MINUTES, SEED, 1.0).first)


async def test_the_case_of_the_last_second_may_be_looked_into_for_as_long_as_it_takes(
    opening: Opening,
) -> None:
    async with opening(panel_probe="no") as harness:
        await loses(harness, "reset_before")
        began = harness.clock.monotonic()
        while (case := await harness.kiosk.stores.cases.find(2)) is not None and case.state == "open":
            lasts = harness.clock.monotonic() - began
            harness.panel_wire.refusing = lasts >= 295 and case.in_vain < 2
            await harness.passes(5)
        lasts = harness.clock.monotonic() - began
    assert LONGEST_CASE.total_seconds() <= lasts < QUIET_SECONDS
