"""Orders: making them from a confirm card, ending them unsent, and following the panel's reports."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop import book, notice
from shop.book import Journal
from shop.errors import ShopError
from shop.order import RUNNING, WAITING_AT_ONCE, Order, OrderState, Terms
from shop.place import TwinRunning
from shop.track import Change
from storage.database import Database
from storage.ledger import BookBroken, is_halted, refuse_if_halted
from storage.ledger import book as book_journal
from storage.line import count_waiting, rank_of_next
from storage.order_rows import OrderRows, order_of
from storage.outbox import owe
from storage.tables import confirm, draft, order_reserved, orders, request

log = logging.getLogger("kiosk.storage")


class Orders(OrderRows):
    """Reads and writes `orders` for one panel account; `operators` get the alerts.

    `credit_micro` is how far below zero a wallet may go, None for as far as it likes.
    """

    def __init__(
        self, database: Database, *, panel: str, operators: frozenset[int], credit_micro: int | None = None
    ) -> None:
        super().__init__(database, panel=panel)
        self._operators = operators
        self._credit_micro = credit_micro

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
            waiting = await count_waiting(connection, self._panel, person_id)
            if waiting >= WAITING_AT_ONCE:
                raise ShopError("too_many_waiting", count=waiting)
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

        async def late(connection: AsyncConnection) -> list[int]:
            if await is_halted(connection):
                return []
            waiting = and_(orders.c.panel == self._panel, order_reserved)
            oldest = select(orders.c.id).where(waiting, orders.c.created_at < older_than)
            return list((await connection.execute(oldest.order_by(orders.c.id))).scalars())

        async def unit(connection: AsyncConnection, number: int) -> int:
            if await is_halted(connection):
                return 0
            waiting = and_(orders.c.id == number, orders.c.state == OrderState.RESERVED)
            return await self._void(connection, waiting, "waited_too_long", now)

        given_up = 0
        for number in await self._database.read(late):  # one at a time, as in `apply`
            try:
                given_up += await self._database.write(partial(unit, number=number))
            except BookBroken as broken:  # what one order lacks keeps no other waiting
                log.error("Order %s cannot be given back: %s", number, broken)
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
        """The terms are kept letter by letter: a card of an earlier release has fewer of them."""
        terms = Terms(**confirmed)
        await connection.execute(update(confirm).where(confirm.c.token == token).values(used_at=now))
        await connection.execute(
            orders.insert().values(
                person_id=person_id,
                panel=self._panel,
                service_id=terms.service_id,
                link_key=terms.link_key,
                quantity=terms.quantity,
                terms=confirmed,
                price_micro=terms.price_micro,
                currency=terms.currency,
                state=OrderState.RESERVED,
                rank=await rank_of_next(connection, self._panel, person_id),
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
