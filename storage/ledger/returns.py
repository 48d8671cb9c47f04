"""Tries to return a payment, or a part of it, each a row with its own journal key.

For use in the caller's transaction, which has locked the payment's row; `begin_asking` and `end_asking`
lock the try's alone. The moment at which somebody began to ask is their own mark on it: whoever was stopped
meanwhile, and comes back after another has asked, changes nothing of what that one noted.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, select, update

from shop.alerts import AlertKind
from shop.ledger.news import of_doubt
from shop.ledger.payment import (
    NO_WORDS,
    Asking,
    Doubt,
    Payment,
    PaymentState,
    Return,
    ReturnState,
    Share,
    asking_of,
)
from storage.alerts.rows import begin, end
from storage.core.rows import number_from
from storage.ledger.tables import payment, payment_return, return_open


def begin_try(
    connection: Connection, paid: Payment, share: Share, state: ReturnState, now: datetime
) -> Return:
    """Store the next try and what of the payment is now on its way back; return the try.

    `state`: open, or returned if it was done by somebody else.
    """
    counted = select(func.count()).where(payment_return.c.payment_id == paid.id)
    begun = Return(paid, number_from(connection, counted) + 1, share)
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
    found = select(payment_return).where(payment_return.c.payment_id == paid.id, return_open)
    row = connection.execute(found).first()
    if row is None:
        return None
    share = Share(row.amount_minor, row.credited_micro, row.surcharge_micro)
    before = Share(*(-part for part in share))
    return Return(paid.gone(before), row.n, share, row.doubt)


def begin_asking(connection: Connection, begun: Return, now: datetime, again_for: timedelta | None) -> Asking:
    """Note that this return is asked for since `now`, if it is to be. See `asking_of`."""
    row = connection.execute(_times(begun).with_for_update()).first()
    if row is None or row.state != ReturnState.OPEN or row.doubt:
        return Asking.NOT_NOW
    asking = asking_of(row.asked_at, row.unanswered_at, now, again_for=again_for)
    if asking is Asking.YES:
        _set(connection, begun, asked_at=now, unanswered_at=row.unanswered_at or now)
    return asking


def end_asking(connection: Connection, begun: Return, since: datetime, *, arrived: bool) -> None:
    """Note that the request since then had no answer; not `arrived` if it was surely not obeyed."""
    row = connection.execute(_times(begun).with_for_update()).first()
    if row is not None and row.asked_at == since:
        is_forgotten = not arrived and row.unanswered_at == since
        _set(connection, begun, asked_at=None, **({"unanswered_at": None} if is_forgotten else {}))


def asked_alone(connection: Connection, begun: Return, since: datetime) -> bool:
    """Return True if no request but the one since then is without an answer."""
    row = connection.execute(_times(begun)).first()
    return row is not None and row.asked_at == row.unanswered_at == since


def doubt_try(connection: Connection, paid: Payment, n: int, why: Doubt, now: datetime) -> None:
    """Note that nobody knows if the try under way was made, and have operators find out."""
    under_way = open_try(connection, paid)
    if under_way is not None and under_way.n == n:
        _set(connection, under_way, doubt=why.said or NO_WORDS, asked_at=None)
        begin(connection, of_doubt(under_way, why.called), now)


def is_refused(connection: Connection, begun: Return) -> bool:
    """Return True if this try counts as refused."""
    row = connection.execute(_times(begun)).first()
    return row is not None and row.state == ReturnState.REFUSED


def _times(begun: Return) -> Any:
    """The times at which a return was asked for, and how it stands."""
    row = payment_return.c
    asked = select(row.state, row.doubt, row.asked_at, row.unanswered_at)
    return asked.where(row.payment_id == begun.payment.id, row.n == begun.n)


def _set(connection: Connection, begun: Return, **values: object) -> None:
    mine = and_(payment_return.c.payment_id == begun.payment.id, payment_return.c.n == begun.n)
    connection.execute(update(payment_return).where(mine).values(values))


def end_try(
    connection: Connection, paid: Payment, state: ReturnState, now: datetime, *, n: int | None = None
) -> Return | None:
    """End the try under way as `returned` or `refused`; return it, or None: there is none, or another."""
    ended = open_try(connection, paid)
    if ended is None or (n is not None and n != ended.n):
        return None
    _set(connection, ended, state=state, changed_at=now)
    end(connection, AlertKind.REFUND_UNSURE, str(paid.id), now)
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
