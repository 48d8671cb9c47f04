"""Rows of the scorecard that tests prove: a sample has as many of them as its row wants."""

import re
import subprocess
import sys

import pytest

from chaos.tested import ROOT, TESTS

COUNTED = {row: tests for row, tests in TESTS.items() if tests.counts == "tests"}


@pytest.fixture(scope="module")
def sampled() -> dict[str, int]:
    """How many tests of each file a sample has."""
    files = sorted({file for tests in COUNTED.values() for file in tests.files})
    said = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-qq",
            "--collect-only",
            "--sample",
            "-p",
            "no:cacheprovider",
            *files,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return {file: int(count) for file, count in re.findall(r"^(\S+\.py): (\d+)$", said.stdout, re.MULTILINE)}


@pytest.mark.parametrize("row", COUNTED)
def test_a_sample_has_as_many_tests_as_its_row_wants(row: str, sampled: dict[str, int]) -> None:
    assert sum(sampled[file] for file in COUNTED[row].files) >= COUNTED[row].quick
