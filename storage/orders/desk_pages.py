"""Pages of everybody's orders for the staff, newest first, by keyset.

A list goes along an index, of what its orders have in common or of how they stand, and the other condition is
looked at row by row: of so many rows, so that no page costs more than another.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select, tuple_, type_coerce

from shop.ordering.desk_list import FEW, DeskGroup, DeskList, DeskPage, Narrowed
from shop.ordering.order import GIVEN_BACK, RUNNING, WAITING, OrderState
from storage.core.columns import LARGEST_ID, BigId, Moment
from storage.core.prepared import one_of
from storage.core.rows import number_from
from storage.orders.own import GONE
from storage.orders.rows import with_requests
from storage.orders.tables import order_held, order_late, order_money_back, order_running, orders

LOOKED_AT = 250
"""Rows that a page looks at where its index does not say all."""

Days = tuple[datetime, datetime]
"""The first moment of a day, and of the next."""

_LOOKED = tuple(
    orders.c[name]
    for name in ("id", "person_id", "service_id", "link_key", "state", "created_at", "refunded_micro")
)

_STATES: dict[DeskGroup, frozenset[OrderState]] = {
    DeskGroup.RUNNING: RUNNING,
    DeskGroup.DONE: frozenset({OrderState.COMPLETED}),
    DeskGroup.WAITING: WAITING - {OrderState.UNKNOWN},
    DeskGroup.UNCONFIRMED: frozenset({OrderState.UNKNOWN}),
}
_PARTS = {
    DeskGroup.MONEY_BACK: order_money_back,
    DeskGroup.LATE: order_late,
    DeskGroup.HELD: order_held,
}

Fits = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Source:
    """The indexes that a list goes along, each by its condition, and what else its orders must fit.

    `day`: the list goes along the moments of that day, not along numbers.
    """

    strands: Sequence[Sequence[ColumnElement[bool]]]
    fits: Fits | None = None
    day: Days | None = None


def page_at_desk(
    connection: Connection,
    showing: DeskList,
    *,
    size: int,
    day: Days | None = None,
    older_than: int | None = None,
    newer_than: int | None = None,
) -> DeskPage:
    """Return the page of orders older than one, or newer; without either the first.

    `day` is needed where the list is about one. Where nothing newer is left, the first page comes.
    """
    source = _source_of(connection, showing, day)
    if newer_than is not None:
        rows, looked_to = _walk(connection, source, newer_than, upwards=True, size=size)
        if len(rows) > size or (rows and looked_to is not None):
            return _page(connection, showing, rows[:size][::-1], has_newer=True, older_than=rows[0].id)
    rows, looked_to = _walk(connection, source, older_than, upwards=False, size=size)
    shown = rows[:size]
    last = shown[-1].id if len(rows) > size else looked_to
    return _page(
        connection,
        showing,
        shown,
        has_newer=older_than is not None,
        older_than=last,
        is_cut=len(rows) <= size and looked_to is not None,
    )


def count_few(connection: Connection, most: int) -> dict[DeskGroup, int]:
    """Return how many orders are in each of the small groups; none counts beyond `most`."""
    panels = panels_of(connection)
    return {group: _count(connection, _strands(group, panels), most) for group in FEW}


def _count(connection: Connection, strands: Sequence[Sequence[ColumnElement[bool]]], most: int) -> int:
    count = 0
    for strand in strands:
        within = (*strand, orders.c.id < LARGEST_ID)
        some = select(orders.c.id).where(*within).order_by(orders.c.id.desc()).limit(most).subquery()
        count += number_from(connection, select(func.count()).select_from(some))
    return min(count, most)


def _page(
    connection: Connection,
    showing: DeskList,
    rows: Sequence[Any],
    *,
    has_newer: bool,
    older_than: int | None,
    is_cut: bool = False,
) -> DeskPage:
    whole = {row.id: row for row in connection.execute(_named([row.id for row in rows])).all()}
    shown = with_requests(connection, [whole[row.id] for row in rows])
    first = rows[0].id if rows else None
    return DeskPage(showing, shown, first if has_newer else None, older_than, is_cut)


def _named(ids: Sequence[int]) -> Any:
    return select(orders).where(one_of(orders.c.id, ids))


def _walk(
    connection: Connection, source: _Source, place: int | None, *, upwards: bool, size: int
) -> tuple[list[Any], int | None]:
    """Return up to one more than `size` orders beyond this place, nearest first.

    With them comes the number of the last one looked at, if there may be more behind it.
    """
    most = size + 1 if source.fits is None else LOOKED_AT
    beyond = _beyond(connection, source, place, upwards=upwards)
    keys = (orders.c.id,) if source.day is None else (orders.c.created_at, orders.c.id)
    ways = [key.asc() if upwards else key.desc() for key in keys]
    rows: list[Any] = []
    for strand in source.strands:
        rows += connection.execute(select(*_LOOKED).where(*strand, *beyond).order_by(*ways).limit(most))
    rows.sort(
        key=lambda row: row.id if source.day is None else (row.created_at, row.id),
        reverse=not upwards,
    )
    rows = rows[:most]
    found = rows if source.fits is None else [row for row in rows if source.fits(row)]
    return found[: size + 1], rows[-1].id if source.fits is not None and len(rows) == most else None


def _beyond(
    connection: Connection, source: _Source, place: int | None, *, upwards: bool
) -> list[ColumnElement[bool]]:
    number = None if place is None else min(place, LARGEST_ID)
    if source.day is not None:
        return _of_day(connection, source.day, number, upwards=upwards)
    if upwards:
        return [orders.c.id > (number or 0)]
    return [orders.c.id < (LARGEST_ID if number is None else number)]


def _of_day(
    connection: Connection, day: Days, number: int | None, *, upwards: bool
) -> list[ColumnElement[bool]]:
    """Return the bounds of a day, one of them moved to the order of this number if it is of that day.

    Each is one comparison, so that an index is entered right there.
    """
    begin, end = day
    moment = None
    if number is not None:
        moment = connection.execute(select(orders.c.created_at).where(orders.c.id == number)).scalar()
    if number is None or moment is None or not begin <= moment < end:
        return [orders.c.created_at >= begin, orders.c.created_at < end]
    here = tuple_(type_coerce(moment, Moment), type_coerce(number, BigId))
    key = tuple_(orders.c.created_at, orders.c.id)
    return [key > here, orders.c.created_at < end] if upwards else [orders.c.created_at >= begin, key < here]


def _source_of(connection: Connection, showing: DeskList, day: Days | None) -> _Source:
    narrowed = _narrowed(connection, showing, day)
    if narrowed is None:
        return _Source(_strands(showing.group, panels_of(connection)))
    strand, fits = narrowed
    if showing.group in FEW:
        return _Source(_strands(showing.group, panels_of(connection)), fits)
    if showing.by is Narrowed.DAY:
        return _Source([[]], _FITS.get(showing.group), day)
    if showing.by is Narrowed.PERSON and showing.group is DeskGroup.RUNNING:
        return _Source([[*strand, order_running]])
    return _Source([strand], _FITS.get(showing.group))


def _narrowed(
    connection: Connection, showing: DeskList, day: Days | None
) -> tuple[list[ColumnElement[bool]], Fits] | None:
    """Return what all orders of the list have in common, as a condition and for a row; None for nothing."""
    match showing.by:
        case Narrowed.PERSON:
            return [orders.c.person_id == showing.of], lambda row: row.person_id == showing.of
        case Narrowed.SERVICE:
            service = _of_order(connection, showing.of, orders.c.service_id)
            return [orders.c.service_id == service], lambda row: row.service_id == service
        case Narrowed.LINK:
            link = _of_order(connection, showing.of, orders.c.link_key)
            known = link if link != GONE else None
            return [orders.c.link_key == known], lambda row: row.link_key == known
        case Narrowed.DAY if day is not None:
            begin, end = day
            within = and_(orders.c.created_at >= begin, orders.c.created_at < end)
            return [within], lambda row: begin <= row.created_at < end
        case _:
            return None


def _of_order(connection: Connection, number: int, column: ColumnElement[Any]) -> str | None:
    known = select(column).where(orders.c.id == min(number, LARGEST_ID))
    found: str | None = connection.execute(known).scalar()
    return found


def _strands(group: DeskGroup, panels: Sequence[str]) -> list[list[ColumnElement[bool]]]:
    """Return the parts of indexes that have this group's orders, each in the order of their numbers."""
    if group in _STATES:
        states = sorted(_STATES[group])
        return [[orders.c.panel == panel, orders.c.state == state] for panel in panels for state in states]
    if group in _PARTS:
        return [[orders.c.panel == panel, _PARTS[group]] for panel in panels]
    return [[]]


def panels_of(connection: Connection) -> list[str]:
    """Return the panel accounts that orders were sent to: a few in a shop's life."""
    found: list[str] = []
    while True:
        further = orders.c.panel > (found[-1] if found else "")
        next_one = connection.execute(
            select(orders.c.panel).where(further).order_by(orders.c.panel).limit(1)
        ).scalar()
        if next_one is None:
            return found
        found.append(next_one)


def _is_money_back(row: Any) -> bool:
    return row.refunded_micro > 0 or row.state in GIVEN_BACK


_FITS: dict[DeskGroup, Fits] = {
    DeskGroup.RUNNING: lambda row: row.state in RUNNING,
    DeskGroup.DONE: lambda row: row.state == OrderState.COMPLETED,
    DeskGroup.MONEY_BACK: _is_money_back,
}
