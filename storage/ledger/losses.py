"""What the shop lost because payments went back after they were spent, and what makes it good.

For use in the caller's transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BigInteger, Connection, and_, cast, func, select

from shop import notice
from shop.ledger.journals import RECOVERY, Account, AccountKind, JournalEntry, recovering
from shop.ledger.payment import recovered_of
from shop.ordering.order import Order
from storage.core.columns import fixed
from storage.core.prepared import Prepared, given
from storage.ledger.store import balance_of, book, is_account
from storage.ledger.tables import account, journal, payment, payment_return, posting
from storage.membership.tables import pays_membership


def give_back(
    connection: Connection,
    order: Order,
    entries: Iterable[JournalEntry],
    now: datetime,
    credit_micro: int | None,
) -> None:
    """Book what an order gives back, and take of it what the shop has lost since it was made.

    Else somebody could have a payment back from its provider, and then the order that it had paid for.
    """
    for entry in entries:
        if book(connection, entry, now, credit_micro=credit_micro):
            _recover(connection, order, entry, now, credit_micro)


def lost_since(connection: Connection, order: Order) -> int:
    """Return what its person's payments that went back since the order was made still cost the shop.

    Its wallet is locked from here on: a return in this very moment is counted, or sees what comes after.
    """
    wallet = order.sale.wallet
    balance_of(connection, wallet, locks=True)
    lost_micro = _lost_since(connection, wallet, order.created_at)
    return min(lost_micro, still_lost_micro(connection, wallet)) if lost_micro else 0


def still_lost_micro(connection: Connection, wallet: Account) -> int:
    """Return what returns of this wallet's payments have cost the shop, less what was made good."""
    lost_micro = _LOST.scalar(connection, person=wallet.owner_id, currency=wallet.currency)
    return lost_micro - _recovered_micro(connection, wallet) if lost_micro else 0


def _recover(
    connection: Connection, order: Order, back: JournalEntry, now: datetime, credit_micro: int | None
) -> None:
    wallet = order.sale.wallet
    back_micro = sum(one.amount_micro for one in back.postings if one.account == wallet)
    if back_micro <= 0:
        return
    lost_since_micro = _lost_since(connection, wallet, order.created_at)
    if not lost_since_micro:  # as nearly always
        return
    can_micro = back_micro  # less where the wallet is below what it may be: they had more credit once
    if credit_micro is not None:
        can_micro = min(back_micro, balance_of(connection, wallet) + credit_micro)
    micro = recovered_of(
        can_micro,
        lost_since_micro=lost_since_micro,
        still_lost_micro=still_lost_micro(connection, wallet),
    )
    if micro:
        entry = recovering(order.sale, back, micro)
        news = [notice.wallet_changed(order.person_id, entry.key)]
        book(connection, entry, now, credit_micro=credit_micro, news=news)


def _lost_since(connection: Connection, wallet: Account, since: datetime) -> int:
    values = {"person": wallet.owner_id, "currency": wallet.currency, "since": since}
    return int(_LOST_SINCE.scalar(connection, **values))


def _recovered_micro(connection: Connection, wallet: Account) -> int:
    number = select(account.c.id).where(is_account(wallet)).scalar_subquery()
    total = cast(func.coalesce(func.sum(posting.c.amount_micro), 0), BigInteger)
    # One by one: joined, a server may read every journal there is.
    key = select(journal.c.key).where(journal.c.id == posting.c.journal_id).scalar_subquery()
    made_good = select(total).where(posting.c.account_id == number, key.startswith(RECOVERY))
    return -int(connection.execute(made_good).scalar_one())


_THEIRS = and_(payment.c.person_id == given("person"), payment.c.invoice_id.is_not(None), ~pays_membership)
_OF_LOSSES = and_(
    account.c.owner_id.is_(None),
    account.c.kind == fixed(AccountKind.WRITE_OFF),
    account.c.currency == given("currency"),
)
_LOSSES = (
    select(cast(func.coalesce(-func.sum(posting.c.amount_micro), 0), BigInteger))
    .select_from(payment)
    .join(payment_return, payment_return.c.payment_id == payment.c.id)
    .join(journal, journal.c.key == payment_return.c.key)
    .join(posting, posting.c.journal_id == journal.c.id)
    .where(_THEIRS, posting.c.account_id == select(account.c.id).where(_OF_LOSSES).scalar_subquery())
)
_LOST = Prepared(_LOSSES)
_LOST_SINCE = Prepared(_LOSSES.where(payment_return.c.created_at > given("since")))
