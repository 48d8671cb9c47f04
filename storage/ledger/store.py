"""The ledger: the one place where balances change, always together with the postings that say why.

Every function here works inside the caller's transaction, so a movement of
money and what it is for are there together or not at all.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select, update

from shop.errors import ShopError
from shop.ledger.journals import PERSONAL, Account, AccountKind, FundsShort, JournalEntry, Posting
from shop.notice import Notice
from storage.core.database import Database, DatabaseTrouble
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.ledger.tables import MAXIMUM_MICRO, account, halt, journal, posting
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
    number = _ADD_JOURNAL.scalar(
        connection,
        key=entry.key,
        kind=entry.kind,
        order_id=entry.order_id,
        actor_id=entry.actor_id,
        reason=entry.reason,
        created_at=now,
    )
    if number is None:
        return False
    rows = []
    # Every transaction takes the locks of these rows in one order, so that there is no deadlock.
    for seq, line in sorted(enumerate(entry.postings), key=lambda one: _rank(one[1].account)):
        rows.append(_moved(connection, line, credit_micro) | {"journal_id": number, "seq": seq})
    _ADD_POSTINGS.many(connection, rows)
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
    return bool(_IS_HALTED.scalar(connection))


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


_ADD_JOURNAL = Prepared(
    lambda insert: insert(journal).on_conflict_do_nothing(index_elements=["key"]).returning(journal.c.id),
    columns=("key", "kind", "order_id", "actor_id", "reason", "created_at"),
)
_ADD_POSTINGS = Prepared(
    posting.insert(), columns=("journal_id", "seq", "account_id", "amount_micro", "balance_micro", "version")
)
_OPEN_ACCOUNT = Prepared(
    lambda insert: insert(account).on_conflict_do_nothing(),
    columns=("kind", "owner_id", "currency", "credit_micro", "balance_micro", "version"),
)
_IS_HALTED = Prepared(select(exists(select(halt.c.id))))


@cache
def _moving(*, owned: bool, adds: bool, notes: bool, guards: bool) -> Prepared:
    """What changes one balance.

    `owned`: a person's account. `notes`: the wallet's limit is written beside it. `guards`: the balance
    before must be enough.
    """
    before, owner = account.c.balance_micro, account.c.owner_id
    moving = update(account).where(
        owner == given("owner") if owned else owner.is_(None),
        account.c.kind == given("kind"),
        account.c.currency == given("currency"),
        before <= given("bound") if adds else before >= given("bound"),
    )
    if guards:
        moving = moving.where(before >= given("minimum"))
    values: dict[str, object] = {
        "balance_micro": before + given("amount"),
        "version": account.c.version + 1,
        **({"credit_micro": given("limit")} if notes else {}),
    }
    return Prepared(moving.values(values).returning(account.c.id, before, account.c.version))


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
    values: dict[str, Any] = {"amount": amount, "kind": which.kind, "currency": which.currency}
    # Reckoned here and not by the database: its own sum may be beyond what it can hold.
    values["bound"] = MAXIMUM_MICRO - amount if amount > 0 else -MAXIMUM_MICRO - amount
    if which.owner_id is not None:
        values["owner"] = which.owner_id
    if notes := amount < 0 and which.kind is AccountKind.WALLET:
        values["limit"] = limit
    if guards := amount < 0 and limit is not None:
        values["minimum"] = -limit - amount
    moving = _moving(owned=which.owner_id is not None, adds=amount > 0, notes=notes, guards=guards)
    row = moving.first(connection, **values)
    if row is None:
        _open(connection, which, limit)
        row = moving.first(connection, **values)
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
    _OPEN_ACCOUNT.run(
        connection,
        kind=which.kind,
        owner_id=which.owner_id,
        currency=which.currency,
        credit_micro=limit if which.kind in PERSONAL else None,
        balance_micro=0,
        version=0,
    )


def _refusal(
    connection: Connection, which: Account, amount: int, limit: int | None
) -> FundsShort | ShopError | BookBroken:
    balance = balance_of(connection, which)
    if which.kind in PERSONAL and abs(balance + amount) > MAXIMUM_MICRO:
        return ShopError("account_full")
    if which.kind == AccountKind.WALLET:
        have = balance + (limit or 0)
        return FundsShort(needed_micro=-amount, balance_micro=have, currency=which.currency)
    return BookBroken(
        f"The books do not add up: account {which.kind} of {which.owner_id} has {balance} micro-units and "
        f"{-amount} are to be taken from it. `bot.py audit` shows more."
    )
