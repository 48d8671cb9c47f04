"""Read orders from rows: whole with their requests, or only what status tracking needs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from shop.ordering.order import Order, OrderState
from shop.ordering.reason import Reason
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.terms import Terms
from shop.replies import RefillRefusal
from storage.core.prepared import Prepared, among, numbers
from storage.orders.spread import SPREADING
from storage.orders.tables import orders, request

FOLLOWED = (
    *(column for column in orders.c if column.name not in {"terms", "link_key", "confirm_token"}),
    *SPREADING,
)
"""Links, comments and names are most of a row, and tracking an order needs none of them. Of the terms it
only this is needed: whether what remains may be that of one run, or counts posts; see
shop/ordering/status_tracking.
"""


def fetch_orders(
    connection: Connection, which: ColumnElement[bool], *, limit: int | None, newest_first: bool = False
) -> list[Order]:
    """Return these orders by id, with their refill and cancel requests."""
    by = orders.c.id.desc() if newest_first else orders.c.id
    return with_requests(
        connection, connection.execute(select(orders).where(which).order_by(by).limit(limit)).all()
    )


def with_requests(connection: Connection, rows: Sequence[Any]) -> list[Order]:
    """Return the orders in these rows, with what was asked of each since."""
    asked = _requests_of(connection, [row.id for row in rows])
    return [replace(order_of(row), requests=tuple(asked.get(row.id, ()))) for row in rows]


_REQUESTS = Prepared(select(request).where(among(request.c.order_id, "orders")))


def _requests_of(connection: Connection, order_ids: Sequence[int]) -> dict[int, list[Request]]:
    asked: dict[int, list[Request]] = {}
    found = _REQUESTS.all(connection, orders=numbers(order_ids)) if order_ids else ()
    for row in sorted(found, key=lambda row: int(row.id)):
        asked.setdefault(row.order_id, []).append(request_of(row))
    return asked


def request_of(row: Row[tuple[object, ...]]) -> Request:
    """Return the request in this row."""
    return Request(
        id=row.id,
        order_id=row.order_id,
        kind=RequestKind(row.kind),
        state=RequestState(row.state),
        asked_at=row.created_at,
        changed_at=row.changed_at,
        text=row.text,
        why=RefillRefusal(row.why) if row.why is not None else None,
        panel_refill_id=row.panel_refill_id,
    )


def order_of(row: Row[tuple[object, ...]]) -> Order:
    """Return the order in this row, without requests. Its cost may be newer than the card's."""
    terms = Terms.read(row.terms)
    return order_with(row, terms if row.cost_micro is None else replace(terms, cost_micro=row.cost_micro))


def followed(row: Row[Any]) -> Order:
    """Return the order for status tracking: of its terms only the figures and `runs`."""
    figures = Terms(
        service_id=row.service_id,
        service_name="",
        link="",
        quantity=row.quantity,
        fields={} if row.runs is None else {"runs": int(row.runs)},
        price_micro=row.price_micro,
        currency=row.currency,
        cost_micro=row.cost_micro or 0,
        per_post_micro=int(row.per_post_micro or 0),
        discount_micro=row.discount_micro,
    )
    return order_with(row, figures)


def order_with(row: Row[Any], terms: Terms) -> Order:
    """Return the order in this row, which need not have its terms, and has no requests."""
    return Order(
        id=row.id,
        person_id=row.person_id,
        panel=row.panel,
        terms=terms,
        state=OrderState(row.state),
        created_at=row.created_at,
        changed_at=row.changed_at,
        panel_order_id=row.panel_order_id,
        panel_word=row.panel_word,
        start_count=row.start_count,
        remains=row.remains,
        charge=row.charge,
        reason=Reason.read(row.reason),
        refunded_micro=row.refunded_micro,
        card_message_id=row.card_message_id,
        placed_at=row.placed_at,
        begun_at=row.begun_at,
        checked_at=row.checked_at,
        finished_at=row.finished_at,
        cost_here_micro=row.cost_here_micro,
        cost_currency=row.cost_currency,
        heard_at=row.heard_at,
        late_told_at=row.late_told_at,
        ask_at=row.ask_at,
        refund_held_at=row.refund_held_at,
        ended_by=row.ended_by,
        give_up_at=row.give_up_at,
        starts_at=row.starts_at,
        sent_service=row.sent_service,
        sent_number=row.sent_number,
        sent_most_micro=row.sent_most_micro,
        former_number=row.former_number,
    )
