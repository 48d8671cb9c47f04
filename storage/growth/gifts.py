"""Gifts: made, taken, canceled and expired, each in one transaction with its money.

Whatever changes a gift locks its row first, then the accounts.
"""

import secrets
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from shop import notice
from shop.errors import ShopError
from shop.growth.gifts import (
    GIFT_HOLDS,
    Gift,
    GiftState,
    check_gift,
    check_taking,
    giveable_micro,
    going_back,
    handing_over,
    holding,
)
from shop.ledger.journals import Account, AccountKind
from storage.core.columns import LARGEST_ID
from storage.core.database import Database
from storage.core.prepared import Prepared, given
from storage.core.rows import insert_into, number_from
from storage.core.units import reads, writes
from storage.desk.maintenance import refuse_while_closed
from storage.growth.paid_in import given_micro
from storage.growth.tables import gift, gift_card, gift_open
from storage.ledger.store import balance_of, book, is_halted, lock_held, refuse_if_halted
from storage.messages.outbox import enqueue

TOKEN_BYTES = 16
AT_ONCE = 100
"""Gifts that expire in one write."""

MOST_CARDS = 20
"""Messages of one gift that are kept up to date."""


class Gifts:
    """Reads and writes `gift` and `gift_card`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @reads
    def giveable(self, connection: Connection, giver_id: int, currency: str) -> int:
        """Return how much this person can give, in micro-units."""
        return _giveable(connection, Account(AccountKind.WALLET, giver_id, currency))

    @writes
    def offer(
        self, connection: Connection, giver_id: int, amount_micro: int, currency: str, now: datetime
    ) -> Gift:
        """Store a gift to be confirmed; no money moves."""
        values = {
            "token": secrets.token_urlsafe(TOKEN_BYTES),
            "giver_id": giver_id,
            "amount_micro": amount_micro,
            "currency": currency,
            "state": GiftState.OFFERED,
            "made_at": now,
            "expires_at": now + GIFT_HOLDS,
        }
        return _gift(connection.execute(gift.insert().values(**values).returning(gift)).one())

    @writes
    def make(self, connection: Connection, giver_id: int, number: int, now: datetime) -> Gift:
        """Hold the money of an offered gift; a second time returns the gift as it is.

        Raises ShopError if it is not this person's, or cannot be made.
        """
        made = _own(connection, giver_id, number, locks=True)
        if made.state is not GiftState.OFFERED:
            return made
        refuse_if_halted(connection)
        refuse_while_closed(connection)
        lock_held(connection, made.held)
        waiting = select(func.count()).where(gift_open, gift.c.giver_id == giver_id)
        check_gift(
            made,
            giveable_micro=_giveable(connection, made.wallet, locks=True),
            waiting=number_from(connection, waiting),
        )
        book(connection, holding(made), now)
        opening = update(gift).where(gift.c.id == number)
        opened = opening.values(state=GiftState.OPEN, expires_at=now + GIFT_HOLDS).returning(gift)
        return _gift(connection.execute(opened).one())

    @writes
    def cancel(self, connection: Connection, giver_id: int, number: int, now: datetime) -> Gift:
        """Give an open gift's money back to its giver; return it as it is then, canceled or taken before.

        Raises ShopError if it is not this person's, or while payments are paused.
        """
        mine = _own(connection, giver_id, number, locks=True)
        if mine.state is not GiftState.OPEN:
            return mine
        refuse_if_halted(connection)
        return _give_back(connection, mine, GiftState.CANCELED, now)

    @writes
    def take(self, connection: Connection, taker_id: int, token: str, now: datetime) -> Gift:
        """Give the money to this person, once: the same again returns the same.

        Its giver gets one that has ended as it is. Raises ShopError if they cannot have it, see
        shop.growth.gifts.check_taking.
        """
        row = connection.execute(select(gift).where(gift.c.token == token).with_for_update()).first()
        found = None if row is None else _gift(row)
        if found is not None and (found.taker_id == taker_id or found.is_over_for(taker_id)):
            return found
        check_taking(found, taker_id, now)
        assert found is not None  # noqa: S101 - check_taking raises; tells mypy
        refuse_if_halted(connection)
        book(connection, handing_over(found, taker_id), now)
        return _end(connection, found, GiftState.TAKEN, now, taker_id=taker_id)

    async def expire(self, now: datetime) -> int:
        """Give back the money of gifts that nobody took in time; return how many.

        Each has its own transaction: together they would lock accounts in another order than `take` does.
        """
        return sum([await self._expire(number, now) for number in await self._list_late(now)])

    @reads
    def _list_late(self, connection: Connection, now: datetime) -> list[int]:
        if is_halted(connection):
            return []
        found = select(gift.c.id).where(gift_open, gift.c.expires_at <= now)
        return list(connection.execute(found.order_by(gift.c.expires_at).limit(AT_ONCE)).scalars())

    @writes
    def _expire(self, connection: Connection, number: int, now: datetime) -> bool:
        late = select(gift).where(gift.c.id == number, gift_open, gift.c.expires_at <= now)
        row = connection.execute(late.with_for_update()).first()
        if row is None or is_halted(connection):
            return False
        _give_back(connection, _gift(row), GiftState.EXPIRED, now)
        return True

    @reads
    def find_own(self, connection: Connection, giver_id: int, number: int) -> Gift:
        """Return this person's gift. Raises ShopError if it is not theirs."""
        return _own(connection, giver_id, number)

    @reads
    def find(self, connection: Connection, number: int) -> Gift | None:
        """Return the gift; None if there is none."""
        row = connection.execute(select(gift).where(gift.c.id == number)).first()
        return None if row is None else _gift(row)

    @reads
    def list_open(self, connection: Connection, giver_id: int, *, limit: int) -> list[Gift]:
        """Return this person's gifts that wait, newest first."""
        return [_gift(row) for row in _OPEN.all(connection, giver=giver_id, count=limit)]

    @writes
    def share(
        self, connection: Connection, inline_message_id: str, number: int, giver_id: int, now: datetime
    ) -> None:
        """Keep the message that offers this gift in another chat up to date, if the gift is this person's."""
        mine = and_(gift.c.id == number, gift.c.giver_id == giver_id)
        row = connection.execute(select(gift).where(mine).with_for_update()).first()
        if row is None:
            return
        if row.state != GiftState.OPEN:  # it was taken before we heard of the message
            enqueue(connection, [notice.gift_card(inline_message_id, number, giver_id)], now)
            return
        counted = select(func.count()).where(gift_card.c.gift_id == number)
        if number_from(connection, counted) < MOST_CARDS:
            values = {"inline_message_id": inline_message_id, "gift_id": number, "shared_at": now}
            adding = insert_into(connection, gift_card).values(**values)
            connection.execute(adding.on_conflict_do_nothing(index_elements=["inline_message_id"]))


def hold_open(connection: Connection, wallet: Account, currencies: Collection[str]) -> list[Gift]:
    """Return this person's gifts in these currencies that wait to be taken, locked with what they hold."""
    mine = and_(gift_open, gift.c.giver_id == wallet.owner_id, gift.c.currency.in_(currencies))
    found = select(gift).where(mine).order_by(gift.c.id).with_for_update()
    waiting = [_gift(row) for row in connection.execute(found).all()]
    for currency in sorted({one.currency for one in waiting}):
        lock_held(connection, replace(wallet, kind=AccountKind.GIFT, currency=currency))
    return waiting


def recall(connection: Connection, waiting: Iterable[Gift], now: datetime) -> None:
    """Give back what waits to be taken: a payment of its giver goes back to whoever paid it."""
    for one in waiting:
        _give_back(connection, one, GiftState.RECALLED, now)


def _giveable(connection: Connection, wallet: Account, *, locks: bool = False) -> int:
    have = balance_of(connection, wallet, locks=locks)
    return giveable_micro(have, given_micro(connection, wallet))


def _give_back(connection: Connection, held: Gift, state: GiftState, now: datetime) -> Gift:
    book(connection, going_back(held), now)
    return _end(connection, held, state, now)


def _end(
    connection: Connection, ended: Gift, state: GiftState, now: datetime, *, taker_id: int | None = None
) -> Gift:
    """End the gift, tell its giver unless they did it, and owe its messages elsewhere the news."""
    this = gift.c.id == ended.id
    ending = update(gift).where(this).values(state=state, taker_id=taker_id, ended_at=now)
    row = connection.execute(ending.returning(gift)).one()
    gone = delete(gift_card).where(gift_card.c.gift_id == ended.id)
    cards = connection.execute(gone.returning(gift_card.c.inline_message_id)).scalars().all()
    news = [notice.gift_card(one, ended.id, ended.giver_id) for one in sorted(cards)]
    if state is not GiftState.CANCELED:
        news.append(notice.gift_news(ended.id, ended.giver_id, state))
    enqueue(connection, news, now)
    return _gift(row)


def _own(connection: Connection, giver_id: int, number: int, *, locks: bool = False) -> Gift:
    mine: ColumnElement[bool] = and_(gift.c.id == min(number, LARGEST_ID), gift.c.giver_id == giver_id)
    found = select(gift).where(mine)
    row = connection.execute(found.with_for_update() if locks else found).first()
    if row is None:
        raise ShopError("button_old")
    return _gift(row)


_OPEN = Prepared(
    select(gift)
    .where(gift_open, gift.c.giver_id == given("giver"))
    .order_by(gift.c.id.desc())
    .limit(given("count"))
)


def _gift(row: Any) -> Gift:
    return Gift(
        id=row.id,
        token=row.token,
        giver_id=row.giver_id,
        amount_micro=row.amount_micro,
        currency=row.currency,
        state=GiftState(row.state),
        expires_at=row.expires_at,
        taker_id=row.taker_id,
    )
