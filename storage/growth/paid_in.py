"""How much of a wallet came from outside, and how much was given: by the shop, or by a friend."""

from collections.abc import Collection

from sqlalchemy import BigInteger, Connection, case, cast, func, select

from shop.ledger.journals import Account, JournalKind
from shop.ledger.wallet_change import ChangeState
from storage.core.rows import number_from
from storage.ledger.losses import still_lost_micro
from storage.ledger.store import is_account
from storage.ledger.tables import account, journal, payment, posting, wallet_change

_FROM_OUTSIDE = (JournalKind.TOPUP, JournalKind.RETURN, JournalKind.REVERSAL)
_GIVEN = (
    *(JournalKind.CREDIT, JournalKind.COUPON, JournalKind.INVITE),
    *(JournalKind.GIFT_TAKEN, JournalKind.CONVERT, JournalKind.BONUS),
)
"""What may not be given on. A conversion hides where its money came from."""


def paid_in_micro(connection: Connection, wallet: Account) -> int:
    """Return what came into this wallet from outside and was not returned, in micro-units.

    What the shop lost because a payment went back once it was spent was not paid in either. A return takes
    the bonus, too, which had not come from outside.
    """
    came_micro = _sum(connection, wallet, _FROM_OUTSIDE) + _bonus_back_micro(connection, wallet)
    return came_micro - still_lost_micro(connection, wallet)


def given_micro(connection: Connection, wallet: Account) -> int:
    """Return what was given into this wallet, in micro-units, whatever was spent since.

    A bonus that went back with its payment is not given any more, nor is what an operator did and undid.
    """
    gone_micro = _bonus_back_micro(connection, wallet) + _undone_micro(connection, wallet)
    return _sum(connection, wallet, _GIVEN, only_in=True) - gone_micro


def _bonus_back_micro(connection: Connection, wallet: Account) -> int:
    """Return what of bonuses has gone back with their payments, in micro-units."""
    bonus = case((payment.c.back_surcharge_micro < 0, -payment.c.back_surcharge_micro), else_=0)
    total = cast(func.coalesce(func.sum(bonus), 0), BigInteger)
    theirs = (payment.c.person_id == wallet.owner_id, payment.c.credited_currency == wallet.currency)
    return number_from(connection, select(total).where(*theirs))


def _undone_micro(connection: Connection, wallet: Account) -> int:
    """Return what of the given comes from changes by hand that were undone.

    Either the change had given, or its undoing looks like it. To undo an undoing gives, or takes, anew.
    """
    first = wallet_change.alias("first")
    undone = select(cast(func.coalesce(func.sum(func.abs(wallet_change.c.amount_micro)), 0), BigInteger))
    undone = undone.join(first, first.c.id == wallet_change.c.undoes).where(
        wallet_change.c.person_id == wallet.owner_id,
        wallet_change.c.currency == wallet.currency,
        wallet_change.c.state == ChangeState.DONE,
        first.c.undoes.is_(None),
    )
    return number_from(connection, undone)


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
    return number_from(connection, summed)
