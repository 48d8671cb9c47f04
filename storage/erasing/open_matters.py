"""What a person has with the shop, read in the transaction that decides about it."""

from sqlalchemy import Connection, func, select

from shop.erasure import OpenMatters
from shop.ledger.journals import AccountKind
from shop.ledger.topup import TopupState
from storage.core.columns import fixed
from storage.core.rows import number_from
from storage.growth.tables import gift, gift_open
from storage.ledger.tables import account, payment, payment_return, return_open, topup
from storage.orders.tables import order_running, orders


def open_matters_of(connection: Connection, person_id: int) -> OpenMatters:
    """Return what this person has with the shop now."""
    running = select(func.count()).select_from(orders).where(orders.c.person_id == person_id, order_running)
    receipts = (
        select(func.count())
        .select_from(topup)
        .where(topup.c.person_id == person_id, topup.c.state == fixed(TopupState.WAITING))
    )
    # A refusal would put one back into the wallet.
    returned = (
        select(func.count())
        .select_from(payment_return.join(payment))
        .where(payment.c.person_id == person_id, return_open)
    )
    open_gifts = select(func.count()).select_from(gift).where(gift.c.giver_id == person_id, gift_open)
    return OpenMatters(
        orders=number_from(connection, running),
        payments=sum(number_from(connection, one) for one in (receipts, returned)),
        gifts=number_from(connection, open_gifts),
        money=_money(connection, person_id),
    )


def _money(connection: Connection, person_id: int) -> tuple[tuple[int, str], ...]:
    wallets = select(account.c.balance_micro, account.c.currency).where(
        account.c.owner_id == person_id, account.c.kind == AccountKind.WALLET, account.c.balance_micro > 0
    )
    found = connection.execute(wallets).all()
    return tuple(sorted(((int(row[0]), str(row[1])) for row in found), key=lambda one: one[1]))
