"""The ledger: the one place where balances change, always together with the postings that say why.

Every function here works inside the caller's transaction, so money and the rows
that it is for change together or not at all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select

from shop.alerts import AlertKind, Condition
from shop.errors import ShopError
from shop.ledger.journals import PERSONAL, Account, AccountKind, FundsShort, JournalEntry
from shop.notice import Notice
from storage.alerts.rows import begin, end
from storage.core.database import Database, DatabaseTrouble
from storage.core.forms import is_listened
from storage.core.prepared import Prepared, given, together
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.ledger import moves
from storage.ledger.moves import Move, move_of
from storage.ledger.tables import MAXIMUM_MICRO, account, halt
from storage.messages.outbox import enqueue, owed


class BookBroken(DatabaseTrouble):
    """The ledger lacks money that it must have. Waiting does not help; somebody must repair it by hand."""

    passes = False


def book(
    connection: Connection,
    entry: JournalEntry,
    now: datetime,
    *,
    credit_micro: int | None = 0,
    news: Sequence[Notice] = (),
    opens: bool = False,
) -> bool:
    """Book this journal; return False if its key was booked before. In either case enqueue `news`.

    `credit_micro` is how far below zero its wallet may go, None without a limit. `opens` says that accounts
    of its person are likely missing; it saves a server a try.
    Raises FundsShort if that is not enough, ShopError("account_full") for more than an account may hold,
    BookBroken if held money is missing; the whole unit must then be rolled back.
    """
    columns = {
        "key": entry.key,
        "kind": entry.kind,
        "order_id": entry.order_id,
        "actor_id": entry.actor_id,
        "reason": entry.reason,
        "created_at": now,
    }
    # Every transaction locks these rows in the same order, so that there is no deadlock.
    lines = sorted(enumerate(entry.postings), key=lambda one: _rank(one[1].account))
    ordered = [(seq, move_of(line, credit_micro)) for seq, line in lines]
    if _goes_at_once(connection, ordered):
        number, done = _booked_at_once(connection, columns, ordered, news, now, opens=opens)
    else:
        enqueue(connection, news, now)
        number, done = moves.ADD_JOURNAL.scalar(connection, **columns), 0
    if number is None:
        return False
    rows = [_moved(connection, move) | {"journal_id": number, "seq": seq} for seq, move in ordered[done:]]
    moves.ADD_POSTINGS.many(connection, rows)
    return True


def _goes_at_once(connection: Connection, ordered: Sequence[tuple[int, Move]]) -> bool:
    """Return True where one statement books the journal: on a server, if no account moves twice."""
    if connection.dialect.name == "sqlite" or is_listened(connection):
        return False
    return len({move.account for _, move in ordered}) == len(ordered)


def _booked_at_once(
    connection: Connection,
    columns: Mapping[str, Any],
    ordered: Sequence[tuple[int, Move]],
    news: Sequence[Notice],
    now: datetime,
    *,
    opens: bool,
) -> tuple[int | None, int]:
    """Return the journal's number, None if it was booked before, and how many of its moves are done."""
    values = dict(columns)
    for n, (seq, move) in enumerate(ordered):
        values |= move.values(str(n)) | {f"seq{n}": seq}
    booking = moves.booking(tuple(move.shape for _, move in ordered))
    if opens:
        _open_or_lock(connection, ordered)
    booked = together(connection, [*owed(news, now), (booking, values)])
    if not booked.is_ready:  # a person's first journal of this kind
        _open_or_lock(connection, ordered)
        booked = booking.first(connection, **values)
    return booked.number, booked.done


def _open_or_lock(connection: Connection, ordered: Sequence[tuple[int, Move]]) -> None:
    owned = [move for _, move in ordered if move.shape.owned]
    moves.OPEN_OR_LOCK.many(connection, [moves.new_account(one.account, one.limit) for one in owned])


def book_all(
    connection: Connection,
    entries: Iterable[JournalEntry],
    now: datetime,
    credit_micro: int | None,
    news: Sequence[Notice] = (),
    *,
    opens: bool = False,
) -> None:
    """Book each of these, and enqueue `news`, whether they are new or not. See `book`."""
    for entry in entries:
        book(connection, entry, now, credit_micro=credit_micro, news=news, opens=opens)
        news, opens = (), False
    enqueue(connection, news, now)


def refuse_if_halted(connection: Connection) -> None:
    """Raise ShopError("money_stopped") while payments are paused."""
    if is_halted(connection):
        raise ShopError("money_stopped")


def is_halted(connection: Connection) -> bool:
    """Return True if payments are paused."""
    return bool(_IS_HALTED.scalar(connection))


class Ledger:
    """Says if money may move, and what people have."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def balance(self, connection: Connection, of: Account) -> int:
        """Return the balance in micro-units; 0 for an account that was never used."""
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
        """Book one journal and enqueue its `news`. Raises as `book`, and as `refuse_if_halted`."""
        refuse_if_halted(connection)
        is_new = book(connection, entry, now, credit_micro=credit_micro)
        if is_new:
            enqueue(connection, news, now)
        return is_new

    @reads
    def halted(self, connection: Connection) -> str | None:
        """Return why payments are paused; None if they are not."""
        return connection.execute(select(halt.c.reason)).scalar()

    @writes
    def stop(self, connection: Connection, reason: str, now: datetime) -> bool:
        """Pause payments; return False if they were paused already."""
        stopping = insert_into(connection, halt).values(id=1, reason=reason, since=now)
        if connection.execute(stopping.on_conflict_do_nothing()).rowcount != 1:
            return False
        begin(connection, Condition(AlertKind.BOOKS_BROKEN, facts={"word": reason[:300]}), now)
        return True

    @writes
    def go_on(self, connection: Connection, now: datetime) -> bool:
        """Resume payments; return False if they were not paused."""
        end(connection, AlertKind.BOOKS_BROKEN, "", now)
        return connection.execute(delete(halt)).rowcount > 0


_BALANCE = Prepared(
    select(account.c.balance_micro).where(
        account.c.owner_id == given("owner"),
        account.c.kind == given("kind"),
        account.c.currency == given("currency"),
    )
)
"""A person's balance, which every home and card asks for."""

_IS_HALTED = Prepared(select(exists(select(halt.c.id))))


def balance_of(connection: Connection, of: Account, *, locks: bool = False) -> int:
    """Return the balance in micro-units; 0 for an account that was never used.

    `locks`: nobody else may change it before this transaction ends (SQLite has one writer anyway).
    """
    if not locks and of.owner_id is not None:
        values = {"owner": of.owner_id, "kind": of.kind, "currency": of.currency}
        return _BALANCE.scalar(connection, **values) or 0
    found = select(account.c.balance_micro).where(is_account(of))
    return connection.execute(found.with_for_update() if locks else found).scalar() or 0


def lock_held(connection: Connection, held: Account) -> None:
    """Lock money that is held for a person's orders or gifts, before their wallet, as every journal does.

    It is opened where it does not exist yet. Otherwise another transaction could open it meanwhile and wait
    for the wallet, while this one has the wallet and waits for it.
    """
    if connection.dialect.name != "sqlite":  # which has one writer
        moves.OPEN_OR_LOCK.run(connection, **moves.new_account(held, 0))


def lock_of_people(connection: Connection, which: ColumnElement[bool]) -> None:
    """Lock these accounts of people, in the order in which every journal locks them."""
    if connection.dialect.name == "sqlite":  # which has one writer
        return
    words = (column.collate("C") for column in (account.c.kind, account.c.currency))
    found = select(account.c.id).where(which).order_by(account.c.owner_id, *words)
    connection.execute(found.with_for_update(key_share=True)).all()


def is_account(which: Account) -> ColumnElement[bool]:
    """Return the condition that a row is this account."""
    owner = account.c.owner_id
    return and_(
        owner.is_(None) if which.owner_id is None else owner == which.owner_id,
        account.c.kind == which.kind,
        account.c.currency == which.currency,
    )


def _rank(which: Account) -> tuple[bool, int, bool, str, str]:
    """Order people's accounts first: everybody needs the shop's, so these are locked last and shortest.

    Sales are the first of those: an order's discount is booked after what it was sold for.
    """
    is_other = which.kind != AccountKind.SALES
    return which.owner_id is None, which.owner_id or 0, is_other, which.kind, which.currency


def _moved(connection: Connection, move: Move) -> dict[str, int]:
    """Change the balance in one guarded statement; return the posting's columns."""
    which, amount, limit = move.account, move.amount_micro, move.limit
    moving, values = moves.moving(move.shape), move.values()
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


def _open(connection: Connection, which: Account, limit: int | None) -> None:
    """Open an account that does not exist yet; another transaction may open it meanwhile."""
    moves.OPEN_ACCOUNT.run(connection, **moves.new_account(which, limit))


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
        f"The ledger does not add up: account {which.kind} of {which.owner_id} has {balance} micro-units and "
        f"{-amount} are to be taken from it. `bot.py audit` shows more."
    )
