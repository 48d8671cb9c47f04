"""Deletes a person's data: begun in one transaction, then in steps that go on after a crash."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, select

from shop.erasure import Obstacle, OpenMatters
from shop.ledger.journals import Account, AccountKind, forfeiting
from storage.core.database import Database
from storage.core.units import reads, writes
from storage.erasing.open_matters import open_matters_of
from storage.erasing.steps import forget_at_once, forget_orders, hide_statements
from storage.erasing.traces import empty_letters, empty_updates, find_letters, find_updates
from storage.ledger.bank_rows import one_at_a_time
from storage.ledger.store import book, lock_of_people, refuse_if_halted
from storage.ledger.tables import account, payment, wallet_change
from storage.orders.tables import confirm
from storage.people.tables import erasure, person


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A deletion under way; once `is_cleared`, only traces of messages are left."""

    person_id: int
    asked_at: datetime
    is_cleared: bool


class Erasures:
    """Reads and writes `erasure`, and whatever storage/erasing/registry names."""

    def __init__(self, database: Database, *, operators: Collection[int]) -> None:
        self._database = database
        self._operators = operators

    @reads
    def open_matters(self, connection: Connection, person_id: int) -> OpenMatters:
        """Return what this person has with the shop."""
        return open_matters_of(connection, person_id)

    @writes
    def begin(
        self, connection: Connection, person_id: int, now: datetime, *, given_up: str = ""
    ) -> Obstacle | None:
        """Delete what is little and hide the rest; return what stands in the way instead, if anything does.

        `given_up` marks the money that the person has seen and given up; it is booked as forfeited.
        Raises ShopError("money_stopped") for that while payments are paused. `go_on` does the rest.
        """
        _hold(connection, person_id)
        matters = open_matters_of(connection, person_id)
        if (obstacle := matters.obstacle(given_up)) is not None:
            return obstacle
        if matters.money:
            refuse_if_halted(connection)
        forget_at_once(connection, person_id, now)
        # Behind the notices of orders, as whoever refunds one.
        lock_of_people(connection, account.c.owner_id == person_id)
        for micro, currency in matters.money:
            wallet = Account(AccountKind.WALLET, person_id, currency)
            book(connection, forfeiting(f"{person_id}:{currency}:{now.isoformat()}", wallet, micro), now)
        hide_statements(connection, person_id)
        return None

    @writes
    def go_on(self, connection: Connection, person_id: int, now: datetime) -> bool:
        """Take the words from some more of their orders; return True when this person is as a stranger."""
        return forget_orders(connection, person_id, now)

    @reads
    def list_under_way(self, connection: Connection) -> list[UnderWay]:
        """Return the deletions that are not over."""
        found = connection.execute(select(erasure).order_by(erasure.c.asked_at)).all()
        return [UnderWay(row.person_id, row.asked_at, row.cleared_at is not None) for row in found]

    async def wipe_traces(self, under_way: UnderWay, now: datetime) -> bool:
        """Empty some of the messages up to then; return True when none is left, and the deletion over."""
        updates, letters = await self._traces(under_way.person_id, under_way.asked_at)
        return await self._wipe(under_way.person_id, updates, letters, now)

    @reads
    def _traces(
        self, connection: Connection, person_id: int, asked_at: datetime
    ) -> tuple[list[int], list[int]]:
        letters = find_letters(connection, person_id, asked_at, self._operators)
        return find_updates(connection, person_id, asked_at), letters

    @writes
    def _wipe(
        self, connection: Connection, person_id: int, updates: list[int], letters: list[int], now: datetime
    ) -> bool:
        if updates:
            empty_updates(connection, updates)
        if letters:
            empty_letters(connection, letters, now)
        if updates or letters:
            return False
        over = erasure.c.person_id == person_id, erasure.c.cleared_at.is_not(None)
        connection.execute(delete(erasure).where(*over))
        return True


def _hold(connection: Connection, person_id: int) -> None:
    """Lock what others have before the person and their money: transfers, payments, changes of wallets.

    Then the person beside rows that refer to them, and the cards: no order is made of one meanwhile.
    """
    one_at_a_time(connection)
    for table in (payment, wallet_change):
        theirs = select(table.c.id).where(table.c.person_id == person_id).order_by(table.c.id)
        connection.execute(theirs.with_for_update(key_share=True)).all()
    this = select(person.c.id).where(person.c.id == person_id)
    connection.execute(this.with_for_update(key_share=True))
    unused = select(confirm.c.token).where(confirm.c.person_id == person_id, confirm.c.used_at.is_(None))
    connection.execute(unused.with_for_update()).all()
