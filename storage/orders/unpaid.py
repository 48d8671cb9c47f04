"""Withdraw orders that nothing pays for any more, in the caller's transaction."""

import logging
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection, Select, and_, case, select

from shop.ledger.journals import Account, AccountKind
from shop.ledger.news import of_unsent
from shop.ledger.payment import Payment
from shop.ordering.order import Order, OrderState
from shop.ordering.reason import Reason, ReasonKind
from storage.core.columns import fixed
from storage.core.savepoint import savepoint
from storage.ledger.conversions import currencies_since, worth_of
from storage.ledger.losses import lost_since, newest_loss
from storage.ledger.store import BookBroken, lock_held
from storage.ledger.tables import invoice
from storage.messages.outbox import enqueue
from storage.orders.tables import order_undecided, orders
from storage.orders.voiding import void_orders


def _unsent(person_id: int | None, currencies: Collection[str]) -> Select[Any]:
    return (
        select(orders.c.id, orders.c.price_micro, orders.c.currency)
        .where(orders.c.person_id == person_id, order_undecided)
        .where(orders.c.state == fixed(OrderState.RESERVED), orders.c.currency.in_(currencies))
        .where(orders.c.price_micro > 0)
    )


log = logging.getLogger("kiosk.storage")


def hold_unsent(connection: Connection, wallet: Account) -> None:
    """Lock what `withdraw_unpaid` may need of this wallet's person, before the wallet.

    Whoever ends an order locks it first, then held money, then the wallet: so there is no deadlock.
    """
    currencies = currencies_since(connection, wallet.currency)
    unsent = _unsent(wallet.owner_id, currencies).order_by(orders.c.id).with_for_update(key_share=True)
    connection.execute(unsent).all()
    for currency in sorted(currencies):
        lock_held(connection, replace(wallet, kind=AccountKind.HELD, currency=currency))


def withdraw_unpaid(
    connection: Connection, paid: Payment, lost_micro: int, now: datetime, credit_micro: int | None
) -> list[int]:
    """Withdraw orders that were not sent yet until their prices make this loss good; return their numbers.

    The transaction books that the payment went back, and its wallet lacked as much of it. The order that it
    was made for goes first, then the newest. One that is handed over in this very moment counts as sent, and
    the next one goes instead; for when it comes back see `withdraw_if_unpaid`. The wallet is locked by now,
    so no order is missed.
    """
    wallet = paid.account
    withdrawn: list[int] = []
    if wallet.owner_id is None or lost_micro <= 0:
        return withdrawn
    currencies = currencies_since(connection, wallet.currency)
    worth = {one: worth_of(connection, one, wallet.currency) or Fraction(0) for one in currencies}
    still_lost = Fraction(lost_micro)
    rounded_off = sum(worth[one] for one in currencies[:-1])  # a micro-unit at each conversion
    was_for = select(invoice.c.pays_for).where(invoice.c.id == paid.invoice_id).scalar_subquery()
    unsent = _unsent(wallet.owner_id, currencies).order_by(
        case((orders.c.confirm_token == was_for, 0), else_=1), orders.c.id.desc()
    )
    for row in connection.execute(unsent).all():
        if still_lost <= rounded_off:
            break
        if _tried(connection, row.id, now, credit_micro):
            still_lost -= row.price_micro * worth[row.currency]
            withdrawn.append(row.id)
    return withdrawn


def withdraw_if_unpaid(
    connection: Connection,
    order: Order,
    now: datetime,
    credit_micro: int | None,
    operators: Collection[int],
) -> None:
    """Withdraw an order that came back from the panel unsent, if what paid for it has gone back meanwhile.

    The `operators` were told of that return when nobody knew what would become of the order.
    """
    if not order.terms.price_micro:
        return
    lock_held(connection, order.sale.held)
    if not lost_since(connection, order) or not _withdraw(connection, order.id, now, credit_micro):
        return
    gone = newest_loss(connection, order.sale.wallet)
    if gone is not None:
        enqueue(connection, of_unsent(operators, *gone, order.id), now)


def _tried(connection: Connection, number: int, now: datetime, credit_micro: int | None) -> int:
    """Withdraw this order in a savepoint: one whose held money is missing must not hold up the return."""
    try:
        with savepoint(connection, BookBroken):
            return _withdraw(connection, number, now, credit_micro)
    except BookBroken as broken:
        log.error("Order %s cannot be refunded: %s", number, broken)
        return 0


def _withdraw(connection: Connection, number: int, now: datetime, credit_micro: int | None) -> int:
    still = and_(orders.c.id == number, orders.c.state == OrderState.RESERVED)
    return void_orders(connection, still, Reason(ReasonKind.PAYMENT_BACK), now, credit_micro)
