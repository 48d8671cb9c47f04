"""Tries to return a payment, each a row with its own journal key. For use in the caller's transaction."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from shop.ledger.payment import ReturnState
from shop.ledger.topup import key_of_return
from storage.ledger.tables import payment_return


def begin_try(
    connection: Connection, payment_id: int, charge: tuple[str, str], state: ReturnState, now: datetime
) -> str:
    """Store the next try and return its journal key. `state`: open, or returned if Telegram did it by itself.

    `charge` is the way it was paid, and its charge id there.
    """
    counted = select(func.count()).where(payment_return.c.payment_id == payment_id)
    n = int(connection.execute(counted).scalar_one()) + 1
    key = key_of_return(*charge, n)
    connection.execute(
        payment_return.insert().values(
            payment_id=payment_id, n=n, key=key, state=state, created_at=now, changed_at=now
        )
    )
    return key


def key_of_try(connection: Connection, payment_id: int) -> str | None:
    """Return the key of the try under way; None if there is none."""
    found = select(payment_return.c.key).where(
        payment_return.c.payment_id == payment_id, payment_return.c.state == ReturnState.OPEN
    )
    return connection.execute(found).scalar()


def end_try(connection: Connection, payment_id: int, state: ReturnState, now: datetime) -> None:
    """End the try under way as `returned` or `refused`."""
    mine = update(payment_return).where(
        payment_return.c.payment_id == payment_id, payment_return.c.state == ReturnState.OPEN
    )
    connection.execute(mine.values(state=state, changed_at=now))
