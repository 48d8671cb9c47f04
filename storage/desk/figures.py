"""The figures of the desk, added up from an index that has all of them; see shop/desk_figures.py."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, case, cast, exists, func, literal, select

from shop.desk_figures import SPENT_IN, Figures, Sold
from shop.ordering.order import GIVEN_BACK
from storage.core.database import Database
from storage.core.units import reads
from storage.orders.tables import order_sold, orders
from storage.people.tables import person

_TAKEN = orders.c.price_micro - orders.c.refunded_micro
_COST = case(
    (orders.c.charge_here_micro.is_not(None), orders.c.charge_here_micro),
    (orders.c.refunded_micro >= orders.c.price_micro, literal(0, BigInteger())),
    else_=orders.c.cost_here_micro,
)
_EARLIER = orders.alias("earlier")
_GIVEN_BACK = sorted(GIVEN_BACK)


class DeskFigures:
    """Adds up orders and people by period; `panel` is the account whose balance they are paid from."""

    def __init__(self, database: Database, *, panel: str) -> None:
        self._database = database
        self._panel = panel

    @reads
    def list_sold(self, connection: Connection, starts: Mapping[int, datetime]) -> dict[int, Figures]:
        """Return what was sold in the period of so many days since each of these starts."""
        sold = _sold(connection, starts)
        return {days: Figures(days, sold[days]) for days in starts}

    @reads
    def list_all(self, connection: Connection, starts: Mapping[int, datetime]) -> dict[int, Figures]:
        """Return the same, with the people who came and who ordered for the first time."""
        sold = _sold(connection, starts)
        new, first = _new_people(connection, starts), _first_orders(connection, starts)
        return {days: Figures(days, sold[days], new[days], first[days]) for days in starts}

    @reads
    def spent(self, connection: Connection, now: datetime) -> tuple[int, datetime | None]:
        """Return what the orders of the last days cost at the panel, in its currency, and when they began."""
        lately = (orders.c.panel == self._panel, order_sold, orders.c.created_at >= now - SPENT_IN)
        kept = orders.c.refunded_micro < orders.c.price_micro
        spent = func.coalesce(func.sum(orders.c.cost_micro).filter(kept), 0)
        found = select(cast(spent, BigInteger), func.min(orders.c.created_at)).where(*lately)
        amount, begun = connection.execute(found).one()
        return amount, begun


def _sold(connection: Connection, starts: Mapping[int, datetime]) -> dict[int, tuple[Sold, ...]]:
    columns: list[ColumnElement[Any]] = []
    for start in starts.values():
        within, known = orders.c.created_at >= start, _COST.is_not(None)
        columns += [
            func.count().filter(within),
            cast(func.coalesce(func.sum(_TAKEN).filter(within), 0), BigInteger),
            cast(func.coalesce(func.sum(_TAKEN - _COST).filter(within, known), 0), BigInteger),
            func.count().filter(within, ~known),
        ]
    since = min(starts.values())
    found = select(orders.c.currency, *columns).where(order_sold, orders.c.created_at >= since)
    rows = connection.execute(found.group_by(orders.c.currency).order_by(orders.c.currency)).all()
    return {
        days: tuple(Sold(row[0], *row[1 + 4 * place : 5 + 4 * place]) for row in rows if row[1 + 4 * place])
        for place, days in enumerate(starts)
    }


def _new_people(connection: Connection, starts: Mapping[int, datetime]) -> dict[int, int]:
    since = min(starts.values())
    columns = [func.count().filter(person.c.created_at >= start) for start in starts.values()]
    row = connection.execute(select(*columns).where(person.c.created_at >= since)).one()
    return dict(zip(starts, row, strict=True))


def _first_orders(connection: Connection, starts: Mapping[int, datetime]) -> dict[int, int]:
    """Count the people whose first order is in each period, by what they ordered in the longest."""
    since = min(starts.values())
    # Not the bare column: SQLite would go through all orders in that column's order, whenever they were made.
    person_id = orders.c.person_id + literal(0, BigInteger())
    begun = (
        select(person_id.label("person_id"), func.min(orders.c.created_at).label("begun_at"))
        .where(order_sold, orders.c.created_at >= since)
        .group_by(person_id)
        .subquery("begun")
    )
    before = exists(literal(1)).where(
        _EARLIER.c.person_id == begun.c.person_id,
        _EARLIER.c.created_at < since,
        _EARLIER.c.state.not_in(_GIVEN_BACK),
    )
    columns = [func.count().filter(begun.c.begun_at >= start) for start in starts.values()]
    row = connection.execute(select(*columns).select_from(begun).where(~before)).one()
    return dict(zip(starts, row, strict=True))
