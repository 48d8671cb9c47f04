"""Refill and cancel requests: stored before the panel is asked, followed until it reports."""

import logging
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)
from sqlalchemy.exc import IntegrityError

from shop import notice
from shop.acts import Act, Did
from shop.errors import ShopError
from shop.identity import FIRST_PANEL
from shop.ordering import news
from shop.ordering.order import Order
from shop.ordering.refills_and_cancels import (
    ERRORS_BELIEVED,
    NO_ANSWER,
    TRIED_FOR,
    UNHEARD_BELIEVED,
    end_left_behind,
    end_without_news,
    next_try,
)
from shop.ordering.request import Request, RequestKind, RequestState
from shop.replies import RefillRefusal
from storage.core.columns import Moment
from storage.core.database import Database, DatabaseTrouble
from storage.core.prepared import Prepared, given, one_of
from storage.core.units import reads, writes, writes_until_done
from storage.desk.acts import note_act
from storage.messages.outbox import enqueue
from storage.orders.rows import order_of, request_of
from storage.orders.tables import orders, request, request_asking, request_under_way, request_unrefilled

log = logging.getLogger("kiosk.storage")


class Requests:
    """Reads and writes `request` for one panel account; other accounts' orders are not sent to it.

    `others` are the shop's further accounts, whose own stores send what is asked here.
    """

    def __init__(self, database: Database, *, panel: str = FIRST_PANEL, others: Collection[str] = ()) -> None:
        self._database = database
        self._panel = panel
        self._here = frozenset({panel, *others})

    async def ask(self, order: Order, kind: RequestKind, now: datetime, *, by: int | None = None) -> None:
        """Store a new request; `by` is who of the staff asks, None for the customer.

        Raises ShopError if one is under way, or the order is at a panel that is no supplier any more.
        """
        if order.panel not in self._here:
            raise ShopError("panel_changed")
        try:
            await self._add(order, kind, now, by)
        except IntegrityError:
            raise ShopError("request_under_way") from None

    @writes
    def _add(
        self, connection: Connection, order: Order, kind: RequestKind, now: datetime, by: int | None
    ) -> None:
        moments = {"not_before": now, "created_at": now, "changed_at": now}
        connection.execute(
            request.insert().values(order_id=order.id, kind=kind, state=RequestState.ASKING, **moments)
        )
        enqueue(connection, [notice.card(order.id, order.person_id)], now)
        if by is not None:
            note_act(connection, _act(order, kind, by), now)

    @writes
    def claim(self, connection: Connection, now: datetime) -> tuple[Request, Order] | None:
        """Mark the oldest due request as being sent, and return it; None if there is none."""
        due = (request_asking, request.c.not_before <= now)
        oldest = select(request.c.id).where(*due, self._is_here()).order_by(request.c.id).limit(1)
        unclaimed = oldest.with_for_update(skip_locked=True).scalar_subquery()
        taking = update(request).where(request.c.id == unclaimed).returning(request)
        row = connection.execute(taking.values(state=RequestState.SENDING, changed_at=now)).first()
        return (request_of(row), _order_of(connection, row)) if row else None

    async def is_wanted(self, asked: Request, order: Order) -> bool:
        """See shop.ordering.refills_and_cancels.Requests. What cannot be read is asked for later."""
        try:
            return await self._is_wanted(asked, order)
        except DatabaseTrouble as trouble:
            log.warning("Request %s is not sent now: %s", asked.id, trouble)
            return False

    @reads
    def _is_wanted(self, connection: Connection, asked: Request, order: Order) -> bool:
        sending = and_(request.c.id == asked.id, request.c.state == RequestState.SENDING, _is_still(order))
        return connection.execute(select(request.c.id).where(sending)).first() is not None

    @writes_until_done
    def put_off(
        self, connection: Connection, asked: Request, order: Order, retry_after: float | None, now: datetime
    ) -> None:
        """See shop.ordering.refills_and_cancels.Requests."""
        sending = and_(request.c.id == asked.id, request.c.state == RequestState.SENDING, _is_still(order))
        row = connection.execute(select(request.c.created_at).where(sending)).first()
        if row is None:
            return
        again = next_try(row.created_at, now, retry_after)
        if again is None:
            _answer(connection, asked, order, (RequestState.REFUSED, NO_ANSWER), now)
        else:
            waiting = {"state": RequestState.ASKING, "not_before": again, "changed_at": now}
            connection.execute(update(request).where(sending).values(waiting))

    @writes_until_done
    def answered(
        self,
        connection: Connection,
        asked: Request,
        order: Order,
        *,
        state: RequestState,
        text: str,
        refill_id: str | None,
        now: datetime,
        why: RefillRefusal | None = None,
    ) -> bool:
        """Store the panel's answer and show it on the card. A request that has ended keeps its end.

        An answer about a number that an operator has corrected since says nothing: return False.
        """
        return _answer(connection, asked, order, (state, text), now, panel_refill_id=refill_id, why=why)

    @reads
    def list_unrefilled(self, connection: Connection, since: datetime) -> list[str]:
        """Return the services here of which the panel has said since then that they have no refills."""
        rows = _UNREFILLED.all(connection, since=since)
        return list(dict.fromkeys(row.service_id for row in rows if row.panel == self._panel))

    @reads
    def find_order(self, connection: Connection, number: int) -> int | None:
        """Return the order that this request is about; None if there is no such request."""
        return connection.execute(select(request.c.order_id).where(request.c.id == number)).scalar()

    @writes
    def recover(self, connection: Connection, now: datetime) -> int:
        """After a start, mark requests that were being sent when the process ended as unclear."""
        lost = update(request).where(request_under_way, request.c.state == RequestState.SENDING)
        losing = lost.values(state=RequestState.UNCLEAR, changed_at=now).returning(request)
        rows = connection.execute(losing).all()
        asked = [_order_of(connection, row) for row in rows]
        enqueue(connection, [notice.card(order.id, order.person_id) for order in asked], now)
        return len(rows)

    async def end_silent(self, before: datetime, now: datetime, *, numbered: bool = False) -> int:
        """See shop.ordering.refills_and_cancels.Requests. Each ends in a transaction of its own.

        Together they would lock requests in another order than a sweep, whose reports end them.
        """
        silent = self._is_silent(before, now - TRIED_FOR, numbered=numbered)
        return sum(
            [await self._end_silent(number, silent, now) for number in await self._list_silent(silent)]
        )

    @reads
    def _list_silent(self, connection: Connection, silent: ColumnElement[bool]) -> list[int]:
        # Sorted here: SQLite would go through all requests there ever were, by their numbers.
        rows = connection.execute(select(request).where(silent)).all()
        return sorted(row.id for row in rows if self._silent_end(connection, row))

    @writes
    def _end_silent(
        self, connection: Connection, number: int, silent: ColumnElement[bool], now: datetime
    ) -> bool:
        row = connection.execute(select(request).where(request.c.id == number, silent)).first()
        end = None if row is None else self._silent_end(connection, row)
        if row is None or end is None:
            return False
        return _answer(connection, request_of(row), _order_of(connection, row), end, now, unasked=True)

    def _silent_end(self, connection: Connection, row: Row[Any]) -> tuple[RequestState, str] | None:
        """Return the end of a request without news; None if news may still come."""
        order = _order_of(connection, row)
        end = end_without_news if order.panel in self._here else end_left_behind
        return end(request_of(row), order, row.created_at)

    def _is_silent(
        self, before: datetime, unasked_before: datetime, *, numbered: bool
    ) -> ColumnElement[bool]:
        """Return the condition for requests sent before that moment of which no news comes.

        At a supplier that is none any more that is every one, a refill with a number a day after it was last
        asked about; those that were not sent are as if they had been tried all the time.
        """
        left = exists().where(orders.c.id == request.c.order_id, orders.c.panel.not_in(sorted(self._here)))
        lately = func.coalesce(request.c.checked_at, request.c.changed_at)
        without_id = or_(request.c.kind == RequestKind.CANCEL, request.c.panel_refill_id.is_(None))
        if numbered:
            without_id = or_(without_id, self._is_here())
        silent = or_(
            request.c.state == RequestState.UNCLEAR,
            (request.c.state == RequestState.REQUESTED) & or_(without_id, left & (lately < before)),
        )
        unasked = and_(request_asking, request.c.created_at < unasked_before, left)
        return and_(request_under_way, or_(silent & (request.c.changed_at < before), unasked))

    @writes
    def heard(self, connection: Connection, good: Sequence[Request], bad: Sequence[Request]) -> set[int]:
        """See shop.ordering.refills_and_cancels.Requests."""
        fine = one_of(request.c.id, [asked.id for asked in good])
        connection.execute(update(request).where(fine, request.c.errors != 0).values(errors=0))
        wrong = one_of(request.c.id, [asked.id for asked in bad])
        one_more = case((request.c.errors < 0, 1), else_=request.c.errors + 1)
        counting = update(request).where(wrong).values(errors=one_more)
        rows = connection.execute(counting.returning(request.c.id, request.c.errors))
        return {row.id for row in rows if row.errors >= ERRORS_BELIEVED}

    @writes
    def unheard(self, connection: Connection, silent: Sequence[Request]) -> set[int]:
        """See shop.ordering.refills_and_cancels.Requests. Such answers are counted below zero."""
        mine = one_of(request.c.id, [asked.id for asked in silent])
        one_more = case(
            (request.c.errors > 0, -1),
            (request.c.errors > -UNHEARD_BELIEVED, request.c.errors - 1),
            else_=request.c.errors,
        )
        counting = update(request).where(mine).values(errors=one_more)
        rows = connection.execute(counting.returning(request.c.id, request.c.errors))
        return {row.id for row in rows if row.errors == -UNHEARD_BELIEVED}

    @writes
    def refills_to_follow(
        self, connection: Connection, limit: int, now: datetime
    ) -> list[tuple[Request, Order]]:
        """See shop.ordering.refills_and_cancels.Requests."""
        found = (
            select(request)
            .where(
                request_under_way,
                request.c.kind == RequestKind.REFILL,
                request.c.state == RequestState.REQUESTED,
            )
            .where(request.c.panel_refill_id.is_not(None), self._is_here())
            .order_by(request.c.checked_at.asc().nulls_first(), request.c.id)
            .limit(limit)
        )
        rows = connection.execute(found).all()
        asking = update(request).where(one_of(request.c.id, [row.id for row in rows]))
        connection.execute(asking.values(checked_at=now))
        return [(request_of(row), _order_of(connection, row)) for row in rows]

    def _is_here(self) -> ColumnElement[bool]:
        """Return the condition that the request's order is at this panel account."""
        return exists().where(orders.c.id == request.c.order_id, orders.c.panel == self._panel)


_UNREFILLED = Prepared(
    select(orders.c.panel, func.coalesce(orders.c.sent_service, orders.c.service_id).label("service_id"))
    .join(request, request.c.order_id == orders.c.id)
    .where(request_unrefilled, request.c.changed_at >= type_coerce(given("since"), Moment))
)


def _answer(
    connection: Connection,
    asked: Request,
    order: Order,
    answer: tuple[RequestState, str],
    now: datetime,
    *,
    unasked: bool = False,
    **more: str | None,
) -> bool:
    """Store an answer, its state and text, with its notices; return False if the request had ended.

    So it is, too, if it is to be asked anew, unless it ends `unasked`, or was about another number than the
    order has now.
    """
    state, text = answer
    was_asked: list[ColumnElement[bool]] = [request_under_way]
    if not unasked:
        was_asked.append(request.c.state != RequestState.ASKING)
    answering = update(request).where(request.c.id == asked.id, *was_asked, _is_still(order))
    values = {"state": state, "text": text[:300], "changed_at": now, **more}
    if connection.execute(answering.values(values)).rowcount != 1:
        return False
    enqueue(connection, news.of_request(order, asked, state), now)
    return True


def _is_still(order: Order) -> ColumnElement[bool]:
    """Return the condition that the request's order has the number at the panel that this one has."""
    number = orders.c.panel_order_id.is_not_distinct_from(order.panel_order_id)
    return exists().where(orders.c.id == request.c.order_id, number)


def ask_anew(connection: Connection, order: Order, now: datetime) -> None:
    """Have what is under way asked again: the panel was asked about a number that was not the order's.

    Those that were not sent are among them, so that nobody claims one while the number changes. Each is
    tried for as long as one that is asked for now. A refusal meant somebody else's order, so it reads as no
    answer; its customer may have changed their mind, and asks again by themselves.
    """
    mine, cleared = request.c.order_id == order.id, {"why": None, "changed_at": now}
    afresh = {"created_at": now, "not_before": now, "checked_at": None, "errors": 0, "panel_refill_id": None}
    anew = update(request).where(mine, request_under_way)
    asked = connection.execute(anew.values(state=RequestState.ASKING, text="", **afresh, **cleared)).rowcount
    refused = update(request).where(mine, request.c.state == RequestState.REFUSED)
    asked += connection.execute(refused.values(text=NO_ANSWER, **cleared)).rowcount
    if asked:
        enqueue(connection, [notice.card(order.id, order.person_id)], now)


def _order_of(connection: Connection, row: Row[tuple[object, ...]]) -> Order:
    return order_of(connection.execute(select(orders).where(orders.c.id == row.order_id)).one())


def _act(order: Order, kind: RequestKind, by: int) -> Act:
    did = Did.REFILL_ASKED if kind is RequestKind.REFILL else Did.CANCEL_ASKED
    return Act(by, did, person_id=order.person_id, order_id=order.id, subject=f"{kind}:{order.id}")
