"""Tries to return a payment, or a part of it, each a row with its own journal key.

For use in the caller's transaction, which has locked the payment's row.
"""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from shop.ledger.payment import Payment, PaymentState, Return, ReturnState, Share
from storage.ledger.tables import payment, payment_return


def begin_try(
    connection: Connection, paid: Payment, share: Share, state: ReturnState, now: datetime
) -> Return:
    """Store the next try and what of the payment is now on its way back; return the try.

    `state`: open, or returned if it was done by somebody else.
    """
    counted = select(func.count()).where(payment_return.c.payment_id == paid.id)
    begun = Return(paid, int(connection.execute(counted).scalar_one()) + 1, share)
    connection.execute(
        payment_return.insert().values(
            payment_id=paid.id,
            n=begun.n,
            key=begun.key,
            state=state,
            created_at=now,
            changed_at=now,
            **share._asdict(),
        )
    )
    is_under_way = state is ReturnState.OPEN or open_try(connection, paid) is not None
    _keep(connection, paid.gone(share), now, is_under_way=is_under_way)
    return begun


def open_try(connection: Connection, paid: Payment) -> Return | None:
    """Return the try under way; None if there is none."""
    found = select(payment_return).where(
        payment_return.c.payment_id == paid.id, payment_return.c.state == ReturnState.OPEN
    )
    row = connection.execute(found).first()
    if row is None:
        return None
    share = Share(row.amount_minor, row.credited_micro, row.surcharge_micro)
    before = Share(*(-part for part in share))
    return Return(paid.gone(before), row.n, share)


def end_try(
    connection: Connection, paid: Payment, state: ReturnState, now: datetime, *, n: int | None = None
) -> Return | None:
    """End the try under way as `returned` or `refused`; return it, or None: there is none, or another."""
    ended = open_try(connection, paid)
    if ended is None or (n is not None and n != ended.n):
        return None
    mine = update(payment_return).where(payment_return.c.payment_id == paid.id, payment_return.c.n == ended.n)
    connection.execute(mine.values(state=state, changed_at=now))
    _keep(connection, ended.payment if state is ReturnState.REFUSED else paid, now)
    return ended


def _keep(connection: Connection, paid: Payment, now: datetime, *, is_under_way: bool = False) -> None:
    """Store what of a payment is back, and the state that follows."""
    keeping = update(payment).where(payment.c.id == paid.id)
    back, state = paid.back, paid.state_before
    if is_under_way:
        state = PaymentState.RETURNING
    elif paid.left.amount_minor == 0:
        state = PaymentState.RETURNED
    connection.execute(
        keeping.values(
            state=state,
            changed_at=now,
            back_minor=back.amount_minor,
            back_micro=back.credited_micro,
            back_surcharge_micro=back.surcharge_micro,
        )
    )
