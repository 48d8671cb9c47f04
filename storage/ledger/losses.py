"""What the shop lost because payments went back after they were spent, and what makes it good.

A loss is in the currency that was credited. Once that was converted, orders in the later currency were paid
with it, so losses of all currencies count for each order, at the rates of the conversions.

For use in the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, and_, select

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
from storage.core.prepared import Prepared, given, padded
from storage.ledger.conversions import worth_of
from storage.ledger.store import balance_of, book
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
    worth = _Worth(connection)
    known = _NEWEST.all(connection, person=wallet.owner_id)
    rows = [row for row in known if worth.of(row.credited, wallet.currency)]
    if not rows:
        return None
    row = max(rows, key=lambda one: one.number)
    return Paid(row.way, row.charge_id, row.person_id, row.payload, row.currency, row.amount_minor), row.n


def still_lost_micro(connection: Connection, wallet: Account) -> int:
    """Return what returns of payments into this wallet have cost the shop, less what it made good.

    It is negative where the wallet has made good what was lost in another currency.
    """
    rows = _EACH_LOSS.all(connection, person=wallet.owner_id)
    if not rows:
        return 0
    lost = (int(row.amount_micro) for row in rows if row.credited == wallet.currency)
    good = (one.micro for one in _made_good(connection, wallet) if one.currency == wallet.currency)
    return -sum(lost) - sum(good)


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
    rows = _EACH_LOSS.all(connection, person=wallet.owner_id)
    if not rows:
        return 0
    made_good = _made_good(connection, wallet)
    paid = _numbers_of(connection, {order_id, *(one.order_id for one in made_good)})
    if order_id not in paid:  # it cost nothing
        return 0
    worth = _Worth(connection)
    losses = [Loss(row.id, -row.amount_micro, row.credited) for row in rows]
    known = [
        MadeGood(one.number, paid.get(one.order_id, 0), one.micro, one.currency, one.at) for one in made_good
    ]
    return open_since(paid[order_id], losses, known, wallet.currency, worth.of)


class _Worth:
    """What money of one currency is worth in another; where no rate leads from one to the other, nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._rates: dict[tuple[str, str, datetime | None], Fraction | None] = {}

    def of(self, giver: str, taker: str, at: datetime | None = None) -> Fraction:
        """Return how much of `taker` one unit of `giver` was at that moment, or is now."""
        asked = giver, taker, at
        if asked not in self._rates:
            self._rates[asked] = worth_of(self._connection, *asked)
        rate = self._rates[asked]
        if rate is None:  # also where a clock was set: no rate was known at that time
            return Fraction(0) if at is None else self.of(giver, taker)
        return rate


class _Recovery(NamedTuple):
    """An entry that made losses good: its number, its order, how much of which currency it took, and when."""

    number: int
    order_id: int
    micro: int
    currency: str
    at: datetime


def _made_good(connection: Connection, wallet: Account) -> Sequence[_Recovery]:
    """Return the entries that made losses of this wallet's person good, in all currencies."""
    theirs = and_(account.c.owner_id == wallet.owner_id, account.c.kind == wallet.kind)
    found: list[_Recovery] = []
    for one in connection.execute(select(account.c.id, account.c.currency).where(theirs)).all():
        its = (posting.c.journal_id, posting.c.amount_micro, _KEY.label("key"), _AT.label("at"))
        mine = select(*its).where(posting.c.account_id == one.id, _KEY.startswith(RECOVERY))
        found += [
            _Recovery(row.journal_id, order_made_good(row.key), -row.amount_micro, one.currency, row.at)
            for row in connection.execute(mine).all()
        ]
    return found


def _numbers_of(connection: Connection, order_ids: Iterable[int]) -> dict[int, int]:
    """Return the number of the entry that paid for each of these orders."""
    keys = {key_of_moving(JournalKind.RESERVE, order_id): order_id for order_id in order_ids}
    found = select(journal.c.id, journal.c.key).where(journal.c.key.in_(padded(sorted(keys))))
    return {keys[row.key]: row.id for row in connection.execute(found).all()}


_THEIRS = and_(payment.c.person_id == given("person"), payment.c.invoice_id.is_not(None), ~pays_membership)
_OF_LOSSES = and_(account.c.owner_id.is_(None), account.c.kind == fixed(AccountKind.WRITE_OFF))
_KEY = select(journal.c.key).where(journal.c.id == posting.c.journal_id).scalar_subquery()
_AT = select(journal.c.created_at).where(journal.c.id == posting.c.journal_id).scalar_subquery()
"""Said of a posting. Joined, a server may read every journal there is."""


def _losses(*columns: ColumnElement[Any]) -> Select[Any]:
    return (
        select(*columns)
        .select_from(payment)
        .join(payment_return, payment_return.c.payment_id == payment.c.id)
        .join(journal, journal.c.key == payment_return.c.key)
        .join(posting, posting.c.journal_id == journal.c.id)
        .where(_THEIRS, posting.c.account_id.in_(select(account.c.id).where(_OF_LOSSES)))
    )


_CREDITED = payment.c.credited_currency.label("credited")
_EACH_LOSS = Prepared(_losses(journal.c.id, posting.c.amount_micro, _CREDITED))
"""One row a return, of which the negative amount was lost, in the currency that was credited."""
_NEWEST = Prepared(
    _losses(
        *(payment.c[name] for name in ("way", "charge_id", "person_id", "payload", "currency")),
        payment_return.c.amount_minor,
        payment_return.c.n,
        journal.c.id.label("number"),
        _CREDITED,
    )
)
