"""Inquiries: the record of what was found out about an unknown order, and what our own rows add to it."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Subquery, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from shop.inquire import Orphan
from shop.inquiry import Inquiry, Surroundings
from shop.order import AT_WORK, Order, OrderState
from shop.readings import Reading
from storage.columns import fixed
from storage.inquiry_tables import inquiry, inquiry_unsettled
from storage.ledger import refuse_if_halted
from storage.money_tables import journal
from storage.order_rows import order_of
from storage.readings import note_reading
from storage.tables import attempt, orders, panel_account
from storage.verdicts import Verdicts

LATELY = timedelta(hours=24)
FINISHED_ASKED = 500
"""Panels give money back for finished orders too; so many of the last day's are asked about."""

BEFORE = timedelta(minutes=1)
"""A refund that our sweep saw so shortly before the order may have come after the balance was read."""

MONEY_BACK = (OrderState.CANCELED, OrderState.PARTIAL)
BALANCES = 20
LAST_ORDERS = 100
LAST_ATTEMPTS = 400
"""Among these the newest orders and balances are looked for; the others were refused or not sent."""


class Inquiries(Verdicts):
    """Reads and writes `inquiry`."""

    async def due(self, now: datetime) -> Inquiry | None:
        """The open inquiry that is to look again now."""
        found = await self._inquiries(and_(inquiry.c.state == "open", inquiry.c.due_at <= now), limit=1)
        return found[0] if found else None

    async def waiting(self, *, limit: int) -> list[Inquiry]:
        """Those that wait for an operator's decision, the most urgent first."""
        return await self._inquiries(inquiry.c.state == "human", limit=limit)

    async def of(self, order_id: int) -> Inquiry | None:
        """The inquiry into this order, whatever its state."""
        own = await self._select_inquiries(inquiry.c.order_id == order_id, limit=1)
        return own[0] if own else None

    async def looked(self, it: Inquiry, slot: str, reading: Reading, due_at: datetime, **found: Any) -> None:
        """Keep what this look has read, `slot` being `soon`, `first` or `second`; look again at `due_at`."""
        orphans: tuple[Orphan, ...] | None = found.pop("orphans", None)
        rows = None if orphans is None else [asdict(one) for one in orphans]
        values = {f"{slot}_micro": reading.micro, f"{slot}_at": reading.at, "due_at": due_at, **found}

        async def unit(connection: AsyncConnection) -> None:
            await note_reading(connection, self._panel, reading)
            await connection.execute(self._open(it).values(orphans=rows, **values))

        await self._database.write(unit)

    async def later(self, it: Inquiry, due_at: datetime, *, in_vain: int = 0) -> None:
        """Look again then; `in_vain` is added to its count."""
        waiting = self._open(it).values(due_at=due_at, in_vain=inquiry.c.in_vain + in_vain)
        await self._database.write(lambda connection: connection.execute(waiting))

    async def resending(self, it: Inquiry, due_at: datetime) -> None:
        """The order is about to be sent again under its reference; look again then.

        Raises ShopError("money_stopped"): nothing is handed to the panel while money stands still.
        """

        async def unit(connection: AsyncConnection) -> None:
            await refuse_if_halted(connection)
            resent = inquiry.c.resent + 1
            await connection.execute(self._open(it).values(due_at=due_at, resent=resent))

        await self._database.write(unit)

    async def surroundings(self, it: Inquiry) -> Surroundings:
        """What our own rows say beside the inquiry."""

        async def unit(connection: AsyncConnection) -> Surroundings:
            known = panel_account.c
            account = select(known.shared_at).where(known.panel == self._panel)
            shared_at = (await connection.execute(account)).scalar()
            last_known, since = await self._last_known(connection)
            others = exists().where(
                inquiry.c.panel == self._panel,
                inquiry.c.order_id != it.order.id,
                inquiry.c.why != "",
                or_(inquiry.c.verdict.is_(None), inquiry.c.verdict != "adopted"),
                inquiry.c.opened_at >= since if since else inquiry.c.opened_at.is_not(None),
            )
            strangers = bool((await connection.execute(select(others))).scalar())
            moved = shared_at is not None and (since is None or shared_at >= since)
            newest = _newest_attempts()
            balances = await connection.execute(
                select(newest.c.balance_before_micro)
                .join(orders, orders.c.id == newest.c.order_id)
                .where(orders.c.panel == self._panel, newest.c.balance_before_micro.is_not(None))
                .order_by(newest.c.id.desc())
                .limit(BALANCES)
            )
            return Surroundings(last_known, strangers or moved, shared_at, tuple(balances.scalars()))

        return await self._database.read(unit)

    async def followed(self, now: datetime) -> list[Order]:
        """Our orders that the panel may have given money back for: those at work and the lately finished."""
        placed = and_(orders.c.panel == self._panel, orders.c.panel_order_id.is_not(None))
        finished = and_(placed, orders.c.finished_at > now - LATELY)
        return [
            *await self._select(and_(placed, orders.c.state.in_(AT_WORK)), limit=None),
            *await self._select(finished, limit=FINISHED_ASKED, newest_first=True),
        ]

    async def refunds_since(self, attempted_at: datetime) -> int | None:
        """What our orders got back at the panel since this attempt; None where that cannot be told."""
        since = attempted_at - BEFORE
        again = select(journal.c.order_id).where(
            journal.c.kind == fixed("refund"), journal.c.created_at >= since
        )
        ended = select(orders.c.id).where(orders.c.panel == self._panel, orders.c.finished_at >= since)
        mine = and_(orders.c.panel == self._panel, orders.c.state.in_(MONEY_BACK))
        back = 0
        for order in await self._select(mine & orders.c.id.in_(ended.union(again)), limit=None):
            given = _given_back(order, since)
            if given is None:
                return None
            back += given
        return back

    async def taken(self, ids: Sequence[str]) -> frozenset[str]:
        """Which of these ids are orders of ours already."""
        mine = select(orders.c.panel_order_id).where(
            orders.c.panel == self._panel, orders.c.panel_order_id.in_(ids)
        )

        async def unit(connection: AsyncConnection) -> frozenset[str]:
            return frozenset(str(one) for one in (await connection.execute(mine)).scalars())

        return await self._database.read(unit)

    def _open(self, it: Inquiry) -> Any:
        return update(inquiry).where(inquiry.c.order_id == it.order.id, inquiry.c.state == "open")

    async def _last_known(self, connection: AsyncConnection) -> tuple[str | None, datetime | None]:
        """The highest numeric id that an order of ours has, and when that order was handed over."""
        newest = _newest_attempts()
        latest = (
            select(orders.c.panel_order_id, newest.c.started_at)
            .join(newest, and_(newest.c.order_id == orders.c.id, newest.c.outcome == "accepted"))
            .where(orders.c.panel == self._panel, orders.c.panel_order_id.is_not(None))
            .order_by(newest.c.id.desc())
            .limit(LAST_ORDERS)
        )
        rows = (await connection.execute(latest)).all()
        numbered = [row for row in rows if row.panel_order_id.isascii() and row.panel_order_id.isdigit()]
        if not numbered:
            return None, None
        last = max(numbered, key=lambda row: int(row.panel_order_id))
        return last.panel_order_id, last.started_at

    async def _inquiries(self, which: ColumnElement[bool], *, limit: int) -> list[Inquiry]:
        mine = and_(inquiry.c.panel == self._panel, inquiry_unsettled, which)
        return await self._select_inquiries(mine, limit=limit)

    async def _select_inquiries(self, which: ColumnElement[bool], *, limit: int) -> list[Inquiry]:
        lost = and_(attempt.c.order_id == inquiry.c.order_id, attempt.c.outcome != "not_sent")
        found = (
            select(inquiry, attempt.c.started_at, attempt.c.balance_before_micro, attempt.c.excerpt)
            .join(attempt, lost)
            .where(which)
            .order_by(inquiry.c.due_at, inquiry.c.order_id)
            .limit(limit)
        )

        async def unit(connection: AsyncConnection) -> list[Inquiry]:
            rows = (await connection.execute(found)).all()
            wanted = select(orders).where(orders.c.id.in_([row.order_id for row in rows]))
            of = {row.id: order_of(row) for row in (await connection.execute(wanted)).all()}
            return [_inquiry_of(row, of[row.order_id]) for row in rows]

        return await self._database.read(unit)


def _newest_attempts() -> Subquery:
    """The newest by their numbers alone: joined before that, all there ever were are sorted."""
    return select(attempt).order_by(attempt.c.id.desc()).limit(LAST_ATTEMPTS).subquery()


def _given_back(order: Order, since: datetime) -> int | None:
    """What the panel gave back for an order, as panels reckon it; None where the figures do not tell."""
    cost, quantity, remains = order.terms.cost_micro, order.terms.quantity, order.remains
    if not cost or order.finished_at is None or order.finished_at < since:
        return None
    if order.state is OrderState.CANCELED:
        return cost
    return cost * remains // quantity if quantity and remains is not None else None


def _inquiry_of(row: Row[Any], order: Order) -> Inquiry:
    def reading(slot: str) -> Reading | None:
        micro, at = getattr(row, f"{slot}_micro"), getattr(row, f"{slot}_at")
        return None if micro is None else Reading(micro, at, at)

    return Inquiry(
        order=order,
        state=row.state,
        opened_at=row.opened_at,
        due_at=row.due_at,
        attempted_at=row.started_at,
        before_micro=row.balance_before_micro,
        excerpt=row.excerpt or "",
        in_vain=row.in_vain,
        resent=row.resent,
        soon=reading("soon"),
        first=reading("first"),
        second=reading("second"),
        refunds_micro=row.refunds_micro,
        orphans=None if row.orphans is None else tuple(Orphan(**one) for one in row.orphans),
        why=row.why,
        verdict=row.verdict,
        decided_by=row.decided_by,
        settled_at=row.settled_at,
        told=row.told,
    )
