"""What the shop lost because payments went back after they were spent, and what makes it good.

For use in the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Connection, Select, and_, cast, func, select

from shop import notice
from shop.ledger.journals import (
    RECOVERY,
    Account,
    AccountKind,
    JournalEntry,
    JournalKind,
    key_of_moving,
    order_made_good,
    recovering,
)
from shop.ledger.losses import Loss, MadeGood, open_since
from shop.ledger.topup import Paid
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
    return _lost_since(connection, wallet, order.id)


def newest_loss(connection: Connection, wallet: Account) -> tuple[Paid, int] | None:
    """Return what of this wallet's payments went back last and was lost, with the number of its return."""
    rows = _NEWEST.all(connection, person=wallet.owner_id, currency=wallet.currency)
    if not rows:
        return None
    row = max(rows, key=lambda one: one.number)
    return Paid(row.way, row.charge_id, row.person_id, row.payload, row.currency, row.amount_minor), row.n


def still_lost_micro(connection: Connection, wallet: Account) -> int:
    """Return what returns of this wallet's payments have cost the shop, less what was made good."""
    lost_micro = _LOST.scalar(connection, person=wallet.owner_id, currency=wallet.currency)
    return lost_micro - sum(micro for _, _, micro in _made_good(connection, wallet)) if lost_micro else 0


def _recover(
    connection: Connection, order: Order, back: JournalEntry, now: datetime, credit_micro: int | None
) -> None:
    wallet = order.sale.wallet
    back_micro = sum(one.amount_micro for one in back.postings if one.account == wallet)
    if back_micro <= 0:
        return
    micro = min(back_micro, _lost_since(connection, wallet, order.id))
    if not micro:  # as nearly always
        return
    if credit_micro is not None:  # less where the wallet is below what it may be: they had more credit once
        micro = min(micro, balance_of(connection, wallet) + credit_micro)
    if micro > 0:
        entry = recovering(order.sale, back, micro)
        news = [notice.wallet_changed(order.person_id, entry.key)]
        book(connection, entry, now, credit_micro=credit_micro, news=news)


def _lost_since(connection: Connection, wallet: Account, order_id: int) -> int:
    rows = _EACH_LOSS.all(connection, person=wallet.owner_id, currency=wallet.currency)
    if not rows:
        return 0
    made_good = _made_good(connection, wallet)
    paid = _numbers_of(connection, {order_id, *(order for _, order, _ in made_good)})
    if order_id not in paid:  # it cost nothing
        return 0
    known = [MadeGood(number, paid.get(order, 0), micro) for number, order, micro in made_good]
    return open_since(paid[order_id], [Loss(row.id, -row.amount_micro) for row in rows], known)


def _made_good(connection: Connection, wallet: Account) -> Sequence[tuple[int, int, int]]:
    """Return each entry that made losses good: its number, its order, and how much."""
    number = select(account.c.id).where(is_account(wallet)).scalar_subquery()
    mine = select(posting.c.journal_id, posting.c.amount_micro, _KEY.label("key")).where(
        posting.c.account_id == number, _KEY.startswith(RECOVERY)
    )
    rows = connection.execute(mine).all()
    return [(row.journal_id, order_made_good(row.key), -row.amount_micro) for row in rows]


def _numbers_of(connection: Connection, order_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of the entry that paid for each of these orders."""
    keys = {key_of_moving(JournalKind.RESERVE, order_id): order_id for order_id in order_ids}
    found = select(journal.c.id, journal.c.key).where(journal.c.key.in_(sorted(keys)))
    return {keys[row.key]: row.id for row in connection.execute(found).all()}


_THEIRS = and_(payment.c.person_id == given("person"), payment.c.invoice_id.is_not(None), ~pays_membership)
_OF_LOSSES = and_(
    account.c.owner_id.is_(None),
    account.c.kind == fixed(AccountKind.WRITE_OFF),
    account.c.currency == given("currency"),
)
_KEY = select(journal.c.key).where(journal.c.id == posting.c.journal_id).scalar_subquery()
"""Said of a posting. Joined, a server may read every journal there is."""


def _losses(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(payment)
        .join(payment_return, payment_return.c.payment_id == payment.c.id)
        .join(journal, journal.c.key == payment_return.c.key)
        .join(posting, posting.c.journal_id == journal.c.id)
        .where(_THEIRS, posting.c.account_id == select(account.c.id).where(_OF_LOSSES).scalar_subquery())
    )


_LOST = Prepared(_losses(cast(func.coalesce(-func.sum(posting.c.amount_micro), 0), BigInteger)))
_EACH_LOSS = Prepared(_losses(journal.c.id, posting.c.amount_micro))
"""One row a return, of which the negative amount was lost."""
_NEWEST = Prepared(
    _losses(
        *(payment.c[name] for name in ("way", "charge_id", "person_id", "payload", "currency")),
        payment_return.c.amount_minor,
        payment_return.c.n,
        journal.c.id.label("number"),
    )
)
