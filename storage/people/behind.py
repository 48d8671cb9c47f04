"""What depends on a setting: orders under way, money, and how many people's. In the caller's transaction."""

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, func, select, union

from shop.currency import same_name
from shop.identity import Behind, Sum
from shop.ledger.journals import PERSONAL
from shop.ledger.payment import PaymentState
from shop.ordering.order import RUNNING
from shop.updates import UpdateState
from storage.core.rows import number_from
from storage.ledger.tables import account, payment
from storage.messages.tables import inbox
from storage.orders.tables import orders

_HAS_MONEY = and_(account.c.kind.in_(PERSONAL), account.c.balance_micro != 0)
_PAID = '%"successful_payment"%'


def behind_panel(connection: Connection, panel: str) -> Behind:
    """Return the orders under way at this panel account."""
    return _behind(connection, _running(panel), None)


def behind_wallets(connection: Connection, panel: str) -> Behind:
    """Return the orders under way, and all that people have or owe."""
    return _behind(connection, _running(panel), _HAS_MONEY)


def behind_bot(connection: Connection, panel: str, bot_id: int) -> Behind:
    """Return the same, with payments on their way back, in suspense, or not yet handled."""
    unhandled = and_(inbox.c.bot_id == bot_id, inbox.c.state == UpdateState.WAITING, inbox.c.raw.like(_PAID))
    open_payments = and_(
        payment.c.bot_id.in_((0, bot_id)),
        payment.c.state.in_((PaymentState.RETURNING, PaymentState.SUSPENSE)),
    )
    payments = _count(connection, inbox, unhandled) + _count(connection, payment, open_payments)
    return _behind(connection, _running(panel), _HAS_MONEY, payments=payments)


def behind_currency(connection: Connection, panel: str, currency: str) -> Behind:
    """Return the orders under way paid in this currency, and what people have or owe in it."""
    paid = and_(_running(panel), orders.c.currency == currency)
    return _behind(connection, paid, and_(_HAS_MONEY, account.c.currency == currency))


def other_currencies(connection: Connection, panel: str, currency: str) -> list[str]:
    """Return the currencies of money and of orders under way other than this one, in any spelling."""
    found = union(
        select(account.c.currency).where(_HAS_MONEY, account.c.currency != currency),
        select(orders.c.currency).where(
            _running(panel), orders.c.currency != currency, orders.c.price_micro > 0
        ),
    )
    names = connection.execute(found).scalars()
    return sorted(name for name in names if same_name(name) != currency)


def _count(connection: Connection, table: Table, which: ColumnElement[bool]) -> int:
    counting = select(func.count()).select_from(table).where(which)
    return number_from(connection, counting)


def _running(panel: str) -> ColumnElement[bool]:
    return and_(orders.c.panel == panel, orders.c.state.in_(RUNNING))


def _behind(
    connection: Connection,
    running: ColumnElement[bool],
    money: ColumnElement[bool] | None,
    *,
    payments: int = 0,
) -> Behind:
    whose: list[Select[tuple[int]]] = [select(orders.c.person_id).where(running)]
    wallets: tuple[Sum, ...] = ()
    if money is not None:
        whose.append(select(account.c.owner_id).where(money))
        wallets = _wallets(connection, money)
    people = select(func.count()).select_from(union(*whose).subquery())
    counted = (
        select(orders.c.currency, func.count(), func.sum(orders.c.price_micro))
        .where(running)
        .group_by(orders.c.currency)
        .order_by(orders.c.currency)
    )
    rows = connection.execute(counted).all()
    return Behind(
        people=number_from(connection, people),
        orders=sum(int(row[1]) for row in rows),
        order_sums=tuple(Sum(row[0], int(row[2])) for row in rows),
        wallets=wallets,
        payments=payments,
    )


def _wallets(connection: Connection, money: ColumnElement[bool]) -> tuple[Sum, ...]:
    balance = account.c.balance_micro
    summed = (
        select(
            account.c.currency,
            func.sum(case((balance > 0, balance), else_=0)),
            func.sum(case((balance < 0, -balance), else_=0)),
        )
        .where(money)
        .group_by(account.c.currency)
        .order_by(account.c.currency)
    )
    return tuple(Sum(row[0], int(row[1]), int(row[2])) for row in connection.execute(summed).all())
