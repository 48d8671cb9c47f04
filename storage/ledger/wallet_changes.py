"""Changes of wallets by operators: asked for, confirmed, booked once, taken back.

The row decides. Whoever taps, whenever and how often: a state is left once, in the transaction that books.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from shop import notice
from shop.acts import WORDS, Act, Did
from shop.errors import ShopError
from shop.ledger.journals import Account
from shop.ledger.wallet_change import (
    Came,
    ChangeLimits,
    ChangeState,
    Step,
    WalletChange,
    WalletNow,
    WantedChange,
    after_confirm,
    after_typing,
    check_second,
    entry_of,
)
from shop.notice import Notice
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.prepared import one_of
from storage.core.rows import insert_into
from storage.core.units import reads, writes
from storage.desk.acts import note_act
from storage.ledger.store import book, is_account, refuse_if_halted
from storage.ledger.tables import account, wallet_change, wallet_change_open, wallet_change_second
from storage.messages.outbox import enqueue
from storage.people.tables import person


class WalletChanges:
    """Reads and writes `wallet_change`; `operators` are those of the moment."""

    def __init__(self, database: Database, *, operators: Collection[int]) -> None:
        self._database = database
        self._operators = operators

    @writes
    def ask(self, connection: Connection, wanted: WantedChange, now: datetime) -> WalletChange:
        """Store what an operator wants; the same update asks for the same.

        Raises ShopError("change_undone") for a change to be taken back that is not booked, or was taken
        back before.
        """
        values = {
            "asked_by": wanted.asked_by,
            "update_id": wanted.update_id,
            "person_id": wanted.person_id,
            "amount_micro": wanted.micro,
            "currency": wanted.currency,
            "reason": wanted.reason,
            "state": ChangeState.ASKED,
            "is_typed_twice": wanted.is_typed_twice,
            "undoes": wanted.undoes,
            "asked_at": now,
            "changed_at": now,
        }
        adding = insert_into(connection, wallet_change).values(values)
        connection.execute(adding.on_conflict_do_nothing(index_elements=["asked_by", "update_id"]))
        mine = (
            wallet_change.c.asked_by == wanted.asked_by,
            wallet_change.c.update_id == wanted.update_id,
        )
        row = connection.execute(select(wallet_change).where(*mine)).one()
        asked = _change_of(row)
        if asked.is_open:
            _check_undo(connection, asked)
        return asked

    @writes
    def confirm(
        self,
        connection: Connection,
        change_id: int,
        by: int,
        *,
        version: int | None,
        limits: ChangeLimits,
        now: datetime,
    ) -> Step:
        """Take an operator's yes on a card that shows this version of the wallet (None: none that we know).

        Raises ShopError: "change_not_yours" for somebody else's question, "change_undone", FundsShort and
        whatever booking refuses; then nothing has changed.
        """
        change = _locked(connection, change_id)
        if (over := _over(connection, change, now)) is not None:
            return over
        is_mine = by == change.asked_by
        if change.state is ChangeState.SECOND:
            if is_mine:
                return Step(change, Came.WAITS)
        elif not is_mine:
            raise ShopError("change_not_yours")
        elif change.state is ChangeState.CONFIRMED:
            return Step(change, Came.TYPE_AGAIN)
        if _has_moved(connection, change, version):
            return Step(change, Came.MOVED)
        if change.state is ChangeState.SECOND:
            return self._done(connection, change, by, now)
        return self._to(connection, change, after_confirm(change, limits), by, now)

    @writes
    def typed_again(
        self,
        connection: Connection,
        change_id: int,
        by: int,
        *,
        version: int | None,
        limits: ChangeLimits,
        now: datetime,
    ) -> Step:
        """Take the amount that its asker typed once more.

        Raises ShopError: "change_not_yours", "change_needs_second", "change_too_soon", and as `confirm`.
        """
        change = _locked(connection, change_id)
        if (over := _over(connection, change, now)) is not None:
            return over
        if by != change.asked_by:
            raise ShopError("change_not_yours")
        if _has_moved(connection, change, version):
            return Step(change, Came.MOVED)
        if change.state is ChangeState.SECOND:
            is_alone = not self._others(connection, change.asked_by)
            check_second(change, by, is_alone=is_alone, now=now)
            return self._done(connection, change, by, now)
        _set(connection, change, is_typed_twice=True)
        return self._to(connection, change, after_typing(change, limits), by, now)

    @writes
    def drop(self, connection: Connection, change_id: int, by: int, now: datetime) -> Step:
        """Give a change up: its asker does, or another operator once it waits for one.

        Raises ShopError("change_not_yours") for anybody else.
        """
        change = _locked(connection, change_id)
        if (over := _over(connection, change, now)) is not None:
            return over
        if by != change.asked_by and change.state is not ChangeState.SECOND:
            raise ShopError("change_not_yours")
        if change.state is ChangeState.SECOND:
            note_act(connection, _act(change, by, Did.CHANGE_DECLINED), now)
            _tell_asker(connection, change, by, now)
        _set(connection, change, state=ChangeState.DROPPED, changed_at=now)
        return Step(_known(connection, change.id), Came.DONE)

    @reads
    def find(self, connection: Connection, change_id: int) -> WalletChange | None:
        """Return this change, None if there is none."""
        return _find(connection, change_id)

    @reads
    def wallet_now(self, connection: Connection, wallet: Account) -> WalletNow:
        """Return what a card is to show of this wallet."""
        return _wallet_now(connection, wallet)

    @reads
    def others(self, connection: Connection, asked_by: int) -> list[int]:
        """Return the operators who can confirm what this one asks for: those the bot can write to."""
        return self._others(connection, asked_by)

    @reads
    def is_undone(self, connection: Connection, change_id: int) -> bool:
        """Return True if this change was taken back."""
        return _is_undone(connection, change_id)

    @reads
    def list_waiting(self, connection: Connection, *, limit: int) -> list[WalletChange]:
        """Return what waits for a second operator, oldest first, lapsed ones among it."""
        found = select(wallet_change).where(wallet_change_second).order_by(wallet_change.c.id).limit(limit)
        return [_change_of(row) for row in connection.execute(found).all()]

    def _others(self, connection: Connection, asked_by: int) -> list[int]:
        named = sorted(set(self._operators) - {asked_by})
        known = select(person.c.id).where(one_of(person.c.id, named), person.c.reachable)
        return sorted(connection.execute(known).scalars())

    def _to(
        self, connection: Connection, change: WalletChange, state: ChangeState, by: int, now: datetime
    ) -> Step:
        if state is ChangeState.DONE:
            return self._done(connection, change, by, now)
        _set(connection, change, state=state, changed_at=now)
        if state is ChangeState.CONFIRMED:
            return Step(_known(connection, change.id), Came.TYPE_AGAIN)
        note_act(connection, _act(change, by, Did.CHANGE_ASKED), now)
        others = self._others(connection, change.asked_by)
        enqueue(connection, [notice.change_second(one, change.id) for one in others], now)
        return Step(_known(connection, change.id), Came.WAITS)

    def _done(self, connection: Connection, change: WalletChange, by: int, now: datetime) -> Step:
        """Book it with its act and the news for its person; the state was locked, so this happens once."""
        _check_undo(connection, change)
        refuse_if_halted(connection)
        entry = entry_of(change, by)
        news: list[Notice] = [notice.wallet_changed(change.person_id, entry.key)]
        if not book(connection, entry, now, news=news):
            raise ShopError("decided_before")  # the key is this row's alone
        did = Did.GAVE if change.micro > 0 else Did.TOOK
        note_act(connection, _act(change, by, did if change.undoes is None else Did.TOOK_BACK), now)
        _tell_asker(connection, change, by, now)
        _set(connection, change, state=ChangeState.DONE, changed_at=now)
        return Step(_known(connection, change.id), Came.DONE)


def _find(connection: Connection, change_id: int) -> WalletChange | None:
    if not 0 < change_id <= LARGEST_ID:
        return None
    row = connection.execute(select(wallet_change).where(wallet_change.c.id == change_id)).first()
    return None if row is None else _change_of(row)


def _known(connection: Connection, change_id: int) -> WalletChange:
    known = _find(connection, change_id)
    if known is None:
        raise ShopError("button_old")
    return known


def _locked(connection: Connection, change_id: int) -> WalletChange:
    """Return the change; nobody else may decide about it before this transaction ends."""
    this = select(wallet_change.c.id).where(wallet_change.c.id == change_id)
    if 0 < change_id <= LARGEST_ID:
        connection.execute(this.with_for_update())
    return _known(connection, change_id)


def _over(connection: Connection, change: WalletChange, now: datetime) -> Step | None:
    """Return that it was decided before, or that it has lapsed, which is noted; None while it is open."""
    if not change.is_open:
        came = Came.LAPSED if change.state is ChangeState.EXPIRED else Came.BEFORE
        return Step(change, came)
    if not change.has_lapsed(now):
        return None
    _set(connection, change, state=ChangeState.EXPIRED, changed_at=now)
    return Step(_known(connection, change.id), Came.LAPSED)


def _has_moved(connection: Connection, change: WalletChange, version: int | None) -> bool:
    return version is not None and _wallet_now(connection, change.wallet, locks=True).version != version


def _wallet_now(connection: Connection, wallet: Account, *, locks: bool = False) -> WalletNow:
    found = select(account.c.balance_micro, account.c.version).where(is_account(wallet))
    row = connection.execute(found.with_for_update() if locks else found).first()
    return WalletNow(0, 0) if row is None else WalletNow(row.balance_micro, row.version)


def _check_undo(connection: Connection, change: WalletChange) -> None:
    """Raise ShopError("change_undone") unless what this takes back is booked and was not taken back."""
    if change.undoes is None:
        return
    undone = _locked(connection, change.undoes)
    if undone.state is not ChangeState.DONE or _is_undone(connection, undone.id):
        raise ShopError("change_undone")


def _is_undone(connection: Connection, change_id: int) -> bool:
    by = (wallet_change.c.undoes == change_id, wallet_change.c.state == ChangeState.DONE)
    return connection.execute(select(wallet_change.c.id).where(*by).limit(1)).first() is not None


def _set(connection: Connection, change: WalletChange, **values: Any) -> None:
    connection.execute(update(wallet_change).where(wallet_change.c.id == change.id).values(values))


def _act(change: WalletChange, by: int, did: Did) -> Act:
    return Act(
        by,
        did,
        person_id=change.person_id,
        subject=change.subject,
        amount_micro=abs(change.micro),
        currency=change.currency,
        details={WORDS: change.reason, "asked_by": change.asked_by},
    )


def _tell_asker(connection: Connection, change: WalletChange, by: int, now: datetime) -> None:
    if by != change.asked_by:
        enqueue(connection, [notice.change_decided(change.asked_by, change.id)], now)


def drop_changes(connection: Connection, person_id: int, now: datetime) -> None:
    """Give up what is asked for about a person's wallet, and forget why: they have their data deleted."""
    theirs = wallet_change.c.person_id == person_id
    dropped = update(wallet_change).where(theirs, wallet_change_open)
    connection.execute(dropped.values(state=ChangeState.DROPPED, changed_at=now))
    connection.execute(update(wallet_change).where(theirs, wallet_change.c.reason != "").values(reason=""))


def _change_of(row: Any) -> WalletChange:
    return WalletChange(
        id=row.id,
        asked_by=row.asked_by,
        person_id=row.person_id,
        micro=row.amount_micro,
        currency=row.currency,
        reason=row.reason,
        state=ChangeState(row.state),
        is_typed_twice=row.is_typed_twice,
        undoes=row.undoes,
        asked_at=row.asked_at,
        changed_at=row.changed_at,
    )
