"""An invariant: a promise about the rows, with the query that counts its breaches."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, and_, func, or_, select, true

from storage.ledger.tables import journal
from storage.orders.tables import orders


@dataclass(frozen=True, slots=True)
class Invariant:
    """A promise, and the query that counts the rows that break it; `stops` payments while it is broken."""

    id: str
    promise: str
    breaches: Select[Any]
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Scope:
    """The rows that an audit checks: all, or those after this journal and this order."""

    journal_id: int | None = None
    order_id: int | None = None

    @property
    def is_whole(self) -> bool:
        """True if nothing is left out."""
        return self.journal_id is None or self.order_id is None

    def journals(self, journal_id: ColumnElement[int]) -> ColumnElement[bool]:
        """Return the condition that this journal is checked."""
        return true() if self.journal_id is None else journal_id > self.journal_id

    def orders(self, order_id: ColumnElement[Any]) -> ColumnElement[bool]:
        """Return the condition that this order is checked: it is new, or money moved for it."""
        if self.is_whole:
            return true()
        moved = select(journal.c.order_id).where(
            journal.c.id > self.journal_id, journal.c.order_id.is_not(None)
        )
        return order_id.in_(moved.union(select(orders.c.id).where(orders.c.id > self.order_id)))


WHOLE = Scope()


def count(rows: Select[Any] | CompoundSelect[Any]) -> Select[Any]:
    """Return a query that counts these rows."""
    return select(func.count()).select_from(rows.subquery())


def count_orders(where: ColumnElement[bool], scope: Scope = WHOLE) -> Select[int]:
    """Return a query that counts the orders of which this is true."""
    return select(func.count()).select_from(orders).where(where, scope.orders(orders.c.id))


def differ(one: ColumnElement[bool], other: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that one is true and the other is not."""
    return or_(and_(one, ~other), and_(~one, other))
