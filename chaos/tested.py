"""Rows that tests prove: they are played, and n is how many passed, or what those counted themselves.

    python -m chaos.tested [row ...]

With fewer than its whole number a sample of them is played. Fewer than `n` means that tests, or what they
count, have gone, and counts as falling short.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple
from xml.etree import ElementTree

from chaos.result import Result, print_results

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 1_800
"""For one row's tests; they take a few minutes at most."""


class Tests(NamedTuple):
    """The tests of a row: how many there are at least, in all and in a sample, and their files.

    With `counts` it is not the tests that are counted, but what they have recorded under this name
    (pytest's `record_property`).
    """

    n: int
    quick: int
    files: tuple[str, ...]
    counts: str = "tests"


TESTS: Final = {
    "R10": Tests(
        40,
        4,
        (
            "tests/stories/test_topping_up.py",
            "tests/stories/test_payments_found.py",
            "tests/faults/test_paying.py",
        ),
    ),
    "R20": Tests(
        25,
        5,
        ("tests/faults/test_bad_input.py", "tests/faults/test_watched.py", "tests/unit/storage/test_lock.py"),
    ),
    "R23": Tests(
        100,
        25,
        (
            "tests/stories/test_clock.py",
            "tests/stories/test_starting_later.py",
            "tests/unit/jobs/test_ticking.py",
            "tests/unit/messaging/test_rate_limit.py",
        ),
    ),
    "R26": Tests(24, 1, ("tests/contracts/storage/test_migrations.py",)),
    "R27": Tests(
        160, 40, ("tests/faults/test_secrets.py", "tests/faults/test_backup_secrets.py"), counts="paths"
    ),
    "R28": Tests(27, 4, ("tests/stories/test_access_matrix.py", "tests/stories/test_access.py")),
}


def run(n: int, kind: str) -> Result:
    """Play the tests of the row `kind`: all if `n` is their whole number, else a sample."""
    tests = TESTS[kind]
    started = time.perf_counter()
    passed, failed, said = _played(tests, sample=n < tests.n)
    wrong = tuple(f"{kind}: {name}" for name in failed)
    short = (f"{passed} {tests.counts} passed where there are {n}: {said[-500:]}",) if passed < n else ()
    return Result("tests", passed, wrong, time.perf_counter() - started, short=short)


def _played(tests: Tests, *, sample: bool) -> tuple[int, list[str], str]:
    """Return how many of what is counted passed, which tests did not, and what pytest said."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-p", "no:cacheprovider", f"--junitxml={report}", *(["--sample"] if sample else [])]
        command = [sys.executable, "-m", "pytest", *options, *tests.files]
        try:
            ended = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=SECONDS
            )
        except subprocess.TimeoutExpired:
            return 0, [f"not over after {SECONDS} s"], ""
        if not report.exists():
            return 0, [f"pytest ended with {ended.returncode}"], ended.stdout + ended.stderr
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314 - pytest has just written it
    failed = [case for case in cases if case.find("failure") is not None or case.find("error") is not None]
    passed = [case for case in cases if case not in failed and case.find("skipped") is None]
    names = [f"{case.get('classname')}::{case.get('name')}" for case in failed]
    return sum(_counted(case, tests.counts) for case in passed), names, ended.stdout


def _counted(case: ElementTree.Element, name: str) -> int:
    """Return 1 for a test, or what it has recorded under this name."""
    if name == "tests":
        return 1
    return sum(int(one.get("value", "0")) for one in case.iter("property") if one.get("name") == name)


def main() -> int:
    """Print each row; return 1 if a test failed."""
    return print_results(*(run(TESTS[row].n, row) for row in sys.argv[1:] or TESTS))


if __name__ == "__main__":
    sys.exit(main())
