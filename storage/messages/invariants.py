"""What must always be true of messages about orders, and of broadcasts."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    String,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
)

from shop.broadcast import LETTER, OVER, BroadcastState
from shop.notice import NoticeState
from shop.ordering.order import OrderState
from shop.ordering.reason import ReasonKind
from storage.counting import Invariant, Scope, count, count_orders
from storage.messages.tables import broadcast, outbox
from storage.orders.mass_tables import mass_line, mass_order
from storage.orders.tables import orders

_BEGUN = (BroadcastState.SENDING, BroadcastState.PAUSED, BroadcastState.STOPPED, BroadcastState.DONE)

TOLD_LATELY = timedelta(hours=24)
"""How long after an order's end its notice is checked. Sent messages are not kept for ever."""


def of_messages(now: datetime, scope: Scope) -> Iterator[Invariant]:
    """Everybody gets news of their order, and a broadcast reaches everybody it is for."""
    yield from _of_notices(now, scope)
    yield from _of_broadcasts(now)


def _of_notices(now: datetime, scope: Scope) -> Iterator[Invariant]:
    number, lately = cast(orders.c.id, String), orders.c.finished_at > now - TOLD_LATELY

    def owed(key: ColumnElement[str]) -> ColumnElement[bool]:
        return exists().where(outbox.c.dedupe_key == key)

    by_itself = or_(
        orders.c.state == OrderState.REJECTED,
        and_(orders.c.state == OrderState.VOIDED, func.coalesce(orders.c.reason, "") != ReasonKind.WITHDRAWN),
    )
    yield Invariant(
        "card-owed",
        "every order has a card, sent or owed, or stands in that of its mass order",
        count_orders(
            and_(
                orders.c.card_message_id.is_(None),
                ~owed(literal("card:") + number),
                ~exists().where(
                    mass_line.c.order_id == orders.c.id,
                    mass_line.c.mass_id == mass_order.c.id,
                    or_(
                        mass_order.c.card_message_id.is_not(None),
                        owed(literal("mass_card:") + mass_order.c.id),
                    ),
                ),
            ),
            scope,
        ),
        stops=False,
    )
    yield Invariant(
        "end-told",
        "everybody whose order was refused or given back has been told, or will be",
        count_orders(
            by_itself & lately & ~owed(literal("finished:") + number + ":" + orders.c.state + ":once"), scope
        ),
        stops=False,
    )


def _of_broadcasts(now: datetime) -> Iterator[Invariant]:
    lately = or_(broadcast.c.finished_at.is_(None), broadcast.c.finished_at > now - TOLD_LATELY)
    messages = func.count(outbox.c.id)
    pending = func.count(case((and_(outbox.c.state == NoticeState.PENDING, outbox.c.kind == LETTER), 1)))
    started = (
        select(broadcast.c.id)
        .outerjoin(outbox, outbox.c.broadcast_id == broadcast.c.id)
        .where(
            broadcast.c.state.in_(_BEGUN),
            lately,
        )
        .group_by(broadcast.c.id, broadcast.c.total, broadcast.c.state)
    )
    yield Invariant(
        "broadcast-to-all",
        "every broadcast has a message for each person it was meant for",
        count(started.having(messages != broadcast.c.total)),
        stops=False,
    )
    yield Invariant(
        "broadcast-over",
        "no message of a finished broadcast waits to be sent",
        count(started.having(and_(broadcast.c.state.in_(OVER), pending > 0))),
        stops=False,
    )
