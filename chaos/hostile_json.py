"""JSON as nobody should send it: valid values with a part left out, doubled, swapped or made strange."""

import copy
import random
from collections.abc import Iterator, Sequence
from typing import Any

STRANGE: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 10**30, 1.5, 1e300, -0.0),
    *("", " ", "0", "null", "\0", "\ud800", "\udc00x", "\u202e", "\u2066x", "\U0001f600" * 40, "é" * 4_096),
    *("x" * 4_096, "x" * 70_000, "/start", "/order", "/orders 99999999999999999999", "<b>", "&lt;", "{name}"),
    *("=1+1", "-1", "@x", "../..", "'; DROP TABLE person; --", "%s%n", "https://[::1", "tg://user?id=1"),
    *([], {}, [[]], [None], {"id": None}, {"id": "x"}, {"a": {"b": {"c": {}}}}, ["x"] * 500),
)
KEYS = (
    "id",
    "from",
    "chat",
    "text",
    "data",
    "date",
    "type",
    "entities",
    "message",
    "user",
    "0",
    "",
    "__class__",
)

Place = tuple[Any, Any]
"""A list or table, and the index or key of one of its values."""


def mutated(dice: random.Random, value: Any, others: Sequence[Any]) -> Any:
    """Return a copy of `value` with one to four changes; parts of `others` may stand in it."""
    changed = [copy.deepcopy(value)]  # in a list, so that the whole can be replaced too
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        _change(dice, changed, others)
    return changed[0] if changed else None


def _change(dice: random.Random, root: list[Any], others: Sequence[Any]) -> None:
    places = list(_places(root))
    if not places:
        return
    holder, key = dice.choice(places)
    match dice.randrange(8):
        case 0 | 1 | 2:
            holder[key] = copy.deepcopy(dice.choice(STRANGE))
        case 3:
            del holder[key]
        case 4:
            inside, where = dice.choice(list(_places([dice.choice(others)])))
            holder[key] = copy.deepcopy(inside[where])
        case 5:
            holder[key] = [holder[key], copy.deepcopy(holder[key])]
        case 6 if isinstance(holder, dict):
            holder[dice.choice(KEYS)] = holder.pop(key)
        case 6 | 7:
            holder[key] = _nudged(dice, holder[key])


def _nudged(dice: random.Random, value: Any) -> Any:
    """Return a value that is nearly this one: these pass the first checks."""
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int):
        return value + dice.choice((-1, 1, -value, value, 2**32, 2**62))
    if isinstance(value, str) and value:
        at = dice.randrange(len(value))
        return (
            value[:at]
            + dice.choice(("", "\0", "\ud83d", "<", ":", value[at] * 2, "é", "0"))
            + value[at + 1 :]
        )
    return {"value": value}


def _places(value: Any) -> Iterator[Place]:
    """Yield every place of a list or table, at any depth."""
    if isinstance(value, list):
        for n, inner in enumerate(value):
            yield value, n
            yield from _places(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield value, key
            yield from _places(inner)
