"""The ledger: the one place where balances change, always together with the postings that say why.

Every function here works inside the caller's transaction, so a movement of
money and what it is for are there together or not at all.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select, update

from shop.errors import ShopError
from shop.ledger.journals import PERSONAL, Account, AccountKind, FundsShort, JournalEntry, Posting
from shop.notice import Notice
from storage.core.database import Database, DatabaseTrouble
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.ledger.tables import MOST_MICRO, account, halt, journal, posting
from storage.messages.outbox import enqueue


class BookBroken(DatabaseTrouble):
    """The book has not got what it must have. Waiting does not mend it; somebody has to, by hand."""

    passes = False


def book(connection: Connection, entry: JournalEntry, now: datetime, *, credit_micro: int | None = 0) -> bool:
    """Book this journal, or nothing where its key was booked before; whether it was booked now.

    `credit_micro` is how far below zero its wallet may go, None for as far as it likes.
    Raises FundsShort where that is not enough, ShopError("account_full") for more than an account holds,
    BookBroken where held money is gone; and the whole unit must then be undone.
    """
    adding = insert_into(connection, journal).values(
        key=entry.key,
        kind=entry.kind,
        order_id=entry.order_id,
        actor_id=entry.actor_id,
        reason=entry.reason,
        created_at=now,
    )
    once = adding.on_conflict_do_nothing(index_elements=["key"]).returning(journal.c.id)
    number = connection.execute(once).scalar()
    if number is None:
        return False
    rows = []
    # Every transaction takes the locks of these rows in one order, so that there is no deadlock.
    for seq, line in sorted(enumerate(entry.postings), key=lambda one: _rank(one[1].account)):
        rows.append(_moved(connection, line, credit_micro) | {"journal_id": number, "seq": seq})
    connection.execute(posting.insert(), rows)
    return True


def book_all(
    connection: Connection, entries: Iterable[JournalEntry], now: datetime, credit_micro: int | None
) -> None:
    """Book each of these. See `book`."""
    for entry in entries:
        book(connection, entry, now, credit_micro=credit_micro)


def refuse_if_halted(connection: Connection) -> None:
    """Raises ShopError("money_stopped") while the money lane stands still."""
    if is_halted(connection):
        raise ShopError("money_stopped")


def is_halted(connection: Connection) -> bool:
    """Return True if the money lane stands still."""
    return bool(connection.execute(select(exists(select(halt.c.id)))).scalar())


class Ledger:
    """Says if money may move, and what people have."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def balance(self, connection: Connection, of: Account) -> int:
        """The balance in micro-units; 0 for an account that was never used."""
        return balance_of(connection, of)

    @writes
    def book(
        self,
        connection: Connection,
        entry: JournalEntry,
        now: datetime,
        *,
        credit_micro: int | None = 0,
        news: Sequence[Notice] = (),
    ) -> bool:
        """Book one journal and owe its `news`, unless money stands still. Raises as `book`, and ShopError."""
        refuse_if_halted(connection)
        is_new = book(connection, entry, now, credit_micro=credit_micro)
        if is_new:
            enqueue(connection, news, now)
        return is_new

    @reads
    def halted(self, connection: Connection) -> str | None:
        """Why the money lane stands still, None while it runs."""
        return connection.execute(select(halt.c.reason)).scalar()

    @writes
    def stop(self, connection: Connection, reason: str, now: datetime) -> bool:
        """Stop the money lane; whether it was running."""
        stopping = insert_into(connection, halt).values(id=1, reason=reason, since=now)
        return bool(connection.execute(stopping.on_conflict_do_nothing()).rowcount == 1)

    @writes
    def go_on(self, connection: Connection) -> bool:
        """Let the money lane run again; whether it stood still."""
        return connection.execute(delete(halt)).rowcount > 0


def balance_of(connection: Connection, of: Account, *, locks: bool = False) -> int:
    """The balance in micro-units; 0 for an account that was never used.

    `locks`: nobody else changes it before this transaction is over (SQLite has one writer anyway).
    """
    found = select(account.c.balance_micro).where(is_account(of))
    return connection.execute(found.with_for_update() if locks else found).scalar() or 0


def is_account(which: Account) -> ColumnElement[bool]:
    """The row of this account."""
    owner = account.c.owner_id
    return and_(
        owner.is_(None) if which.owner_id is None else owner == which.owner_id,
        account.c.kind == which.kind,
        account.c.currency == which.currency,
    )


def _rank(which: Account) -> tuple[bool, int, str, str]:
    """People's own accounts first: the shop's are wanted by everybody, and held for the shortest time."""
    return which.owner_id is None, which.owner_id or 0, which.kind, which.currency


def _moved(connection: Connection, line: Posting, credit_micro: int | None) -> dict[str, int]:
    """Change the balance in one guarded statement; the posting's own columns."""
    which, amount = line.account, line.amount_micro
    limit = _limit(which, credit_micro)
    # Reckoned here and not by the database: its own sum may be beyond what it can hold.
    before = account.c.balance_micro
    room = before <= MOST_MICRO - amount if amount > 0 else before >= -MOST_MICRO - amount
    moving = update(account).where(is_account(which), room)
    values: dict[str, object] = {
        "balance_micro": account.c.balance_micro + amount,
        "version": account.c.version + 1,
    }
    if amount < 0 and which.kind == AccountKind.WALLET:
        values["credit_micro"] = limit
    if amount < 0 and limit is not None:
        moving = moving.where(account.c.balance_micro + amount >= -limit)
    moved = moving.values(values).returning(account.c.id, account.c.balance_micro, account.c.version)
    row = connection.execute(moved).first()
    if row is None:
        _open(connection, which, limit)
        row = connection.execute(moved).first()
    if row is None:
        raise _refusal(connection, which, amount, limit)
    return {
        "account_id": row.id,
        "amount_micro": amount,
        "balance_micro": row.balance_micro,
        "version": row.version,
    }


def _limit(which: Account, credit_micro: int | None) -> int | None:
    """How far below zero an account may go: held money never, the shop's own without an end."""
    if which.kind == AccountKind.HELD:
        return 0
    return credit_micro if which.kind == AccountKind.WALLET else None


def _open(connection: Connection, which: Account, limit: int | None) -> None:
    """Open an account that is not there yet; somebody else may open it meanwhile."""
    opening = insert_into(connection, account).values(
        kind=which.kind,
        owner_id=which.owner_id,
        currency=which.currency,
        credit_micro=limit if which.kind in PERSONAL else None,
        balance_micro=0,
        version=0,
    )
    connection.execute(opening.on_conflict_do_nothing())


def _refusal(
    connection: Connection, which: Account, amount: int, limit: int | None
) -> FundsShort | ShopError | BookBroken:
    balance = balance_of(connection, which)
    if which.kind in PERSONAL and abs(balance + amount) > MOST_MICRO:
        return ShopError("account_full")
    if which.kind == AccountKind.WALLET:
        have = balance + (limit or 0)
        return FundsShort(needed_micro=-amount, balance_micro=have, currency=which.currency)
    return BookBroken(
        f"The books do not add up: account {which.kind} of {which.owner_id} has {balance} micro-units and "
        f"{-amount} are to be taken from it. `bot.py audit` shows more."
    )
