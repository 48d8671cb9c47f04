"""A list of values whose length nobody knows goes through `one_of` or `padded`: see storage/core/prepared.

Each other number of values is another statement, of which a connection keeps hundreds, with up to 60 kB each.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from storage import tables

STORAGE = Path(tables.__file__).parent

KINDS = "at most the kinds of alerts"
SUPPLIERS = "the shop's suppliers: the same few for as long as it runs"
STATES = "states that a caller names"
BOUNDED = {
    "alerts/rows.py begin_all": KINDS,
    "alerts/cards.py hold_with_heaps": KINDS,
    "alerts/store.py list_of": KINDS,
    "alerts/store.py _settle": KINDS,
    "alerts/store.py _end_lapsed": "open alerts whose time is over; a JSON list of them would be sorted",
    "catalogue/price_rules.py _put": "the currencies of suppliers",
    "core/columns.py known": "the words of a column's check, in its table",
    "desk/acts.py last_act": "what a caller names",
    "desk/sources.py _alerts": KINDS,
    "growth/gifts.py hold_open": "the currencies that changed",
    "growth/paid_in.py _sum": "kinds of journals that a caller names",
    "ledger/followed.py followed_since": "a subquery",
    "ledger/invariants.py _not_booked_as_said": "kinds of journals and accounts, in a table",
    "ledger/conversions.py _hold_all": "currencies",
    "membership/store.py want": STATES,
    "membership/store.py changed_in_app": STATES,
    "monitored.py _credited": "the ways to pay of this shop",
    "monitored.py _panels": SUPPLIERS,
    "orders/following.py _end": STATES,
    "orders/queue.py recover_left_behind": SUPPLIERS,
    "orders/requests.py _is_silent": SUPPLIERS,
    "orders/left_behind.py left_behind": SUPPLIERS,
    "orders/store.py _left_unsent": SUPPLIERS,
    "orders/unpaid.py _unsent": "the currencies that changed",
    "people/audience.py _conditions": "the languages that the kiosk speaks",
    "orders/held.py refunds_left": SUPPLIERS,
    "reconciliation/resolutions.py _open_elsewhere": SUPPLIERS,
    "reconciliation/resolutions.py _overdue": SUPPLIERS,
    "reconciliation/store.py list_left_behind": SUPPLIERS,
}
"""Where a list has no known length by its looks alone, and why it is short."""

_MADE_BY = frozenset({"padded", "select", "union"})
_BY_HAND = re.compile(r"\b(IN|in) \(\{")


def _maker(made: ast.expr) -> str:
    """Return the function at the beginning of a chain of calls."""
    while not isinstance(made, ast.Name):
        if isinstance(made, ast.Call):
            made = made.func
        elif isinstance(made, ast.Attribute):
            made = made.value
        else:
            return ""
    return made.id


def _is_short(values: ast.expr, scope: ast.AST) -> bool:
    """Return True for values written down, a constant's, a query, and what is padded."""
    match values:
        case ast.Tuple(elts=several) | ast.List(elts=several) | ast.Set(elts=several):
            return not any(isinstance(one, ast.Starred) for one in several)
        case ast.Name(id=name) if name.lstrip("_")[:1].isupper():  # a constant, or an Enum
            return True
        case ast.Name(id=name):
            made = [
                one.value
                for one in ast.walk(scope)
                if isinstance(one, ast.Assign)
                and any(isinstance(to, ast.Name) and to.id == name for to in one.targets)
            ]
            return bool(made) and all(_is_short(one, scope) for one in made)
        case ast.Subscript(value=inner) | ast.Call(func=ast.Name(id="sorted"), args=[inner]):
            return _is_short(inner, scope)
        case ast.BinOp(left=left, right=right):
            return _is_short(left, scope) and _is_short(right, scope)
        case ast.ListComp(generators=[of]):
            return _is_short(of.iter, scope)
        case ast.Call(func=ast.Attribute(value=inner)) if _maker(inner) not in _MADE_BY:
            return _is_short(inner, scope)
        case ast.Call():
            return _maker(values) in _MADE_BY
    return False


def _lists_in(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """Yield what stands in a statement as a list of unknown length, with the function it stands in."""
    functions = [one for one in ast.walk(module) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef)]
    for one in ast.walk(module):
        if not isinstance(one, ast.expr):
            continue
        around = [who for who in functions if who.lineno <= one.lineno <= (who.end_lineno or 0)]
        scope = around[-1] if around else module
        name = around[-1].name if around else ""
        match one:
            case ast.Call(func=ast.Attribute(attr="in_" | "not_in" | "notin_"), args=[values]):
                if not _is_short(values, scope):
                    yield name, one
            case ast.JoinedStr() if _BY_HAND.search(ast.unparse(one)):
                yield name, one


def found() -> dict[str, list[str]]:
    """Return the lists of unknown length in the storage, by file and function."""
    lists: dict[str, list[str]] = {}
    for file in sorted(STORAGE.rglob("*.py")):
        if "migrations" in file.parts:
            continue
        for name, one in _lists_in(ast.parse(file.read_text(encoding="utf-8"))):
            place = f"{file.relative_to(STORAGE).as_posix()} {name}".strip()
            lists.setdefault(place, []).append(ast.unparse(one))
    return lists


def test_lists_of_unknown_length_are_one_parameter_or_padded() -> None:
    lists = found()
    assert {place: lists[place] for place in lists.keys() - BOUNDED.keys()} == {}
    assert BOUNDED.keys() - lists.keys() == set(), "they are gone"


def test_a_list_is_seen() -> None:
    bad = "def f(ids):\n more = [*ids]\n return t.c.id.in_(ids), t.c.id.not_in(more), text(f'x IN ({ids})')"
    good = "def f(ids):\n q = select(t.c.id).where(x)\n return a.in_(q), b.in_(padded(ids)), c.in_((D, e))"
    assert len(list(_lists_in(ast.parse(bad)))) == 3
    assert list(_lists_in(ast.parse(good))) == []
