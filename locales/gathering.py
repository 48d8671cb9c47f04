"""The sentences in the code, read from its syntax tree.

Babel's own reader goes by tokens and misses a call inside an f-string or inside another call's arguments,
and a sentence that is missed would stay English in every language.
"""

import ast
import io
import tokenize
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog

FORMS = {"t": 1, "label": 1, "marked": 1, "plural": 2}
"""How many sentences a call by this name begins with."""

ROOMS = ("handlers", "locales", "payments")
TAG = "Translators:"


def gathered(root: Path) -> Catalog:
    """Collect every sentence of the handlers, and the labels of the ways to pay."""
    catalogue = Catalog(project="Kiosk")
    for file in sorted(file for room in ROOMS for file in (root / room).rglob("*.py")):
        source, place = file.read_bytes(), file.relative_to(root).as_posix()
        comments = _comments(source)
        for call, sentence in sorted(_sentences(source), key=lambda found: found[0].lineno):
            catalogue.add(sentence, locations=[(place, call.lineno)], auto_comments=_above(call, comments))
    return catalogue


def _sentences(source: bytes) -> Iterator[tuple[ast.Call, str | tuple[str, ...]]]:
    """Yield each call that says something, with its sentence, or with both forms of it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and (forms := FORMS.get(_name(node.func))):
            said = [_constant(argument) for argument in node.args[:forms]]
            texts = tuple(one for one in said if one)
            if len(texts) == forms:
                yield node, texts if len(texts) > 1 else texts[0]


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Name):
        return called.id
    return called.attr if isinstance(called, ast.Attribute) else ""


def _constant(argument: ast.expr) -> str | None:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None


def _comments(source: bytes) -> dict[int, str]:
    """Return each comment by its line."""
    tokens = tokenize.tokenize(io.BytesIO(source).readline)
    return {
        one.start[0]: one.string.removeprefix("#").strip() for one in tokens if one.type == tokenize.COMMENT
    }


def _above(node: ast.Call, comments: dict[int, str]) -> list[str]:
    """Return the comment right above the call, from the line with the tag on."""
    block: list[str] = []
    line = node.lineno - 1
    while line in comments:
        block.insert(0, comments[line])
        if comments[line].startswith(TAG):
            return block
        line -= 1
    return []
