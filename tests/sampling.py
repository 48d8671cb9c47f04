"""`--sample`: play a part of the slow tests, always the same part; `make test-all` plays all of them.

Of each file in a slow folder so many seconds are played: one test of every function first, then further rows
of their tables. A digest of their names says in which order, so that a test stays in the sample when others
come or go.
What a test takes was measured by `make test-all`, which writes `seconds.txt`; given files, for these alone.
"""

from collections import Counter, defaultdict
from hashlib import sha256
from pathlib import Path

import pytest

SECONDS = {
    "tests/bench_sample/": 8,
    "tests/browser/": 8,
    "tests/charts/": 10,
    "tests/chaos_sample/": 4,
    "tests/contracts/": 0.5,
    "tests/faults/": 2,
    "tests/locales/": 6,
    "tests/shape/": 6,
    "tests/stateful/": 5,
    "tests/stories/": 0.5,
    "tests/unit/": 0.7,
    "tests/wire/": 5,
}
"""How long a file is played; all of one that is not named here. Of each at least one test is."""

MEASURED = Path(__file__).with_name("seconds.txt")
NOTED_FROM, LEAST = 0.05, 0.02
"""Quicker functions are not written down; each of their tests counts as the latter."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Without the option everything that was named is played."""
    parser.addoption("--sample", action="store_true", help="play a part of the slow tests")
    parser.addoption("--note-seconds", action="store_true", help="write down what each test takes")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is not in the sample."""
    if not config.getoption("--sample"):
        return
    kept = _sample(items)
    config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
    items[:] = [item for item in items if item.nodeid in kept]


def note_seconds(seconds_of: dict[str, list[float]], measured: Path = MEASURED) -> None:
    """Write down the mean of each function's tests; `seconds_of` has what they took, by function.

    What is known of files that were not played stays.
    """
    played = {file_of(function) for function in seconds_of}
    known = {
        function: seconds
        for function, seconds in _measured(measured).items()
        if file_of(function) not in played
    }
    means = known | {function: sum(taken) / len(taken) for function, taken in seconds_of.items()}
    lines = [f"{mean:.2f} {function}\n" for function, mean in sorted(means.items()) if mean >= NOTED_FROM]
    measured.write_text("".join(lines), encoding="utf-8")


def file_of(nodeid: str) -> str:
    """Return the file that a test or a function stands in."""
    return nodeid.partition("::")[0]


def function_of(nodeid: str) -> str:
    """Return the function that a test is a row of."""
    return nodeid.partition("[")[0]


def _sample(items: list[pytest.Item]) -> set[str]:
    kept = {item.nodeid for item in items if item.get_closest_marker("always")}
    measured, spent = _measured(), defaultdict[str, float](float)
    for item in _rows_in_turn(items):
        file, takes = file_of(item.nodeid), measured.get(function_of(item.nodeid), LEAST)
        most = next((seconds for folder, seconds in SECONDS.items() if file.startswith(folder)), None)
        if most is None or spent[file] + takes <= most:
            kept.add(item.nodeid)
            spent[file] += takes
    return kept | _quickest_of_others(items, kept, measured)


def _quickest_of_others(items: list[pytest.Item], kept: set[str], measured: dict[str, float]) -> set[str]:
    """Return one test of each file whose tests are all too slow, on SQLite where there is a choice."""
    played = {file_of(nodeid) for nodeid in kept}
    others = defaultdict[str, list[str]](list)
    for item in items:
        others[file_of(item.nodeid)].append(item.nodeid)
    return {
        min(nodeids, key=lambda one: (measured.get(function_of(one), 0.0), "[postgresql" in one, one))
        for file, nodeids in others.items()
        if file not in played
    }


def _rows_in_turn(items: list[pytest.Item]) -> list[pytest.Item]:
    """Every function's first row, then every function's second row, and so on, by their digests."""
    rows_of: Counter[str] = Counter()
    turns: list[tuple[int, bytes, pytest.Item]] = []
    for item in sorted(items, key=_digest):
        function = function_of(item.nodeid)
        turns.append((rows_of[function], _digest(item), item))
        rows_of[function] += 1
    return [item for _, _, item in sorted(turns, key=lambda turn: turn[:2])]


def _measured(measured: Path = MEASURED) -> dict[str, float]:
    lines = measured.read_text(encoding="utf-8").splitlines()
    return {function: float(seconds) for seconds, _, function in (line.partition(" ") for line in lines)}


def _digest(item: pytest.Item) -> bytes:
    return sha256(item.nodeid.encode()).digest()
