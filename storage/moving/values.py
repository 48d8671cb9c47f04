"""SQLite's values as a server's driver takes them: each as the kiosk itself reads it."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Integer, SmallInteger, Table
from sqlalchemy.dialects import sqlite

from shop.plain import storable
from storage.core.columns import Json, Moment, Words

Values = Sequence[Any]
Convert = Callable[[Values], Values]

_SQLITE = sqlite.dialect()
_MOMENT = Moment().result_processor(_SQLITE, None)
_TEXT = Words().bind_processor(_SQLITE)
_SUSPECT = (r"\u0000", r"\ud")
"""How JSON spells what a server's JSON takes in, and never reads again."""


class NotHeld(Exception):
    """A value that its column on a server does not hold; the text says which one, and where."""


def converted(table: Table, rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return these rows, whose values stand in the order of the table's columns. Raises NotHeld."""
    read = [
        _read(table, column, values, rows)
        for column, values in zip(table.columns, zip(*rows, strict=True), strict=True)
    ]
    return list(zip(*read, strict=True))


def _read(table: Table, column: Column[Any], values: Values, rows: Sequence[tuple[Any, ...]]) -> Values:
    convert = _of(column)
    try:
        return convert(values)
    except (TypeError, ValueError):
        raise NotHeld(_where(table, column, values, rows)) from None


def _of(column: Column[Any]) -> Convert:
    """Return what converts this column's values. Raises TypeError for a type that it does not know."""
    kind = column.type
    if isinstance(kind, Moment):
        return _moments
    if isinstance(kind, Words):
        return _words
    if isinstance(kind, Json):
        return _json
    if isinstance(kind, Boolean):
        return _booleans
    bits = next((bits for one, bits in _BITS if isinstance(kind, one)), None)
    if bits is None:
        message = f"{column}: nobody has said how {kind!r} is moved to a server"
        raise TypeError(message)
    return partial(_whole, bits=bits)


_BITS = ((SmallInteger, 16), (BigInteger, 64), (Integer, 32))
"""In this order: the first two are Integers, too."""


def _moments(values: Values) -> Values:
    return [_MOMENT(one) for one in values]


def _words(values: Values) -> Values:
    _only(values, str)
    return [_TEXT(one) for one in values]


def _booleans(values: Values) -> Values:
    _only(values, int)
    return [one if one is None else bool(one) for one in values]


def _whole(values: Values, *, bits: int) -> Values:
    _only(values, int)
    there = [one for one in values if one is not None]
    if there and (max(there) >= 2 ** (bits - 1) or min(there) < -(2 ** (bits - 1))):
        raise ValueError
    return values


def _json(values: Values) -> Values:
    return [_json_text(one) for one in values]


def _json_text(value: Any) -> str | None:
    """Return the JSON as it is written; SQLite keeps a number that stands alone as a number."""
    if value is None:
        return None
    if isinstance(value, int | float):
        return json.dumps(value)
    if not isinstance(value, str):
        raise TypeError
    if any(mark in value for mark in _SUSPECT):
        return json.dumps(storable(json.loads(value)))
    return value


def _only(values: Values, kind: type) -> None:
    """Check that these are values of this kind, or none. Raises TypeError."""
    if not set(map(type, values)) <= {kind, type(None)}:
        raise TypeError


def _where(table: Table, column: Column[Any], values: Values, rows: Sequence[tuple[Any, ...]]) -> str:
    convert = _of(column)
    for value, row in zip(values, rows, strict=True):
        try:
            convert([value])
        except (TypeError, ValueError):
            named = dict(zip((one.name for one in table.columns), row, strict=True))
            key = ", ".join(f"{one.name} = {named[one.name]!r}" for one in table.primary_key.columns)
            return f"{column} is {value!r:.100} where {key}; a server does not hold that."
    return f"{column} has a value that a server does not hold."
