"""Whoever decides about an order reads why they are asked: without words they would read no reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

from handlers.operator.review.views import WHY
from tests.shape.written_words import words_of, words_returned

ROOT = Path(__file__).parents[2]


def reasons(source: str) -> Iterator[str]:
    """Return the words with which AskOperator is made, and those of `_obstacle`, which become one."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Name(id="AskOperator"), args=[why]):
                yield from words_of(why)
            case ast.FunctionDef(name="_obstacle"):
                yield from words_returned(node)


def test_every_reason_to_ask_the_operator_has_its_sentence() -> None:
    found = {
        word
        for folder in ("shop/reconciliation", "jobs")
        for file in (ROOT / folder).glob("*.py")
        for word in reasons(file.read_text())
    }
    assert {"moved", "unproven", "no_balance", "ignored"} <= found
    assert found - set(WHY) == set()
