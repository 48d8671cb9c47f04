"""Orders: reading them, making them from a confirm card, and following the panel's reports."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop import book, notice
from shop.book import Journal
from shop.errors import ShopError
from shop.order import AT_WORK, RUNNING, Order, OrderState, Request, Terms
from shop.place import TwinRunning
from shop.track import Change
from storage.columns import LARGEST_ID
from storage.database import Database
from storage.ledger import book as book_journal
from storage.ledger import is_halted, refuse_if_halted
from storage.outbox import owe
from storage.tables import confirm, draft, orders, request

LOOK_BACK = timedelta(days=7)
"""Panels change finished orders too (refills, corrections): they are asked for so long."""

LOOK_BACK_EVERY = timedelta(hours=1)

IDS_A_QUERY = 500
"""Both databases limit the parameters of one statement."""


class Orders:
    """Reads and writes `orders` for one panel account; `operators` get the alerts.

    `credit_micro` is how far below zero a wallet may go, None for as far as it likes.
    """

    def __init__(
        self, database: Database, *, panel: str, operators: frozenset[int], credit_micro: int | None = None
    ) -> None:
        self._database = database
        self._panel = panel
        self._operators = operators
        self._credit_micro = credit_micro

    async def find(self, order_id: int, *, owner: int | None) -> Order | None:
        """The order, or None where it does not exist or is not the owner's. None as owner: anybody's."""
        if order_id > LARGEST_ID:
            return None
        wanted: ColumnElement[bool] = orders.c.id == order_id
        if owner is not None:
            wanted = and_(wanted, orders.c.person_id == owner)
        found = await self._select(wanted, limit=1)
        return found[0] if found else None

    async def latest(self, person_id: int, *, limit: int, before: int | None = None) -> list[Order]:
        """A person's orders, newest first, from below `before` on (a keyset, never an offset)."""
        wanted: ColumnElement[bool] = orders.c.person_id == person_id
        if before is not None:
            wanted = and_(wanted, orders.c.id < before)
        return await self._select(wanted, limit=limit, newest_first=True)

    async def after(self, person_id: int, *, limit: int, after: int) -> list[Order]:
        """The page of newer orders that ends just above `after`, newest first."""
        newer = await self._select(and_(orders.c.person_id == person_id, orders.c.id > after), limit=limit)
        return newer[::-1]

    async def open(self, now: datetime) -> list[Order]:
        """All at work, and once an hour the lately finished; the longest unheard of come first."""
        mine = orders.c.panel == self._panel
        at_work = and_(mine, orders.c.state.in_(AT_WORK))
        lately = and_(
            mine,
            orders.c.panel_order_id.is_not(None),
            orders.c.finished_at > now - LOOK_BACK,
            or_(orders.c.checked_at.is_(None), orders.c.checked_at < now - LOOK_BACK_EVERY),
        )

        async def unit(connection: AsyncConnection) -> list[Order]:
            found = [
                *await self._fetch(connection, at_work, limit=None),
                *await self._fetch(connection, lately, limit=None),
            ]
            return sorted(found, key=lambda order: (order.checked_at or order.created_at, order.id))

        return await self._database.read(unit)

    async def count(self) -> dict[str, int]:
        """How many orders are in each state."""

        async def unit(connection: AsyncConnection) -> dict[str, int]:
            mine = orders.c.panel == self._panel
            counted = select(orders.c.state, func.count()).where(mine).group_by(orders.c.state)
            return {state: int(number) for state, number in (await connection.execute(counted)).all()}

        return await self._database.read(unit)

    async def reserve(self, *, token: str, person_id: int, acknowledged: bool, now: datetime) -> Order:
        """See shop.place.Confirming. The price moves from the wallet to held money."""

        async def unit(connection: AsyncConnection) -> Order:
            own = select(confirm).where(confirm.c.token == token, confirm.c.person_id == person_id)
            # Whoever taps the same button meanwhile waits here and then finds the order.
            card = (await connection.execute(own.with_for_update())).first()
            if card is None:
                raise ShopError("button_old")
            if card.used_at is not None:
                return await self._one(connection, orders.c.confirm_token == token)
            await refuse_if_halted(connection)
            if card.expires_at <= now:
                raise ShopError("quote_expired")
            terms = Terms(**card.terms)
            if not acknowledged:
                await self._refuse_twin(connection, person_id, terms)
            return await self._reserve(connection, token, person_id, card.terms, now)

        return await self._database.write(unit)

    async def apply(self, changes: Sequence[Change]) -> None:
        """See shop.track.Follower. What moves money is a transaction of its own.

        It locks accounts that others want in another order, and two who wait for each other wait for ever.
        """
        quiet = [change for change in changes if not change.refunds_micro]

        async def unit(connection: AsyncConnection) -> None:
            for change in quiet:
                await self._apply(connection, change)

        if quiet:
            await self._database.write(unit)
        for change in changes:
            if change.refunds_micro:
                await self._database.write(partial(self._refund, change=change))

    async def withdraw(self, order_id: int, *, owner: int | None, now: datetime) -> bool:
        """Void an order that was not sent; False where it is already on its way."""

        async def unit(connection: AsyncConnection) -> bool:
            await refuse_if_halted(connection)
            waiting = and_(orders.c.id == order_id, orders.c.state == OrderState.RESERVED)
            if owner is not None:
                waiting = and_(waiting, orders.c.person_id == owner)
            return bool(await self._void(connection, waiting, "withdrawn", now))

        return await self._database.write(unit)

    async def give_up_waiting(self, older_than: datetime, now: datetime) -> int:
        """Void what has waited too long; safe, because a reserved order was never sent."""

        async def unit(connection: AsyncConnection) -> int:
            if await is_halted(connection):
                return 0
            waiting = and_(orders.c.panel == self._panel, orders.c.state == OrderState.RESERVED)
            oldest = select(orders.c.id).where(waiting, orders.c.created_at < older_than)
            late = orders.c.id.in_(oldest.order_by(orders.c.id).limit(1))
            return await self._void(connection, and_(waiting, late), "waited_too_long", now)

        given_up = 0
        while await self._database.write(unit):  # one at a time, as in `apply`
            given_up += 1
        return given_up

    async def _void(
        self, connection: AsyncConnection, which: ColumnElement[bool], reason: str, now: datetime
    ) -> int:
        voiding = (
            update(orders)
            .where(which)
            .values(state=OrderState.VOIDED, reason=reason, changed_at=now, finished_at=now)
        )
        voided = [order_of(row) for row in (await connection.execute(voiding.returning(orders))).all()]
        for order in voided:
            await self._book(connection, book.voiding(order.sale), now)
            news = [notice.card(order.id, order.person_id)]
            if reason != "withdrawn":
                news.append(notice.finished(order.id, order.person_id, OrderState.VOIDED, "once"))
            await owe(connection, news, now)
        return len(voided)

    async def _book(self, connection: AsyncConnection, journals: Iterable[Journal], now: datetime) -> None:
        for journal in journals:
            await book_journal(connection, journal, now, credit_micro=self._credit_micro)

    async def _refuse_twin(self, connection: AsyncConnection, person_id: int, terms: Terms) -> None:
        same = and_(
            orders.c.person_id == person_id,
            orders.c.link_key == terms.link_key,
            orders.c.service_id == terms.service_id,
            orders.c.state.in_(RUNNING),
        )
        twins = await self._fetch(connection, same, limit=1, newest_first=True)
        if twins:
            raise TwinRunning(twins[0])

    async def _reserve(
        self,
        connection: AsyncConnection,
        token: str,
        person_id: int,
        confirmed: dict[str, Any],
        now: datetime,
    ) -> Order:
        terms = Terms(**confirmed)
        await connection.execute(update(confirm).where(confirm.c.token == token).values(used_at=now))
        await connection.execute(
            orders.insert().values(
                person_id=person_id,
                panel=self._panel,
                service_id=terms.service_id,
                link_key=terms.link_key,
                quantity=terms.quantity,
                terms=confirmed,  # as they were shown, also where the card is older than this release
                price_micro=terms.price_micro,
                currency=terms.currency,
                state=OrderState.RESERVED,
                confirm_token=token,
                not_before=now,
                created_at=now,
                changed_at=now,
            )
        )
        order = await self._one(connection, orders.c.confirm_token == token)
        await self._book(connection, book.reserving(order.sale), now)
        await connection.execute(delete(draft).where(draft.c.person_id == person_id))
        await owe(connection, [notice.card(order.id, person_id)], now)
        return order

    async def _refund(self, connection: AsyncConnection, change: Change) -> None:
        """Store the change with the money that goes back; while money stands still, at a later sweep."""
        if await is_halted(connection) or not await self._apply(connection, change):
            return
        after, before = change.after, change.before
        assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
        back = book.refunding(
            after.sale, refunded_micro=before.refunded_micro, level_micro=after.refunded_micro
        )
        await self._book(connection, back, after.checked_at)

    async def _apply(self, connection: AsyncConnection, change: Change) -> bool:
        after = change.after
        assert after.checked_at is not None  # noqa: S101 - follow() always sets it; tells mypy
        stored = await connection.execute(
            update(orders)
            .where(orders.c.id == after.id, orders.c.state == change.before.state)
            .where(orders.c.refunded_micro == change.before.refunded_micro)
            .values(
                state=after.state,
                refunded_micro=after.refunded_micro,
                panel_word=after.panel_word,
                start_count=after.start_count,
                remains=after.remains,
                charge=after.charge,
                checked_at=after.checked_at,
                changed_at=after.changed_at,
                finished_at=after.finished_at,
            )
        )
        if stored.rowcount != 1:  # it moved meanwhile; the next sweep asks again
            return False
        await owe(connection, self._news_of(change), after.checked_at)
        if after.state in {OrderState.CANCELED, OrderState.COMPLETED, OrderState.PARTIAL}:
            await _end_cancel_request(connection, after)
        return True

    def _news_of(self, change: Change) -> list[notice.Notice]:
        order = change.after
        news = [notice.card(order.id, order.person_id)] if change.shows else []
        if change.finishes:
            when = order.changed_at.isoformat(timespec="seconds")
            news.append(notice.finished(order.id, order.person_id, order.state, when))
        elif change.refunds_micro:
            news.append(notice.money_back(order.id, order.person_id, order.refunded_micro))
        if change.alert:
            news += self._alerts(order, change.alert, word=order.panel_word or "")
        return news

    def _alerts(self, order: Order, key: str, **values: str) -> list[notice.Notice]:
        about = f"{order.id}:{values.get('word', '')}"[:120]
        return [
            notice.alert(operator, about, key, order_id=order.id, alert=key, **values)
            for operator in sorted(self._operators)
        ]

    async def _select(
        self, which: ColumnElement[bool], *, limit: int | None, newest_first: bool = False
    ) -> list[Order]:
        return await self._database.read(
            lambda connection: self._fetch(connection, which, limit=limit, newest_first=newest_first)
        )

    async def _one(self, connection: AsyncConnection, which: ColumnElement[bool]) -> Order:
        return (await self._fetch(connection, which, limit=1))[0]

    async def _fetch(
        self,
        connection: AsyncConnection,
        which: ColumnElement[bool],
        *,
        limit: int | None,
        newest_first: bool = False,
    ) -> list[Order]:
        by = orders.c.id.desc() if newest_first else orders.c.id
        rows = (await connection.execute(select(orders).where(which).order_by(by).limit(limit))).all()
        asked = await _requests_of(connection, [row.id for row in rows])
        return [replace(order_of(row), requests=tuple(asked.get(row.id, ()))) for row in rows]


async def _end_cancel_request(connection: AsyncConnection, order: Order) -> None:
    """The panel has reported an end, so a cancel that was under way has its answer."""
    ended = "done" if order.state is not OrderState.COMPLETED else "rejected"
    await connection.execute(
        update(request)
        .where(
            request.c.order_id == order.id,
            request.c.kind == "cancel",
            request.c.state.in_(("requested", "unclear")),
        )
        .values(state=ended, changed_at=order.checked_at)
    )


async def _requests_of(connection: AsyncConnection, order_ids: Sequence[int]) -> dict[int, list[Request]]:
    asked: dict[int, list[Request]] = {}
    for start in range(0, len(order_ids), IDS_A_QUERY):
        some = request.c.order_id.in_(order_ids[start : start + IDS_A_QUERY])
        for row in (await connection.execute(select(request).where(some).order_by(request.c.id))).all():
            asked.setdefault(row.order_id, []).append(request_of(row))
    return asked


def request_of(row: Row[tuple[object, ...]]) -> Request:
    """The request in this row."""
    return Request(
        id=row.id,
        order_id=row.order_id,
        kind=row.kind,
        state=row.state,
        text=row.text,
        panel_refill_id=row.panel_refill_id,
    )


def order_of(row: Row[tuple[object, ...]]) -> Order:
    """The order in this row, without its requests."""
    return Order(
        id=row.id,
        person_id=row.person_id,
        panel=row.panel,
        terms=Terms(**row.terms),
        state=OrderState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        panel_order_id=row.panel_order_id,
        panel_word=row.panel_word,
        start_count=row.start_count,
        remains=row.remains,
        charge=row.charge,
        reason=row.reason,
        refunded_micro=row.refunded_micro,
        card_message_id=row.card_message_id,
        placed_at=row.placed_at,
        checked_at=row.checked_at,
        finished_at=row.finished_at,
    )
