"""Pages of a person's orders, by keyset: a page costs the same wherever it is."""

from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, or_, select, true

from shop.ordering.order import FINISHED, GIVEN_BACK, OrderState
from shop.ordering.order_list import GROUPS, ListPlace, OrderFilter, OrderGroup, OrderPage, number_of
from storage.core.columns import LARGEST_ID, fixed
from storage.core.prepared import Prepared, given
from storage.orders.own import own, own_above
from storage.orders.rows import with_requests
from storage.orders.tables import order_running, orders

MOST_PAGES = 50
"""Pages that are counted, so that no page costs more than another; see docs/decisions/0045."""


def page_of_orders(
    connection: Connection,
    person_id: int,
    showing: OrderFilter,
    *,
    size: int,
    after: ListPlace | None = None,
    before: ListPlace | None = None,
) -> OrderPage:
    """Return the page of at most `size` orders behind `after` or ahead of `before`; without them the first.

    Where nothing is left at that place, the first page comes too.
    """
    if before is not None:
        rows = _above(connection, person_id, showing, before, size + 1)
        if rows:
            shown = with_requests(connection, rows[:size][::-1])
            found = OrderPage(showing, shown, newer=len(rows) > size, older=True)
            return _numbered(
                connection, person_id, found, number_of(None, before, newer=found.newer), size=size
            )
    rows = _below(connection, person_id, showing, after, size + 1)
    if not rows and after is not None:
        after, rows = None, _below(connection, person_id, showing, None, size + 1)
    shown = with_requests(connection, rows[:size])
    found = OrderPage(showing, shown, newer=after is not None, older=len(rows) > size)
    return _numbered(connection, person_id, found, number_of(after, None, newer=found.newer), size=size)


def _numbered(
    connection: Connection, person_id: int, page: OrderPage, number: int | None, *, size: int
) -> OrderPage:
    """Return the page with its number and, if they are few enough to count, how many there are."""
    if number is None or not (page.newer or page.older):
        return replace(page, number=number)
    if not page.older:
        return replace(page, number=number, pages=number)
    counting = _COUNT.get(page.showing)
    if counting is None or number > MOST_PAGES:
        return replace(page, number=number)
    most = MOST_PAGES * size
    count = counting.scalar(connection, person=person_id, count=most + 1)
    pages = max(number + 1, -(-count // size)) if count <= most else None
    return replace(page, number=number, pages=pages)


def _below(
    connection: Connection, person_id: int, showing: OrderFilter, place: ListPlace | None, count: int
) -> list[Any]:
    groups = GROUPS[showing]
    first = groups.index(place.group) if place is not None else 0
    rows: list[Any] = []
    for group in groups[first:]:
        below = place.order_id if place is not None and group is place.group else LARGEST_ID
        rows += _BELOW[group].all(
            connection, person=person_id, below=min(below, LARGEST_ID), count=count - len(rows)
        )
        if len(rows) == count:
            break
    return rows


def _above(
    connection: Connection, person_id: int, showing: OrderFilter, place: ListPlace, count: int
) -> list[Any]:
    groups = GROUPS[showing]
    rows: list[Any] = []
    for group in reversed(groups[: groups.index(place.group) + 1]):
        above = place.order_id if group is place.group else 0
        rows += _ABOVE[group].all(
            connection, person=person_id, above=min(above, LARGEST_ID), count=count - len(rows)
        )
        if len(rows) == count:
            break
    return rows


def _in(states: frozenset[OrderState]) -> ColumnElement[bool]:
    return orders.c.state.in_([fixed(state) for state in OrderState if state in states])


_WHICH: dict[OrderGroup, ColumnElement[bool]] = {
    OrderGroup.RUNNING: order_running,
    OrderGroup.ENDED: _in(FINISHED),
    OrderGroup.DONE: orders.c.state == fixed(OrderState.COMPLETED),
    OrderGroup.MONEY_BACK: or_(orders.c.refunded_micro > 0, _in(GIVEN_BACK)),
}
_BELOW = {
    group: Prepared(
        select(orders)
        .where(own(), orders.c.id < given("below"), which)
        .order_by(orders.c.id.desc())
        .limit(given("count"))
    )
    for group, which in _WHICH.items()
}
_ABOVE = {
    group: Prepared(
        select(orders).where(own_above(given("above")), which).order_by(orders.c.id).limit(given("count"))
    )
    for group, which in _WHICH.items()
}
_COUNT = {
    showing: Prepared(
        select(func.count()).select_from(
            select(orders.c.id)
            .where(own(), which)
            .order_by(orders.c.id.desc())
            .limit(given("count"))
            .subquery()
        )
    )
    for showing, which in ((OrderFilter.ALL, true()), (OrderFilter.RUNNING, order_running))
}
"""What an index alone counts. The other lists would have to read the orders between theirs, too.

In the index's order a server ends at the limit; without it, it may first gather all entries of the person.
"""
