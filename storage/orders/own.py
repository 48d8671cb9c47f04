"""Which orders a person sees as theirs: those since they last had their data deleted, if ever."""

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from storage.core.prepared import given
from storage.orders.tables import orders
from storage.people.tables import person

GONE = "gone"
"""The `link_key` of an order whose link was deleted; no link has it."""


def own(person_id: Any = None) -> ColumnElement[bool]:
    """Return the condition that an order is this person's to see; without a number, of who is `given`."""
    whose = given("person") if person_id is None else person_id
    erased_to = select(person.c.erased_to).where(person.c.id == whose).scalar_subquery()
    return and_(orders.c.person_id == whose, orders.c.id > erased_to)
