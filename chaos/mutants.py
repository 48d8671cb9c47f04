"""Seeded bugs: small patches, each of which some test must catch.

    python -m chaos.mutants [how many]

A proof that cannot fail is worth nothing. Each bug is one that shops of this
kind really have. It is put into a copy of the tree by replacing strings that
must be there exactly once, and a small set of tests is run on the copy:
they pass without the bug, and at least one fails with it.
"""

import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from chaos.bugs import BUGS, Bug, StalePatch
from chaos.result import Result, numbers_given, print_results
from cli.codes import say

ROOT = Path(__file__).resolve().parents[1]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", ".env", "pictures"
)
SECONDS = 600
"""Seconds for one bug's tests on a busy machine; they take a few."""

PASSED, FAILED, HUNG = 0, 1, -1
"""pytest's exit codes for a run; any other means that the tests did not run."""


@dataclass(frozen=True, slots=True)
class Caught:
    """The result for one bug: the test that failed, or why it does not count as caught."""

    bug: Bug
    by: str
    trouble: str = ""

    def line(self) -> str:
        """The bug and the test that caught it."""
        return f"  {self.bug.name}: {self.by or 'NOT CAUGHT'}{f' ({self.trouble})' if self.trouble else ''}"


def run(n: int = len(BUGS)) -> Result:
    """Try `n` bugs, others each time if not all, printing a line for each."""
    started = time.perf_counter()
    bugs = BUGS if n >= len(BUGS) else random.SystemRandom().sample(BUGS, n)
    with _copied() as tree:
        wanted = sorted({test for bug in bugs for test in bug.tests})
        code, said = _tested(tree, wanted)
        if code != PASSED:
            trouble = f"without any bug the tests do not pass: {said[-2000:]}"
            return _result([Caught(bug, "", trouble) for bug in bugs], started)
        each = []
        for bug in bugs:
            each.append(_tried(tree, bug))
            say(each[-1].line())
    return _result(each, started)


def _result(each: Sequence[Caught], started: float) -> Result:
    missed = tuple(one.line() for one in each if not one.by)
    counts = {"caught": len(each) - len(missed)}
    return Result("seeded bugs", len(each), missed, time.perf_counter() - started, counts=counts)


def _tried(tree: Path, bug: Bug) -> Caught:
    try:
        with bug.put_into(tree):
            code, said = _tested(tree, bug.tests)
    except StalePatch as stale:
        return Caught(bug, "", str(stale))
    failed = re.search(r"^FAILED (\S+)", said, re.MULTILINE)
    if failed is None and "ERROR at teardown" in said:  # a finding of the playground fails the test
        failed = re.search(r"^ERROR (\S+)", said, re.MULTILINE)
    if code != FAILED or failed is None:
        return Caught(bug, "", f"pytest ended with {code}: {said[-500:]}")
    return Caught(bug, failed[1])


@contextmanager
def _copied() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kiosk-bugs-") as folder:
        yield Path(shutil.copytree(ROOT, Path(folder) / "tree", ignore=LEFT_OUT))


def _tested(tree: Path, tests: Sequence[str]) -> tuple[int, str]:
    """Run these tests in the copy and return how they ended."""
    options = ("-n", "0", "-x", "-q", "-rfE", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *options, *tests]
    try:
        ended = subprocess.run(
            command, cwd=tree, capture_output=True, text=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return HUNG, f"not over after {SECONDS} s"
    return ended.returncode, ended.stdout + ended.stderr


def main() -> int:
    """Print a line for each bug and the table's row; return 1 if one was not caught."""
    return print_results(run(*numbers_given()))


if __name__ == "__main__":
    sys.exit(main())
