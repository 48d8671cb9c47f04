"""Whoever decides about an order reads why they are asked: without words they would read no reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handlers.operator.review.views import WHY

ROOT = Path(__file__).parents[2]


def reasons(source: str) -> Iterator[str]:
    """Return the words with which AskOperator is made, and those of `_obstacle`, which become one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="AskOperator"), args=[why]):
                yield from _words(why)
            case ast.FunctionDef(name="_obstacle"):
                for made in ast.walk(node):
                    if isinstance(made, ast.Return) and made.value is not None:
                        yield from _words(made.value)


def _words(value: ast.expr) -> Iterator[str]:
    """Return what this comes to; of a choice both sides, but not what it asks."""
    match value:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from (*_words(one), *_words(other))


def test_every_reason_to_ask_the_operator_has_its_sentence() -> None:
    found = {
        word
        for folder in ("shop/reconciliation", "jobs")
        for file in (ROOT / folder).glob("*.py")
        for word in reasons(file.read_text())
    }
    assert {"moved", "unproven", "no_balance", "ignored"} <= found
    assert found - set(WHY) == set()
