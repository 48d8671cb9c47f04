"""The functions in the four walks of ARCHITECTURE.md exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
STOP = re.compile(r"^\| \d+ \| `([\w/]+\.py)` \| `(\w+)` \|", re.MULTILINE)
STOPS = STOP.findall((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8"))


def test_the_walks_are_read() -> None:
    assert len(STOPS) > 30


@pytest.mark.parametrize(("file", "function"), sorted(set(STOPS)))
def test_a_stop_exists(file: str, function: str) -> None:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    functions = [
        one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert function in functions
