"""Tries to give a payment back: each a row with a journal's key of its own. In the caller's transaction."""

from datetime import datetime

from sqlalchemy import Connection, func, select, update

from shop.ledger.payment import ReturnState
from shop.ledger.topup import key_of_return
from storage.ledger.tables import payment_return


def begin_try(
    connection: Connection, payment_id: int, charge: tuple[str, str], state: ReturnState, now: datetime
) -> str:
    """Note the next try, `open`, or `returned` where Telegram did it by itself; the key of its journal.

    `charge` is the way it was paid, and Telegram's number for it.
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
    """The key of the try under way, None where there is none."""
    found = select(payment_return.c.key).where(
        payment_return.c.payment_id == payment_id, payment_return.c.state == ReturnState.OPEN
    )
    return connection.execute(found).scalar()


def end_try(connection: Connection, payment_id: int, state: ReturnState, now: datetime) -> None:
    """The try under way has its end, `returned` or `refused`."""
    mine = update(payment_return).where(
        payment_return.c.payment_id == payment_id, payment_return.c.state == ReturnState.OPEN
    )
    connection.execute(mine.values(state=state, changed_at=now))
