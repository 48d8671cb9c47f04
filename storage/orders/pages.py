"""Pages of a person's orders, by keyset: a page costs the same wherever it is."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    Select,
    func,
    literal,
    or_,
    select,
    true,
    union_all,
)

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
    asked = {"person": person_id, "count": size + 1, "most": MOST_PAGES * size + 1}
    if before is not None:
        rows = _above(connection, showing, before, asked)
        if rows:
            shown = with_requests(connection, rows[:size][::-1])
            found = OrderPage(showing, shown, newer=len(rows) > size, older=True)
            return _numbered(found, number_of(None, before, newer=found.newer), rows, size=size)
    rows = _below(connection, showing, after, asked)
    if not rows and after is not None:
        after, rows = None, _below(connection, showing, None, asked)
    shown = with_requests(connection, rows[:size])
    found = OrderPage(showing, shown, newer=after is not None, older=len(rows) > size)
    return _numbered(found, number_of(after, None, newer=found.newer), rows, size=size)


def _numbered(page: OrderPage, number: int | None, rows: Sequence[Any], *, size: int) -> OrderPage:
    """Return the page with its number and, if they are few enough to count, how many there are."""
    if number is None or not (page.newer or page.older):
        return replace(page, number=number)
    if not page.older:
        return replace(page, number=number, pages=number)
    if page.showing not in _COUNTED or number > MOST_PAGES:
        return replace(page, number=number)
    count = rows[0].counted
    pages = max(number + 1, -(-count // size)) if count <= MOST_PAGES * size else None
    return replace(page, number=number, pages=pages)


def _below(
    connection: Connection, showing: OrderFilter, place: ListPlace | None, asked: dict[str, int]
) -> Sequence[Any]:
    groups = GROUPS[showing]
    first = groups.index(place.group) if place is not None else 0
    bounds = {f"bound{n}": LARGEST_ID for n in range(len(groups))}
    if place is not None:
        bounds["bound0"] = min(place.order_id, LARGEST_ID)
        if not 0 < place.page < MOST_PAGES:  # nobody is told how many there are
            asked = {**asked, "most": 0}
    return _page(groups[first:], showing, is_below=True).all(connection, **bounds, **asked)


def _above(
    connection: Connection, showing: OrderFilter, place: ListPlace, asked: dict[str, int]
) -> Sequence[Any]:
    groups = GROUPS[showing]
    nearest_first = groups[: groups.index(place.group) + 1][::-1]
    bounds = {f"bound{n}": 0 for n in range(len(groups))}
    bounds["bound0"] = min(place.order_id, LARGEST_ID)
    return _page(nearest_first, showing, is_below=False).all(connection, **bounds, **asked)


def _in(states: frozenset[OrderState]) -> ColumnElement[bool]:
    return orders.c.state.in_([fixed(state) for state in OrderState if state in states])


_WHICH: dict[OrderGroup, ColumnElement[bool]] = {
    OrderGroup.RUNNING: order_running,
    OrderGroup.ENDED: _in(FINISHED),
    OrderGroup.DONE: orders.c.state == fixed(OrderState.COMPLETED),
    OrderGroup.MONEY_BACK: or_(orders.c.refunded_micro > 0, _in(GIVEN_BACK)),
}
_COUNTED = {
    showing: select(func.count())
    .select_from(
        select(orders.c.id)
        .where(own(), which)
        .order_by(orders.c.id.desc())
        .limit(given("most"))
        .subquery("some")
    )
    .scalar_subquery()
    for showing, which in ((OrderFilter.ALL, true()), (OrderFilter.RUNNING, order_running))
}
"""What an index alone counts. The other lists would have to read the orders between theirs, too.

In the index's order a server ends at the limit; without it, it may first gather all entries of the person.
"""


@cache
def _page(groups: tuple[OrderGroup, ...], showing: OrderFilter, *, is_below: bool) -> Prepared:
    """Return what reads a page of these groups, nearest first, with how many orders are `counted`.

    As one statement: a server shows each one another moment, and an order that ended between two of them
    would stand in both groups, or in none.
    """
    parts = [_part(n, _WHICH[group], is_below=is_below) for n, group in enumerate(groups)]
    several = union_all(*parts).subquery("page")
    number = several.c.id.desc() if is_below else several.c.id
    counted = _COUNTED.get(showing, literal(0, BigInteger)).label("counted")
    return Prepared(select(several, counted).order_by(several.c.part, number).limit(given("count")))


def _part(n: int, which: ColumnElement[bool], *, is_below: bool) -> Select[Any]:
    """Return the orders of one group, nearest first. A union takes no order, but what it is made of does."""
    bound = given(f"bound{n}")
    if is_below:
        found = select(orders).where(own(), orders.c.id < bound, which).order_by(orders.c.id.desc())
    else:
        found = select(orders).where(own_above(bound), which).order_by(orders.c.id)
    nearest = found.limit(given("count")).subquery(f"part_{n}")
    return select(literal(n, Integer).label("part"), nearest)
