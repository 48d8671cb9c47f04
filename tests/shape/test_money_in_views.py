"""An amount includes a currency from a panel or an old row, so `t(...)` must escape it."""

import ast
from pathlib import Path

import pytest

from tests.locales.bare_words import called

HANDLERS = Path(__file__).parents[2] / "handlers"
AMOUNTS = frozenset({"money", "movement"})
ESCAPING = frozenset({"t", "label", "plural"})


def raw_amounts(source: str) -> list[int]:
    """Return the lines with an unescaped amount inside an f-string, by its call or by its name."""
    module = ast.parse(source)
    functions = [
        node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted({line for scope in (module, *functions) for line in _raw(scope, _amounts_of(scope))})


def _raw(node: ast.AST, names: frozenset[str]) -> list[int]:
    found: list[int] = []
    if isinstance(node, ast.Call) and called(node) in ESCAPING:
        return found
    if isinstance(node, ast.FormattedValue):
        inside = [one for one in ast.walk(node.value) if not _is_escaped(one, node.value)]
        if any(_is_amount(one, names) for one in inside):
            found.append(node.lineno)
    for child in ast.iter_child_nodes(node):
        found += _raw(child, names)
    return found


def _is_escaped(one: ast.AST, value: ast.expr) -> bool:
    calls = (call for call in ast.walk(value) if isinstance(call, ast.Call) and called(call) in ESCAPING)
    return any(one is inner for call in calls for inner in ast.walk(call))


def _amounts_of(scope: ast.AST) -> frozenset[str]:
    given = (node for node in ast.walk(scope) if isinstance(node, ast.Assign))
    holding = (node for node in given if any(_is_amount(one, frozenset()) for one in _unescaped(node.value)))
    return frozenset(name.id for node in holding for name in node.targets if isinstance(name, ast.Name))


def _unescaped(value: ast.expr) -> list[ast.AST]:
    return [one for one in ast.walk(value) if not _is_escaped(one, value)]


def _is_amount(node: ast.AST, names: frozenset[str]) -> bool:
    if isinstance(node, ast.Name):
        return node.id in names
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and called(node) in AMOUNTS


@pytest.mark.parametrize("file", sorted(HANDLERS.rglob("*.py")), ids=lambda file: file.stem)
def test_no_amount_goes_out_raw(file: Path) -> None:
    found = raw_amounts(file.read_text())
    assert not found, f"{file.name}: put these amounts in with t(...): lines {found}"


@pytest.mark.parametrize(
    ("source", "is_raw"),
    [
        ('f"{t.money(1, c)} left"', True),
        ('f"<b>{t.movement(1, c).strip()}</b>"', True),
        ('def f(t):\n    amount = t.money(1, c)\n    return f"{day} · {amount}"', True),
        ('def f(t):\n    amount = t.money(1, c).strip()\n    lines.append(f"{amount}")', True),
        ("t('{amount}', amount=t.money(1, c))", False),
        ("t('{both}', both=f'{t.money(1, c)} {word}')", False),
        ("f\"<i>{t('{amount}', amount=t.money(1, c))}</i>\"", False),
        ('def f(t):\n    said = t("{a}", a=t.money(1, c))\n    return f"{said}!"', False),
        ('f"{movement(line, t)}"', False),
    ],
)
def test_a_raw_amount_is_found(source: str, is_raw: bool) -> None:
    assert bool(raw_amounts(source)) is is_raw
