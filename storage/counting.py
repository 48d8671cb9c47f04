"""An invariant: a promise about the rows, with the query that counts what breaks it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select


@dataclass(frozen=True, slots=True)
class Invariant:
    """A promise, and the query for how many rows break it; `stops` money while it is broken."""

    id: str
    promise: str
    breaches: Select[Any]
    stops: bool = True


def count(rows: Select[Any]) -> Select[Any]:
    """How many rows a query finds."""
    return select(func.count()).select_from(rows.subquery())


def differ(one: ColumnElement[bool], other: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether one is true and the other is not."""
    return or_(and_(one, ~other), and_(~one, other))
