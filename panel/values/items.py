"""Match the items of an answer to what was asked about: rows of a list or map, by the ids that they name."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeGuard

from panel.values.texts import each, first, identifier, lower_keys
from shop.typed import without_sign

_WHOLE = re.compile(r"0*([1-9][0-9]*)(?:\.0+)?")

Item = tuple[str | None, object]


@dataclass(frozen=True, slots=True)
class Matched:
    """The raw items by id; `strays` were not asked about, `unplaced` rows have no id."""

    by_id: dict[str, object]
    strays: tuple[str, ...] = ()
    unplaced: int = 0


def match(value: object, asked: Sequence[str], id_keys: tuple[str, ...], ours: Sequence[str] = ()) -> Matched:
    """Match the items of a list of rows or a map of ids. With nothing asked, every id counts.

    An id that comes twice with different values is left out. `ours` are ids beside those `asked` that we
    know to be other items of ours.
    """
    if len(asked) > 1 and _is_map_of(value, asked, id_keys):
        return Matched(value)
    items = list(_items(value, asked, id_keys, ours))
    if len(items) == 1 and items[0][0] is None and len(asked) <= 1:
        return Matched({asked[0] if asked else "": items[0][1]})
    spelled = _as_asked(asked)
    placed: dict[str, object] = {}
    contradicted: set[str] = set()
    for found, item in items:
        item_id = found if found is None else spelled.get(id_key(found), found)
        if item_id is not None and placed.setdefault(item_id, item) != item:
            contradicted.add(item_id)
    wanted = set(asked) or set(placed)
    return Matched(
        by_id={item_id: item for item_id, item in placed.items() if item_id in wanted - contradicted},
        strays=tuple(item_id for item_id in placed if item_id not in wanted),
        unplaced=sum(item_id is None for item_id, _ in items),
    )


def id_key(item_id: str) -> str:
    """Return a key equal for two spellings of one number: 7, "7.0", "#7" and "007"."""
    number = _WHOLE.fullmatch(without_sign(item_id))
    return number[1] if number else item_id


def _as_asked(asked: Sequence[str]) -> dict[str, str]:
    """Return the ids as they were asked about, by their keys, without those that share one."""
    keys = Counter(map(id_key, asked))
    return {id_key(item_id): item_id for item_id in asked if keys[id_key(item_id)] == 1}


def _is_map_of(value: object, asked: Sequence[str], id_keys: tuple[str, ...]) -> TypeGuard[dict[str, object]]:
    """Return True if this is what was asked for and nothing else: objects under their ids, without others."""
    if not isinstance(value, dict) or not value.keys() <= set(asked):
        return False
    return all(
        isinstance(item, dict) and not any(key in id_keys or " " in key or not key.islower() for key in item)
        for item in value.values()
    )


def _items(
    value: object, asked: Sequence[str], id_keys: tuple[str, ...], ours: Sequence[str]
) -> Iterator[Item]:
    value = as_list(value)
    if isinstance(value, Mapping):
        rows = {key: item for key, item in value.items() if _is_item(key, item)}
        yield from _of_map(rows, asked, id_keys, ours)
    elif isinstance(value, list):
        yield from _of_list(value, id_keys)


def _of_list(rows: Sequence[object], id_keys: tuple[str, ...]) -> Iterator[Item]:
    """Yield a list's rows by the ids that they name; one that names two in two spellings is of neither."""
    for row in rows:
        ids = _first_ids(row, id_keys) if isinstance(row, dict) else []
        if len(set(ids)) == 1:
            yield ids[0], row


def _of_map(
    rows: Mapping[str, object], asked: Sequence[str], id_keys: tuple[str, ...], ours: Sequence[str]
) -> Iterator[Item]:
    """Yield a map's rows by the ids that they are about.

    A row that names another id than its key is about that one, as the key may be a place in a list. Where
    the key is what we asked about, and no place, the other one is what the panel's own supplier calls it: the
    key counts. But a row that names another id of ours, or the same as another row, contradicts its key, and
    casts doubt on all rows like it.
    """
    own_names = tuple(name for name in id_keys if name != "id")
    keys = {key: identifier(key) for key in rows}
    called = {key: _called(keys[key], row, own_names) for key, row in rows.items()}
    in_doubt = _places(rows, asked)
    if called == keys:
        yield from ((keys[key], row) for key, row in rows.items() if key not in in_doubt)
        return
    asked_keys, places = frozenset(map(id_key, asked)), max(len(rows), len(asked))
    otherwise = {
        key: called_id
        for key, called_id in called.items()
        if called_id is not None and called_id != keys[key] and _is_asked(keys[key], asked_keys, places)
    }
    theirs = list(map(id_key, otherwise.values()))
    is_doubtful = len(set(theirs)) < len(theirs) or not asked_keys.union(map(id_key, ours)).isdisjoint(theirs)
    for key, row in rows.items():
        if key in in_doubt:
            continue
        if key not in otherwise:
            yield called[key], row
        elif not is_doubtful:
            yield keys[key], row


def _places(rows: Mapping[str, object], asked: Sequence[str]) -> Collection[str]:
    """Return the keys that may be places, counted from 1, as the bare `id` in their rows is another number.

    An `id` may be another table's, so it counts only where one of them is another number we asked about.
    """
    if "1" not in rows or rows.keys() != set(map(str, range(1, len(rows) + 1))):
        return ()
    told = {key: own_id(row, ("id",)) for key, row in rows.items() if isinstance(row, dict)}
    others = {key: number for key, number in told.items() if number is not None and id_key(number) != key}
    return () if frozenset(map(id_key, asked)).isdisjoint(map(id_key, others.values())) else others


def _is_asked(key: str | None, asked_keys: frozenset[str], places: int) -> bool:
    """Return True if this key is surely an id that was asked about, not a place among so many."""
    number = None if key is None else id_key(key)
    if number is None or number not in asked_keys:
        return False
    return not number.isdecimal() or int(number) > places


def as_list(value: object) -> object:
    """Return the list of which PHP made a map: its keys are places, not ids. Any other value stays."""
    is_map_of_places = isinstance(value, Mapping) and value.keys() == set(map(str, range(len(value))))
    return list(value.values()) if is_map_of_places and isinstance(value, Mapping) else value


def _is_item(key: str, item: object) -> bool:
    """Return True if a map's member is about an id; other keys may hold texts too."""
    return isinstance(item, dict) or (isinstance(item, str) and any(sign.isdigit() for sign in key))


def named(key: str, item: object, id_keys: tuple[str, ...]) -> str | None:
    """Return the id of a map's member: its own, else its key. A bare `id` may be another table's."""
    return _called(identifier(key), item, tuple(name for name in id_keys if name != "id"))


def _called(by_key: str | None, item: object, names: tuple[str, ...]) -> str | None:
    if not isinstance(item, dict):
        return by_key
    own = own_ids(item, names)
    if not own or is_one_of(by_key, own):
        return by_key
    return own[0] if len(set(_first_ids(item, names))) == 1 else by_key


def own_id(row: Mapping[str, object], id_keys: tuple[str, ...]) -> str | None:
    """Return the id that a row itself names, also inside an object: `{"order": {"id": 7}}`."""
    return _first_ids(row, id_keys)[0]


def _first_ids(row: Mapping[str, object], id_keys: tuple[str, ...]) -> list[str | None]:
    return [_id_in(one, id_keys) for one in each(first(lower_keys(row), id_keys))]


def own_ids(row: Mapping[str, object], id_keys: tuple[str, ...]) -> list[str]:
    """Return all ids that a row names: `order` may be the supplier's, and `order_id` ours."""
    members = lower_keys(row)
    found = (_id_in(one, id_keys) for key in id_keys for one in each(members.get(key)))
    return [one for one in found if one is not None]


def _id_in(own: object, id_keys: tuple[str, ...]) -> str | None:
    return identifier(first(lower_keys(own), ("id", *id_keys)) if isinstance(own, dict) else own)


def is_one_of(item_id: str | None, ids: Iterable[str]) -> bool:
    """Return True if one of `ids` is this id, in whatever spelling."""
    return item_id is not None and id_key(item_id) in map(id_key, ids)
