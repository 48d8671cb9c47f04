"""The latest ended orders of one service, with what was asked of each and whether its answer was lost."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Row, select

from shop.catalogue.measured import Ended
from shop.ordering.order import OrderState
from shop.ordering.reason import Reason, ReasonKind
from shop.ordering.request import RequestKind, RequestState
from shop.quality.outcomes import LOOKED_AT, Past, honoured
from shop.replies import RefillRefusal
from storage.core.prepared import Prepared, among, given, numbers
from storage.orders.spread import SPREADING, is_spread
from storage.orders.tables import order_ended_for_another, order_ended_itself, orders, request
from storage.reconciliation.tables import inquiry

READ = 2 * LOOKED_AT
"""Orders that are read: some tell nothing of their service."""

_NAMES = ("id", "state", "reason", "created_at", "placed_at", "begun_at", "finished_at", "ended_by")


def _ended(by: Column[Any], which: ColumnElement[bool]) -> Prepared:
    mine = (orders.c.panel == given("panel"), by == given("service"), which)
    found = select(*(orders.c[name] for name in _NAMES), *SPREADING).where(*mine)
    return Prepared(found.order_by(orders.c.finished_at.desc(), orders.c.id.desc()).limit(given("limit")))


_ITSELF = _ended(orders.c.service_id, order_ended_itself)
_FOR_ANOTHER = _ended(orders.c.sent_service, order_ended_for_another)
_ASKED = Prepared(
    select(request.c.order_id, request.c.kind, request.c.state, request.c.why).where(
        among(request.c.order_id, "orders")
    )
)
_LOST = Prepared(select(inquiry.c.order_id).where(among(inquiry.c.order_id, "orders")))


def past_of(connection: Connection, panel: str, service_id: str) -> list[Past]:
    """Return the orders that this service delivered and that ended last, newest first.

    Those that it delivered for another service are among them.
    """
    named = {"panel": panel, "service": service_id, "limit": READ}
    rows = [*_ITSELF.all(connection, **named), *_FOR_ANOTHER.all(connection, **named)]
    rows = sorted(rows, key=lambda row: (row.finished_at, row.id), reverse=True)[:READ]
    if not rows:
        return []
    ids = [row.id for row in rows]
    lost = {row.order_id for row in _LOST.all(connection, orders=numbers(ids))}
    wished, refills = set[int](), dict[int, list[bool]]()
    for row in _ASKED.all(connection, orders=numbers(ids)):
        if row.kind == RequestKind.CANCEL:
            wished.add(row.order_id)
            continue
        kept = honoured(RequestState(row.state), None if row.why is None else RefillRefusal(row.why))
        if kept is not None:
            refills.setdefault(row.order_id, []).append(kept)
    return [
        _past(row, service_id, row.id in wished, row.id in lost, tuple(refills.get(row.id, ())))
        for row in rows
    ]


def _past(row: Row[Any], service_id: str, is_wished: bool, was_lost: bool, refills: tuple[bool, ...]) -> Past:
    reason = Reason.read(row.reason)
    return Past(
        ended=Ended(
            id=row.id,
            service_id=service_id,
            state=OrderState(row.state),
            finished_at=row.finished_at,
            placed_at=row.placed_at,
            begun_at=row.begun_at,
            spread=is_spread(row),
            by_hand=row.ended_by is not None,
        ),
        created_at=row.created_at,
        reason=ReasonKind.WORDS if reason is None else reason.kind,
        is_wished=is_wished,
        was_lost=was_lost,
        refills=refills,
    )
