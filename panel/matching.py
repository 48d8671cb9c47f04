"""Matching the items of an answer to the ids that were asked for.

By id and never by position: some panels list rows in their database's order,
which is not the order of the question, and a swapped row would refund the
wrong order.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from panel.values import first, folded, identifier

Item = tuple[str | None, object]


@dataclass(frozen=True, slots=True)
class Matched:
    """The raw items by id; `strays` were not asked for, `unplaced` rows have no id."""

    by_id: dict[str, object]
    strays: tuple[str, ...] = ()
    unplaced: int = 0


def match(value: object, asked: Sequence[str], id_keys: tuple[str, ...]) -> Matched:
    """The items of a list of rows or a map of ids. With nothing asked, every id is taken.

    An id that comes twice and does not agree with itself is left out.
    """
    items = list(_items(value, id_keys))
    if len(items) == 1 and items[0][0] is None and len(asked) <= 1:
        return Matched({asked[0] if asked else "": items[0][1]})
    placed: dict[str, object] = {}
    torn: set[str] = set()
    for item_id, item in items:
        if item_id is not None and placed.setdefault(item_id, item) != item:
            torn.add(item_id)
    wanted = set(asked) or set(placed)
    return Matched(
        by_id={item_id: item for item_id, item in placed.items() if item_id in wanted - torn},
        strays=tuple(item_id for item_id in placed if item_id not in wanted),
        unplaced=sum(item_id is None for item_id, _ in items),
    )


def _items(value: object, id_keys: tuple[str, ...]) -> Iterator[Item]:
    if isinstance(value, Mapping):
        yield from ((identifier(key), item) for key, item in value.items() if _is_item(key, item))
    elif isinstance(value, list):
        yield from ((own_id(row, id_keys), row) for row in value if isinstance(row, dict))


def _is_item(key: str, item: object) -> bool:
    """Whether a member of a map is about an id; texts also stand under other keys."""
    return isinstance(item, dict) or (isinstance(item, str) and any(sign.isdigit() for sign in key))


def own_id(row: Mapping[str, object], id_keys: tuple[str, ...]) -> str | None:
    """The id that a row itself names."""
    return identifier(first(folded(row), id_keys))
