"""An operator reads why a service is not on show; without words of it neither /panel nor /catalogue opens."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handlers.operator.panel.views import LEFT_OUT

ROOT = Path(__file__).parents[2]


def reasons(source: str) -> Iterator[str]:
    """Return all reasons in the reader of catalogues: `_oddity` returns them, or they stand beside a row."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.FunctionDef(name="_oddity"):
                for made in ast.walk(node):
                    if isinstance(made, ast.Return) and made.value is not None:
                        yield from _words(made.value)
            case ast.Assign(targets=[ast.Name(id="_DOUBTFUL_RATE")], value=value):
                yield from _words(value)
            case ast.AugAssign(target=ast.Name(id="odd"), value=value):
                yield from (word for part in ast.walk(value) for word in _words(part) if word != "service")


def _words(value: ast.AST) -> Iterator[str]:
    match value:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from (*_words(one), *_words(other))


def test_every_reason_why_a_service_is_left_out_has_words() -> None:
    found = set(reasons((ROOT / "panel/readers/catalogue.py").read_text()))
    assert {"no number", "unreadable rate", "listed twice, at two prices"} <= found
    assert found - set(LEFT_OUT) == set()
