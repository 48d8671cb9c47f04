"""How much of a wallet came from outside, and how much was given: by the shop, or by a friend."""

from collections.abc import Collection

from sqlalchemy import BigInteger, Connection, cast, func, select

from shop.ledger.journals import Account, JournalKind
from storage.ledger.losses import still_lost_micro
from storage.ledger.store import is_account
from storage.ledger.tables import account, journal, posting

_FROM_OUTSIDE = (JournalKind.TOPUP, JournalKind.RETURN, JournalKind.REVERSAL)
_GIVEN = (
    *(JournalKind.CREDIT, JournalKind.COUPON, JournalKind.INVITE),
    *(JournalKind.GIFT_TAKEN, JournalKind.CONVERT, JournalKind.BONUS),
)
"""What may not be given on. A conversion hides where its money came from."""


def paid_in_micro(connection: Connection, wallet: Account) -> int:
    """Return what came into this wallet from outside and was not returned, in micro-units.

    What the shop lost because a payment went back once it was spent was not paid in either.
    """
    return _sum(connection, wallet, _FROM_OUTSIDE) - still_lost_micro(connection, wallet)


def given_micro(connection: Connection, wallet: Account) -> int:
    """Return what was given into this wallet, in micro-units, whatever was spent since."""
    return _sum(connection, wallet, _GIVEN, only_in=True)


def _sum(
    connection: Connection, wallet: Account, kinds: Collection[JournalKind], *, only_in: bool = False
) -> int:
    number = select(account.c.id).where(is_account(wallet)).scalar_subquery()
    total = cast(func.coalesce(func.sum(posting.c.amount_micro), 0), BigInteger)
    # One by one: joined, a server may read every journal there is.
    kind = select(journal.c.kind).where(journal.c.id == posting.c.journal_id).scalar_subquery()
    summed = select(total).where(posting.c.account_id == number, kind.in_(kinds))
    if only_in:
        summed = summed.where(posting.c.amount_micro > 0)
    return int(connection.execute(summed).scalar_one())
