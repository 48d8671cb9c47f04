"""Whether a figure got worse is judged by all of its rounds, and measured by turns."""

import pytest

from bench.against import Compared, main


@pytest.mark.parametrize(
    ("rises", "before", "now", "is_worse"),
    [
        (False, [1.0, 1.1, 1.2], [1.3, 1.4, 1.5], True),
        (False, [1.0, 1.1, 1.6], [1.3, 1.4, 1.5], False),  # one earlier round was as slow: it may be chance
        (False, [1.0, 1.0, 1.0], [1.05, 1.05, 1.05], False),  # a twentieth
        (False, [1.3, 1.4, 1.5], [1.0, 1.1, 1.2], False),
        (True, [900.0, 950.0], [700.0, 750.0], True),
        (True, [700.0, 750.0], [900.0, 950.0], False),
        (False, [0.0, 0.0], [0.0, 0.0], False),
        (False, [1.0], [2.0], False),  # one round is nothing to go by
    ],
)
def test_a_figure_is_worse_by_a_tenth_and_in_every_round(
    *, rises: bool, before: list[float], now: list[float], is_worse: bool
) -> None:
    assert Compared("s", rises, before, now).is_worse is is_worse


@pytest.mark.slow
def test_both_codes_are_measured_by_turns(capsys: pytest.CaptureFixture[str]) -> None:
    main(["HEAD", "limiter", "no_measurement", "--quick", "--rounds", "1"])
    told = capsys.readouterr()
    [line] = [line for line in told.out.splitlines() if line.startswith("limiter: a send with 10 waiting")]
    assert "µs now" in line
    assert told.err.count("no_measurement could not be measured") == 2
