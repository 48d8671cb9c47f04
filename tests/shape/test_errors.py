"""The two trees of errors have one root each, and every error's sentence exists."""

import ast
from pathlib import Path

from handlers.sentences import SENTENCES
from shop.errors import PanelError, PanelGarbled, PanelRefused, PanelUnreachable, ShopError
from shop.ordering.place import TwinRunning

ROOT = Path(__file__).parents[2]
OF_ITS_OWN = {"twin_running"}
"""Shown as a card of its own, never as a sentence."""

BY_ITS_CLASS = {"funds_short"}
"""Raised as a class that knows its key."""


def raised_keys() -> set[str]:
    """Return the keys of every ShopError in the code."""
    keys = set()
    for room in ("shop", "storage", "payments", "handlers", "jobs"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "ShopError":
                    keys |= set(constants(node.args[0])) if node.args else set()
    return keys


def constants(node: ast.expr) -> list[str]:
    """The key, or both keys of an `a if ... else b`."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    return [str(node.value)] if isinstance(node, ast.Constant) else []


def test_every_error_a_person_can_make_has_a_sentence() -> None:
    assert raised_keys() - OF_ITS_OWN <= SENTENCES.keys()


def test_no_sentence_is_left_over() -> None:
    assert SENTENCES.keys() - raised_keys() == BY_ITS_CLASS


def test_each_tree_has_one_root() -> None:
    assert issubclass(TwinRunning, ShopError)
    for kind in (PanelUnreachable, PanelGarbled, PanelRefused):
        assert issubclass(kind, PanelError)
