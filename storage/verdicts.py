"""Deciding about unknown orders: each verdict is one transaction with its money and its notices.

Every move is tied to the state it leaves, so a verdict that comes twice, or
after another, changes nothing.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from shop import book, notice
from shop.errors import ShopError
from shop.order import OrderState
from shop.place import AttemptOutcome
from storage.inquiry_rows import settle_inquiry
from storage.inquiry_tables import inquiry, inquiry_unsettled
from storage.ledger import BookBroken, is_halted, refuse_if_halted
from storage.order_rows import order_of
from storage.orders import Orders
from storage.outbox import owe
from storage.tables import attempt, orders

log = logging.getLogger("kiosk.storage")

TAKEN_BACK = "taken_back"
"""The reason of an order that was no operator's to adopt: the panel has given nothing back for it."""


class Verdicts(Orders):
    """The order book as an inquiry ends it. `by` is the operator who decided, None for the evidence."""

    async def adopt(
        self,
        order_id: int,
        panel_order_id: str,
        now: datetime,
        *,
        by: int | None = None,
        resent: bool = False,
    ) -> bool:
        """The panel has the order under this id: it is placed and paid. False where it was decided before.

        Raises ShopError("id_taken") where another order has the id, and "money_stopped".
        """
        try:
            return await self._database.write(
                lambda connection: self._adopt(connection, order_id, panel_order_id, now, by, resent=resent)
            )
        except IntegrityError:
            raise ShopError("id_taken", id=panel_order_id) from None

    async def void(
        self, order_id: int, now: datetime, *, by: int | None = None, reason: str = "not_placed"
    ) -> bool:
        """The panel does not have it: the money goes back. False where it was decided before."""

        async def unit(connection: AsyncConnection) -> bool:
            await refuse_if_halted(connection)
            unknown = and_(orders.c.id == order_id, orders.c.state == OrderState.UNKNOWN)
            if not await self._void(connection, unknown, reason, now):
                return False
            await settle_inquiry(connection, order_id, "voided", now, by=by)
            await self._tell(connection, order_id, now)
            return True

        return await self._database.write(unit)

    async def ask(self, order_id: int, why: str, decide_by: datetime, now: datetime) -> bool:
        """The operators decide, until `decide_by`; the account takes orders again meanwhile."""

        async def unit(connection: AsyncConnection) -> bool:
            mine = update(inquiry).where(inquiry.c.order_id == order_id, inquiry.c.state == "open")
            moved = await connection.execute(mine.values(state="human", why=why, due_at=decide_by))
            if moved.rowcount == 1:
                await owe(connection, self._reviews(order_id), now)
            return bool(moved.rowcount == 1)

        return await self._database.write(unit)

    async def wait(self, order_id: int, until: datetime, now: datetime) -> bool:
        """The operator wants more time. False where it was decided before."""

        async def unit(connection: AsyncConnection) -> bool:
            mine = update(inquiry).where(inquiry.c.order_id == order_id, inquiry.c.state == "human")
            if (await connection.execute(mine.values(due_at=until))).rowcount != 1:
                return False
            await owe(connection, self._reviews(order_id), now)
            return True

        return await self._database.write(unit)

    async def renumber(self, order_id: int, panel_order_id: str, now: datetime, *, by: int) -> bool:
        """The number an operator gave was the wrong one: the order is this one, paid as before.

        False where it was no operator's, or the panel has spoken of the order since. Raises
        ShopError("id_taken") where another order has the id.
        """

        async def unit(connection: AsyncConnection) -> bool:
            placed: dict[str, object] = {
                "panel_order_id": panel_order_id,
                "panel_word": None,
                "changed_at": now,
            }
            if not await self._redo(connection, order_id, placed):
                return False
            decided = update(inquiry).where(inquiry.c.order_id == order_id)
            await connection.execute(decided.values(decided_by=by, settled_at=now))
            await self._tell(connection, order_id, now)
            return True

        try:
            return await self._database.write(unit)
        except IntegrityError:
            raise ShopError("id_taken", id=panel_order_id) from None

    async def take_back(self, order_id: int, now: datetime) -> bool:
        """What an operator took for the order is none: its whole price goes back to its person.

        False where it was no operator's, or the panel has spoken of the order since. Raises
        ShopError("money_stopped").
        """

        async def unit(connection: AsyncConnection) -> bool:
            await refuse_if_halted(connection)
            ended = {
                "state": OrderState.CANCELED,
                "refunded_micro": orders.c.price_micro,
                "reason": TAKEN_BACK,
                "changed_at": now,
                "finished_at": now,
            }
            if not await self._redo(connection, order_id, ended):
                return False
            order = await self._one(connection, orders.c.id == order_id)
            whole = book.refunding(order.sale, refunded_micro=0, level_micro=order.terms.price_micro)
            await self._book(connection, whole, now)
            news = [notice.card(order.id, order.person_id)]
            news.append(notice.finished(order.id, order.person_id, OrderState.CANCELED, TAKEN_BACK))
            await owe(connection, news, now)
            await self._tell(connection, order_id, now)
            return True

        return await self._database.write(unit)

    async def _redo(self, connection: AsyncConnection, order_id: int, values: dict[str, object]) -> bool:
        """Change an order that an operator adopted and of which the panel never said how it stands."""
        by_hand = exists().where(
            inquiry.c.order_id == order_id, inquiry.c.verdict == "adopted", inquiry.c.decided_by.is_not(None)
        )
        silent = or_(orders.c.panel_word.is_(None), orders.c.panel_word.startswith("error:"))
        changing = update(orders).where(
            orders.c.id == order_id,
            by_hand,
            orders.c.state == OrderState.PENDING,
            orders.c.refunded_micro == 0,
            silent,
        )
        return bool((await connection.execute(changing.values(values))).rowcount == 1)

    async def give_up(self, now: datetime) -> int:
        """What nobody has decided in time costs the shop, never the customer."""

        async def overdue(connection: AsyncConnection) -> int | None:
            if await is_halted(connection):
                return None
            late = (inquiry.c.panel == self._panel) & (inquiry.c.state == "human") & inquiry_unsettled
            oldest = select(inquiry.c.order_id).where(late, inquiry.c.due_at <= now)
            return (await connection.execute(oldest.order_by(inquiry.c.due_at).limit(1))).scalar()

        given_up = 0
        while (number := await self._database.read(overdue)) is not None:
            try:
                if not await self.void(number, now, reason="unclear"):
                    break
            except BookBroken as broken:  # what one order lacks keeps no other waiting
                log.error("Order %s cannot be given back: %s", number, broken)
                await self.wait(number, now + timedelta(hours=24), now)
                continue
            given_up += 1
        return given_up

    async def _adopt(
        self,
        connection: AsyncConnection,
        order_id: int,
        panel_order_id: str,
        now: datetime,
        by: int | None,
        *,
        resent: bool,
    ) -> bool:
        await refuse_if_halted(connection)
        unknown = update(orders).where(orders.c.id == order_id, orders.c.state == OrderState.UNKNOWN)
        placed = {
            "state": OrderState.PENDING,
            "panel_order_id": panel_order_id,
            "placed_at": now,
            "ask_at": now,
            "changed_at": now,
            "reason": None,
        }
        row = (await connection.execute(unknown.values(placed).returning(orders))).first()
        if row is None:
            return False
        order = order_of(row)
        lost = update(attempt).where(
            attempt.c.order_id == order_id, attempt.c.outcome == AttemptOutcome.UNKNOWN
        )
        answered: dict[str, object] = {"outcome": AttemptOutcome.ACCEPTED}
        if resent:  # only now may it have been charged
            answered["finished_at"] = now
        await connection.execute(lost.values(answered))
        await settle_inquiry(connection, order_id, "adopted", now, by=by)
        await self._book(connection, book.capturing(order.sale), now)
        await owe(connection, [notice.card(order.id, order.person_id)], now)
        await self._tell(connection, order_id, now)
        return True

    async def _tell(self, connection: AsyncConnection, order_id: int, now: datetime) -> None:
        """The operators' messages say that it was decided, where they had been asked."""
        asked = select(inquiry.c.why).where(inquiry.c.order_id == order_id)
        if (await connection.execute(asked)).scalar():
            await owe(connection, self._reviews(order_id), now)

    def _reviews(self, order_id: int) -> list[notice.Notice]:
        return [notice.review(operator, order_id) for operator in sorted(self._operators)]
