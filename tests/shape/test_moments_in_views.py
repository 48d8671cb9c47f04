"""A sentence gets a moment itself, so that it is shown by the reader's own clock."""

import ast
from pathlib import Path

import pytest

HANDLERS = Path(__file__).parents[2] / "handlers"
IN_UTC = {"words_for_others"}
"""Functions whose words go where a server's refusal of the tag cannot be answered: inline results."""


def written_out(source: str) -> list[str]:
    """Return the functions that write a moment out before they hand it to a sentence."""
    functions = [one for one in ast.walk(ast.parse(source)) if isinstance(one, ast.FunctionDef)]
    return [
        function.name
        for function in functions
        for call in ast.walk(function)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "moment"
        and function.name not in IN_UTC
    ]


@pytest.mark.parametrize("file", sorted(HANDLERS.rglob("*.py")), ids=lambda file: file.stem)
def test_no_view_writes_a_moment_out(file: Path) -> None:
    assert written_out(file.read_text(encoding="utf-8")) == []


def test_one_that_did_is_found() -> None:
    assert written_out('def line(t, at):\n    return t("until {at}", at=t.moment(at))') == ["line"]
