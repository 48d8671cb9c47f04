"""The figures of the desk, added up from an index that has all of them; see shop/desk_figures.py."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from shop.desk_figures import BESIDES, SPENT_IN, Besides, Figures, Sold
from shop.ledger.journals import AccountKind
from shop.ordering.order import GIVEN_BACK, OrderState
from storage.catalogue.tables import panel_account
from storage.core.columns import fixed
from storage.core.database import Database
from storage.core.units import reads
from storage.ledger.tables import account, journal, posting
from storage.orders.tables import order_sold, orders
from storage.people.tables import person

NEWEST = 1_000
"""Orders in which a change of the account's currency is looked for, where their week began in that of now."""

TAKEN = orders.c.price_micro - orders.c.refunded_micro
# Of an order that a coupon has made free, a price of 0 that went back says nothing.
_IS_ALL_BACK = and_(
    orders.c.refunded_micro >= orders.c.price_micro,
    or_(orders.c.price_micro > 0, orders.c.state == fixed(OrderState.CANCELED)),
)
COST = case(
    (orders.c.charge_here_micro.is_not(None), orders.c.charge_here_micro),
    (_IS_ALL_BACK, literal(0, BigInteger())),
    # 0 is what placing a subscription costs; what its posts cost nobody tells (docs/decisions/0054).
    else_=func.nullif(orders.c.cost_here_micro, literal(0, BigInteger())),
)
_EARLIER = orders.alias("earlier")
# Written into the statement: the index of the orders that were sold has no others.
_GIVEN_BACK = [fixed(state) for state in OrderState if state in GIVEN_BACK]


_OF_SOLD = orders.c.currency != ""
"""True of every order, and only `ix_orders_sold` has it: PostgreSQL would go through `ix_orders_first`, one
person after another, and read each one's orders of the period from all over the table.
"""


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
        """Return the same, with the people who came and ordered first, and what was earned besides."""
        sold = _sold(connection, starts)
        new, first = _new_people(connection, starts), _first_orders(connection, starts)
        besides = _besides(connection, starts)
        return {days: Figures(days, sold[days], new[days], first[days], besides[days]) for days in starts}

    @reads
    def spent(self, connection: Connection, now: datetime) -> tuple[int, datetime | None]:
        """Return what the orders of the last days cost at the panel, in its currency, and when they began.

        After a change of that currency they are the orders since.
        """
        amount, begun_at = self._spent(connection, orders.c.created_at >= now - SPENT_IN)
        changed_at = None if begun_at is None else _last_in_another(connection, self._panel, begun_at)
        if changed_at is not None:
            amount, begun_at = self._spent(connection, orders.c.created_at > changed_at)
        return amount, begun_at

    def _spent(self, connection: Connection, lately: ColumnElement[bool]) -> tuple[int, datetime | None]:
        # The panel is no condition of the select: it would lead to an index of all orders there ever were.
        here = orders.c.panel == self._panel
        spent = func.coalesce(func.sum(orders.c.cost_micro).filter(here, ~_IS_ALL_BACK), 0)
        begun_at = func.min(orders.c.created_at).filter(here)
        found = select(cast(spent, BigInteger), begun_at).where(order_sold, lately)
        amount, begun = connection.execute(found).one()
        return amount, begun


def is_in_another(cost_currency: ColumnElement[str | None], panel: str) -> ColumnElement[bool]:
    """Return the condition that a cost is surely in another currency than this panel account's of now."""
    account = select(panel_account.c.currency).where(panel_account.c.panel == panel)
    return func.coalesce(cost_currency != account.scalar_subquery(), false())


def _last_in_another(connection: Connection, panel: str, begun_at: datetime) -> datetime | None:
    """Return when the last order was made whose cost is in another currency than the account's of now.

    The index that figures are added up from has no currency of costs, so orders themselves are read: the
    first one here, which was made at `begun_at`, and the newest of all suppliers; where that first one is in
    another currency, all since the change.
    """
    made_at = orders.c.created_at
    # Not the bare column, as in `_spent`.
    here = and_(orders.c.panel + literal("") == panel, is_in_another(orders.c.cost_currency, panel))
    last = select(func.max(made_at)).where(order_sold, here, made_at >= begun_at)
    if connection.execute(last.where(made_at == begun_at)).scalar() is None:
        columns = (orders.c[name] for name in ("panel", "cost_currency", "created_at"))
        newest = select(*columns).order_by(orders.c.id.desc()).limit(NEWEST).subquery()
        there = and_(newest.c.panel == panel, is_in_another(newest.c.cost_currency, panel))
        last = select(func.max(newest.c.created_at)).where(there, newest.c.created_at >= begun_at)
    return connection.execute(last).scalar()


def _sold(connection: Connection, starts: Mapping[int, datetime]) -> dict[int, tuple[Sold, ...]]:
    """Add up each order once: a longer period is the next shorter one and the days before that."""
    sums: dict[str, list[int]] = {}
    found: dict[int, tuple[Sold, ...]] = {}
    until: datetime | None = None
    for days, start in sorted(starts.items()):
        for row in _between(connection, start, until):
            figures: list[int] = list(row[1:])
            before = sums.get(row[0], [0] * len(figures))
            sums[row[0]] = [one + more for one, more in zip(before, figures, strict=True)]
        found[days] = tuple(Sold(currency, *sums[currency]) for currency in sorted(sums))
        until = start
    return found


def _between(connection: Connection, start: datetime, until: datetime | None) -> Sequence[Row[Any]]:
    """Return by currency: orders, takings, margin, and how many are not in that."""
    earlier = [orders.c.created_at < until] if until is not None else []
    margin = func.coalesce(func.sum(TAKEN - COST), 0)  # NULL where the cost is not known
    added = select(
        orders.c.currency,
        func.count(),
        cast(func.sum(TAKEN), BigInteger),
        cast(margin, BigInteger),
        func.count() - func.count(COST),
    ).where(order_sold, orders.c.created_at >= start, *earlier)
    return connection.execute(added.group_by(orders.c.currency)).all()


def _besides(connection: Connection, starts: Mapping[int, datetime]) -> dict[int, tuple[Besides, ...]]:
    """Hold each account's balance against what its last posting before the period says."""
    columns = [account.c.balance_micro - _balance_before(start) for start in starts.values()]
    which = (account.c.owner_id.is_(None), account.c.kind.in_([fixed(kind) for kind in BESIDES]))
    rows = connection.execute(select(account.c.kind, account.c.currency, *columns).where(*which)).all()
    rows = sorted(rows, key=lambda row: (BESIDES.index(row.kind), row.currency))
    return {
        days: tuple(Besides(AccountKind(row.kind), row.currency, row[n]) for row in rows if row[n])
        for n, days in enumerate(starts, start=2)
    }


def _balance_before(start: datetime) -> ColumnElement[int]:
    earlier = (posting.c.account_id == account.c.id, journal.c.created_at < start)
    last = select(posting.c.balance_micro).join(journal, journal.c.id == posting.c.journal_id).where(*earlier)
    newest = last.order_by(posting.c.version.desc()).limit(1).correlate(account).scalar_subquery()
    return func.coalesce(newest, literal(0, BigInteger()))


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
        .where(order_sold, orders.c.created_at >= since, _OF_SOLD)
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
