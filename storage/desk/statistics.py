"""The statistics of a period, added up by bucket on one visit; see shop/statistics/facts.py.

What counts as sold, taken and left over is what it is for the desk's figures, by the same expressions.
"""

from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    Connection,
    Integer,
    and_,
    case,
    cast,
    column,
    distinct,
    exists,
    func,
    literal,
    select,
    values,
)
from sqlalchemy.sql.elements import ColumnElement

from shop.desk_figures import Sold
from shop.ledger.journals import AccountKind
from shop.ordering.order import GIVEN_BACK, OrderState
from shop.statistics.facts import TOP_SERVICES, Buckets, Facts, MoneyHeld, ServiceSold, cohorts_of
from storage.core.columns import Moment, fixed
from storage.core.database import Database
from storage.core.rows import number_from
from storage.desk.figures import COST, TAKEN
from storage.ledger.tables import account
from storage.orders.tables import order_sold, orders
from storage.people.tables import person
from storage.reconciliation.tables import inquiry

# Written into the statement: the index of the orders that were sold has no others.
_GIVEN_BACK = [fixed(state) for state in OrderState if state in GIVEN_BACK]
_FAILED = sorted(GIVEN_BACK | {OrderState.CANCELED})
_EARLIER = orders.alias("earlier")
_SUMS = (
    func.count(),
    cast(func.sum(TAKEN), BigInteger),
    cast(func.coalesce(func.sum(TAKEN - COST), 0), BigInteger),
    func.count() - func.count(COST),
)
_HELD = (AccountKind.WALLET, AccountKind.HELD, AccountKind.GIFT, AccountKind.SUSPENSE)
# Not the bare column: SQLite would go through all orders in that column's order, whenever they were made.
_PERSON_ID = orders.c.person_id + literal(0, BigInteger())


LONGEST_SECONDS = 30.0
"""After this the reading is ended: 90 days of 100,000 orders take a second."""


class Statistics:
    """Adds up orders, people and accounts of all suppliers."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, buckets: Buckets, weeks: Buckets) -> Facts:
        """Return what the rows say of these buckets and weeks.

        It is read as the audit reads, on connections of its own: a second of reading holds up nobody.
        """
        return await self._database.go_over(lambda one: _facts(one, buckets, weeks), LONGEST_SECONDS)


def _facts(connection: Connection, buckets: Buckets, weeks: Buckets) -> Facts:
    made, failed = _made(connection, buckets)
    people = func.count(distinct(orders.c.person_id))
    return Facts(
        buckets=buckets,
        sold=_sold(connection, buckets),
        made=made,
        failed=failed,
        lost=_lost(connection, buckets),
        new=_counted(connection, buckets, person.c.created_at, func.count()),
        active=_counted(connection, buckets, orders.c.created_at, people, order_sold),
        first=_first(connection, buckets),
        active_in_all=_active(connection, buckets),
        services=_services(connection, buckets),
        held=_held(connection),
        weeks=weeks,
        cohorts=_cohorts(connection, weeks),
    )


def _cut(buckets: Buckets) -> CTE:
    """Return the buckets as rows, so that one statement goes along the index once for each."""
    columns = (column("n", Integer), column("since", Moment), column("until", Moment))
    return values(*columns, name="bucket").data(buckets.bounds).cte("bucket")


def _in(bucket: CTE, moment: ColumnElement[Any]) -> ColumnElement[bool]:
    return and_(moment >= bucket.c.since, moment < bucket.c.until)


def _sold(connection: Connection, buckets: Buckets) -> tuple[tuple[Sold, ...], ...]:
    bucket = _cut(buckets)
    found = (
        select(bucket.c.n, orders.c.currency, *_SUMS)
        .where(_in(bucket, orders.c.created_at), order_sold)
        .group_by(bucket.c.n, orders.c.currency)
        .order_by(bucket.c.n, orders.c.currency)
    )
    by_bucket: dict[int, list[Sold]] = {}
    for n, *figures in connection.execute(found):
        by_bucket.setdefault(n, []).append(Sold(*figures))
    return tuple(tuple(by_bucket.get(n, ())) for n in range(len(buckets.starts)))


def _made(connection: Connection, buckets: Buckets) -> tuple[tuple[int, ...], tuple[int, ...]]:
    bucket = _cut(buckets)
    failed = func.count(case((orders.c.state.in_(_FAILED), 1)))
    found = (
        select(bucket.c.n, func.count(), failed).where(_in(bucket, orders.c.created_at)).group_by(bucket.c.n)
    )
    rows = connection.execute(found).all()
    return (
        _filled(buckets, {n: made for n, made, _ in rows}),
        _filled(buckets, {n: failed for n, _, failed in rows}),
    )


def _lost(connection: Connection, buckets: Buckets) -> tuple[int, ...]:
    """Count the orders whose answer was lost, in the bucket in which each was made."""
    bucket = _cut(buckets)
    # A case is opened after its order is made. Without the panel, no index of cases leads to a period;
    # there are few cases, and each has its order by its number.
    found = (
        select(bucket.c.n, func.count())
        .select_from(inquiry.join(orders, orders.c.id == inquiry.c.order_id))
        .join(bucket, _in(bucket, orders.c.created_at))
        .where(inquiry.c.opened_at >= buckets.starts[0])
        .group_by(bucket.c.n)
    )
    return _filled(buckets, {n: int(count) for n, count in connection.execute(found)})


def _counted(
    connection: Connection,
    buckets: Buckets,
    moment: ColumnElement[Any],
    count: ColumnElement[int],
    *conditions: ColumnElement[bool],
) -> tuple[int, ...]:
    bucket = _cut(buckets)
    found = select(bucket.c.n, count).where(_in(bucket, moment), *conditions).group_by(bucket.c.n)
    return _filled(buckets, {n: int(count) for n, count in connection.execute(found)})


def _filled(buckets: Buckets, by_bucket: dict[int, int]) -> tuple[int, ...]:
    return tuple(by_bucket.get(n, 0) for n in range(len(buckets.starts)))


def _active(connection: Connection, buckets: Buckets) -> int:
    people = select(func.count(distinct(orders.c.person_id)))
    return number_from(connection, people.where(_within(buckets), order_sold))


def _within(buckets: Buckets) -> ColumnElement[bool]:
    return and_(orders.c.created_at >= buckets.starts[0], orders.c.created_at < buckets.end)


def _first(connection: Connection, buckets: Buckets) -> tuple[int, ...]:
    """Count the people of each bucket who had never ordered before what they ordered there."""
    before = exists(literal(1)).where(
        _EARLIER.c.person_id == orders.c.person_id,
        _EARLIER.c.created_at < orders.c.created_at,
        _EARLIER.c.state.not_in(_GIVEN_BACK),
    )
    people = func.count(distinct(orders.c.person_id))
    return _counted(connection, buckets, orders.c.created_at, people, order_sold, ~before)


def _services(connection: Connection, buckets: Buckets) -> tuple[ServiceSold, ...]:
    """Return the services with most takings and those with most orders, of each currency."""
    found = (
        select(orders.c.service_id, orders.c.currency, *_SUMS)
        .where(_within(buckets), order_sold)
        .group_by(orders.c.service_id, orders.c.currency)
    )
    sold = [ServiceSold(row[0], Sold(*row[1:])) for row in connection.execute(found)]
    kept: dict[tuple[str, str], ServiceSold] = {}
    for currency in sorted({one.sold.currency for one in sold}):
        here = [one for one in sold if one.sold.currency == currency]
        by_takings = sorted(here, key=lambda one: (-one.sold.taken_micro, one.service_id))
        by_orders = sorted(here, key=lambda one: (-one.sold.orders, one.service_id))
        for one in (*by_takings[:TOP_SERVICES], *by_orders[:TOP_SERVICES]):
            kept[one.service_id, currency] = one
    return tuple(kept.values())


def _held(connection: Connection) -> tuple[MoneyHeld, ...]:
    """Return what the shop holds for others now, by kind of account and currency."""
    micro = cast(func.sum(account.c.balance_micro), BigInteger)
    found = (
        select(account.c.kind, account.c.currency, micro)
        .where(account.c.kind.in_(_HELD))
        .group_by(account.c.kind, account.c.currency)
        .having(micro != 0)
    )
    rows = [MoneyHeld(*row) for row in connection.execute(found)]
    return tuple(sorted(rows, key=lambda one: (one.currency, -one.micro, one.kind)))


def _cohorts(connection: Connection, weeks: Buckets) -> dict[tuple[int, int], int]:
    """Count the people of each week's first orders who ordered in each week.

    Each person's weeks are the bits of one number, so that the orders are gone through once.
    """
    week = values(column("bit", Integer), column("since", Moment), column("until", Moment), name="week")
    week_bits = week.data([(1 << n, since, until) for n, since, until in weeks.bounds]).cte("week")
    ordered = (
        select(_PERSON_ID.label("person_id"), func.sum(distinct(week_bits.c.bit)).label("bits"))
        .where(_in(week_bits, orders.c.created_at), order_sold)
        .group_by(_PERSON_ID)
        .subquery("ordered")
    )
    before = exists(literal(1)).where(
        _EARLIER.c.person_id == ordered.c.person_id,
        _EARLIER.c.created_at < weeks.starts[0],
        _EARLIER.c.state.not_in(_GIVEN_BACK),
    )
    found = select(ordered.c.bits, func.count()).where(~before).group_by(ordered.c.bits)
    return cohorts_of({int(bits): people for bits, people in connection.execute(found)})
