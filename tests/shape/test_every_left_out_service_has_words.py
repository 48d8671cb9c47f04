"""An operator reads why a service is not on show; without words of it neither /panel nor /services opens."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handlers.operator.panel.views import LEFT_OUT
from tests.shape.written_words import words_of, words_returned

ROOT = Path(__file__).parents[2]


def reasons(source: str) -> Iterator[str]:
    """Return all reasons in the reader of catalogues: `_oddity` returns them, or they stand beside a row."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name="_oddity"):
                yield from words_returned(node)
            case ast.Assign(targets=[ast.Name(id="_DOUBTFUL_RATE")], value=value):
                yield from words_of(value)
            case ast.AugAssign(target=ast.Name(id="odd"), value=value):
                yield from (word for part in ast.walk(value) for word in words_of(part) if word != "service")


def test_every_reason_why_a_service_is_left_out_has_words() -> None:
    found = set(reasons((ROOT / "panel/readers/catalogue.py").read_text()))
    assert {"no number", "unreadable rate", "listed twice, at two prices"} <= found
    assert found - set(LEFT_OUT) == set()
