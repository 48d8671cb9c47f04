"""The words that the code itself writes, to be held against tables of sentences."""

import ast
from collections.abc import Iterator


def words_of(value: ast.AST) -> Iterator[str]:
    """Return what this comes to; of a choice both sides, but not what it asks."""
    match value:
        case ast.Constant(value=str(word)):
            yield word
        case ast.IfExp(body=one, orelse=other):
            yield from (*words_of(one), *words_of(other))


def words_returned(function: ast.FunctionDef) -> Iterator[str]:
    """Return the words that a function returns, wherever it does."""
    for made in ast.walk(function):
        if isinstance(made, ast.Return) and made.value is not None:
            yield from words_of(made.value)
