"""A person's view of the ledger: the lines of their wallet, with the balance after each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Row, and_, func, select

from shop.ledger.journals import PERSONAL, Account, AccountKind, JournalKind
from storage.core.database import Database
from storage.core.units import reads
from storage.ledger.store import balance_of, is_account
from storage.ledger.tables import account, journal, posting, topup, topup_waiting


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of a wallet. Amounts are micro-units of its currency."""

    at: datetime
    kind: JournalKind
    order_id: int | None
    reason: str
    amount_micro: int
    balance_micro: int
    currency: str


@dataclass(frozen=True, slots=True)
class WalletView:
    """A person's money: to spend, and held for orders under way.

    `others` is what they have or owe, held money included, in currencies other than the shop's, and
    `gifts_micro` what waits in gifts that nobody has taken. `receipts_micro` is not theirs yet: what
    comes when the shop accepts the receipts that they have handed in.
    """

    balance_micro: int
    held_micro: int
    currency: str
    lines: tuple[Line, ...]
    others: tuple[tuple[int, str], ...] = ()
    gifts_micro: int = 0
    receipts_micro: int = 0


def file_name(day: datetime) -> str:
    """Return the file name of a statement of this day."""
    return f"statement-{day:%Y-%m-%d}.csv"


_LINES = (
    select(
        posting,
        account.c.currency,
        journal.c.kind,
        journal.c.order_id,
        journal.c.reason,
        journal.c.created_at,
    )
    .join(account, account.c.id == posting.c.account_id)
    .join(journal, journal.c.id == posting.c.journal_id)
    .where(posting.c.version > account.c.shown_after)
)


class Statements:
    """Reads `account`, `journal` and `posting` for one person at a time."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def get_wallet(
        self, connection: Connection, person_id: int, currency: str, *, limit: int | None
    ) -> WalletView:
        """Return the wallet with its newest lines, newest first; without a limit all, in every currency."""
        wallet, held = (
            Account(AccountKind.WALLET, person_id, currency),
            Account(AccountKind.HELD, person_id, currency),
        )
        # By its number, looked up first: only then does a server read the newest lines and no others.
        number = select(account.c.id).where(is_account(wallet)).correlate(None).scalar_subquery()
        newest = _LINES.where(posting.c.account_id == number).order_by(posting.c.version.desc())
        found = newest.limit(limit)
        if limit is None:
            every = and_(account.c.owner_id == person_id, account.c.kind == AccountKind.WALLET)
            found = _LINES.where(every).order_by(posting.c.journal_id.desc(), posting.c.seq.desc())
        lines = tuple(_line(row) for row in connection.execute(found).all())
        return WalletView(
            balance_micro=balance_of(connection, wallet),
            held_micro=balance_of(connection, held),
            currency=currency,
            lines=lines,
            others=_others(connection, person_id, currency),
            gifts_micro=balance_of(connection, Account(AccountKind.GIFT, person_id, currency)),
            receipts_micro=_receipts_micro(connection, person_id, currency),
        )

    @reads
    def find_line(self, connection: Connection, person_id: int, key: str) -> Line | None:
        """Return the line that the journal with this key left in a person's wallet; None if it left none."""
        wallet = and_(account.c.kind == AccountKind.WALLET, account.c.owner_id == person_id)
        mine = _LINES.where(wallet, journal.c.key == key)
        # The last line of a conversion is in the new currency.
        row = connection.execute(mine.order_by(posting.c.seq.desc()).limit(1)).first()
        return _line(row) if row else None


def _receipts_micro(connection: Connection, person_id: int, currency: str) -> int:
    mine = and_(topup.c.person_id == person_id, topup_waiting, topup.c.currency == currency)
    return int(connection.execute(select(func.sum(topup.c.amount_micro)).where(mine)).scalar() or 0)


def _others(connection: Connection, person_id: int, currency: str) -> tuple[tuple[int, str], ...]:
    mine = and_(account.c.owner_id == person_id, account.c.kind.in_(PERSONAL))
    summed = func.sum(account.c.balance_micro)
    found = (
        select(account.c.currency, summed)
        .where(mine, account.c.currency != currency)
        .group_by(account.c.currency)
        .having(summed != 0)
        .order_by(account.c.currency)
    )
    return tuple((int(row[1]), row[0]) for row in connection.execute(found).all())


def _line(row: Row[tuple[object, ...]]) -> Line:
    return Line(
        at=row.created_at,
        kind=JournalKind(row.kind),
        order_id=row.order_id,
        reason=row.reason,
        amount_micro=row.amount_micro,
        balance_micro=row.balance_micro,
        currency=row.currency,
    )
