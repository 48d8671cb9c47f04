"""Which orders a person sees as theirs: those since they last had their data deleted, if ever."""

from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, case, select

from storage.core.prepared import given
from storage.orders.tables import orders
from storage.people.tables import person

GONE = "gone"
"""The `link_key` of an order whose link was deleted; no link has it."""


def own(person_id: Any = None) -> ColumnElement[bool]:
    """Return the condition that an order is this person's to see; without a number, of who is `given`."""
    whose = given("person") if person_id is None else person_id
    return and_(orders.c.person_id == whose, orders.c.id > _erased_to(whose))


def own_above(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Return the condition that an order is the `given` person's to see, and has a higher number than this.

    As one bound: of two, SQLite takes one to the index, and may go through all orders up to the other.
    """
    whose = given("person")
    erased_to = _erased_to(whose)
    return and_(
        orders.c.person_id == whose, orders.c.id > case((number > erased_to, number), else_=erased_to)
    )


def _erased_to(whose: Any) -> ScalarSelect[int]:
    return select(person.c.erased_to).where(person.c.id == whose).scalar_subquery()
