"""Print the slowest test files at the end of a run, with their processor time.

Child processes do not count as a test's processor time, but its seconds include them.
"""

import resource
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest

from tests.sampling import file_of, function_of, note_seconds

SHOWN = 10


def _processor_seconds() -> float:
    own, ended = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + ended.ru_utime + ended.ru_stime


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Note the test's processor time; xdist carries properties to the process that prints the summary."""
    before = _processor_seconds()
    try:
        return (yield)
    finally:
        item.user_properties.append(("processor", _processor_seconds() - before))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the slowest files, slowest first; with `--note-seconds` write down what each function takes."""
    seconds: dict[str, float] = defaultdict(float)
    processor: dict[str, float] = defaultdict(float)
    tests: dict[str, float] = defaultdict(float)
    for outcome in ("", "passed", "failed", "error"):  # "" are set-ups and tear-downs
        for report in terminalreporter.stats.get(outcome, ()):
            if not isinstance(report, pytest.TestReport):  # a file that cannot be imported ran no test
                continue
            file = file_of(report.nodeid)
            seconds[file] += report.duration
            tests[report.nodeid] += report.duration
            if report.when == "call":
                properties: dict[str, Any] = dict(report.user_properties)
                processor[file] += properties.get("processor", 0.0)
    if terminalreporter.config.getoption("--note-seconds"):
        seconds_of: dict[str, list[float]] = defaultdict(list)
        for nodeid, taken in tests.items():
            seconds_of[function_of(nodeid)].append(taken)
        note_seconds(seconds_of)
    if len(seconds) <= SHOWN:
        return
    terminalreporter.write_line(f"The {SHOWN} slowest of {len(seconds)} files (seconds, of them processor):")
    for file in sorted(seconds, key=lambda name: -seconds[name])[:SHOWN]:
        terminalreporter.write_line(f"{seconds[file]:7.1f} {processor[file]:7.1f}  {file}")
