"""What must always be true of the rows: each promise with the query that counts what breaks it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)

from shop.order import AT_WORK, FINISHED
from storage.counting import Invariant, count, differ
from storage.inquiry_invariants import given_up, of_inquiries
from storage.money_invariants import of_money
from storage.tables import attempt, broadcast, confirm, draft, orders, outbox, request

IN_FLIGHT_FOR = timedelta(minutes=5)
"""A call to the panel has 45 seconds in all; what is under way for longer was forgotten."""

SENT = ("pending", "processing", "in_progress", "completed", "partial", "canceled")


def invariants(now: datetime) -> list[Invariant]:
    """Every promise that applies, as of `now`."""
    return [
        *of_money(),
        *_of_attempts(),
        *_of_orders(),
        *of_inquiries(now),
        *_of_time(now),
        *_of_buttons(),
        *_of_notices(),
        *_of_broadcasts(),
    ]


def _of_attempts() -> Iterator[Invariant]:
    """Exactly once: what was possibly sent is told by the attempts, and the orders agree."""
    state = orders.c.state
    possibly_sent = attempt.c.outcome != "not_sent"
    twice = select(attempt.c.order_id).where(possibly_sent).group_by(attempt.c.order_id)
    gaps = select(attempt.c.order_id).group_by(attempt.c.order_id)
    yield Invariant("attempt-once", "no order was possibly sent twice", count(twice.having(func.count() > 1)))
    yield Invariant(
        "attempts-kept",
        "no attempt was ever deleted",
        count(gaps.having(func.max(attempt.c.n) != func.count())),
    )
    yield Invariant(
        "accepted-is-placed",
        "exactly the orders at the panel have an accepted attempt",
        _orders(differ(state.in_(SENT), _has("accepted"))),
    )
    yield Invariant(
        "rejected-has-answer",
        "exactly the rejected orders have an attempt the panel refused",
        _orders(differ(state == "rejected", _has("rejected"))),
    )
    yield Invariant(
        "unknown-has-attempt",
        "exactly the orders that are or stayed unconfirmed have an attempt whose answer was lost",
        _orders(differ(or_(state == "unknown", given_up()), _has("unknown"))),
    )
    yield Invariant(
        "submitting-is-open",
        "exactly the orders in flight have an open attempt",
        _orders(differ(state == "submitting", _has("open"))),
    )


def _of_orders() -> Iterator[Invariant]:
    state = orders.c.state
    same_id = select(orders.c.panel_order_id).where(orders.c.panel_order_id.is_not(None))
    same_id = same_id.group_by(orders.c.panel, orders.c.panel_order_id)
    yield Invariant(
        "panel-id-once", "no two orders share a panel's id", count(same_id.having(func.count() > 1))
    )
    yield Invariant(
        "placed-has-id",
        "exactly the orders at the panel have its id and the time they were placed",
        _orders(
            differ(state.in_(SENT), orders.c.panel_order_id.is_not(None))
            | differ(state.in_(SENT), orders.c.placed_at.is_not(None))
        ),
    )
    yield Invariant(
        "finished-is-dated",
        "exactly the orders that have ended have the time of their end",
        _orders(differ(state.in_(FINISHED), orders.c.finished_at.is_not(None))),
    )
    forgotten = and_(state.in_(AT_WORK), orders.c.panel_order_id.is_not(None), orders.c.ask_at.is_(None))
    yield Invariant(
        "at-work-is-asked",
        "the panel is asked about every order at work",
        _orders(forgotten),
        stops=False,
    )
    yield Invariant(
        "remains-in-range",
        "what remains of an order is from 0 to its quantity",
        _orders((orders.c.remains < 0) | (orders.c.remains > orders.c.quantity)),
    )
    yield Invariant(
        "request-of-placed",
        "refill and cancel were only asked for orders the panel has",
        count(
            select(request.c.id)
            .join(orders, orders.c.id == request.c.order_id)
            .where(orders.c.panel_order_id.is_(None))
        ),
    )


def _of_time(now: datetime) -> Iterator[Invariant]:
    long_ago = now - IN_FLIGHT_FOR
    yield Invariant(
        "submitting-is-fresh",
        "no order is in flight longer than five minutes",
        _orders((orders.c.state == "submitting") & (orders.c.changed_at < long_ago)),
        stops=False,
    )
    yield Invariant(
        "sending-is-fresh",
        "no refill or cancel is being asked for longer than five minutes",
        count(
            select(request.c.id).where(request.c.state == "sending", request.c.changed_at < long_ago),
        ),
        stops=False,
    )


def _of_buttons() -> Iterator[Invariant]:
    """The price confirmed is the price charged, and nobody's button makes another's order."""
    button_of_order = orders.c.confirm_token == confirm.c.token
    price = cast(orders.c.terms["price_micro"].as_string(), BigInteger)
    yield Invariant(
        "token-once",
        "every used confirm button made an order",
        count(
            select(confirm.c.token)
            .outerjoin(orders, button_of_order)
            .where(confirm.c.used_at.is_not(None), orders.c.id.is_(None))
        ),
    )
    yield Invariant(
        "order-has-token",
        "every order comes from a confirm button that was used",
        count(
            select(orders.c.id).outerjoin(confirm, button_of_order).where(confirm.c.used_at.is_(None)),
        ),
    )
    yield Invariant(
        "order-as-confirmed",
        "every order is its person's own, with the terms and the price that were confirmed",
        count(
            select(orders.c.id)
            .join(confirm, button_of_order)
            .where(
                or_(
                    orders.c.person_id != confirm.c.person_id,
                    cast(orders.c.terms, Text) != cast(confirm.c.terms, Text),
                    orders.c.price_micro != price,
                    orders.c.service_id != orders.c.terms["service_id"].as_string(),
                )
            )
        ),
    )
    yield Invariant(
        "button-has-draft",
        "every confirm button that can be tapped belongs to its person's draft",
        count(
            select(confirm.c.token)
            .outerjoin(
                draft, and_(draft.c.id == confirm.c.draft_id, draft.c.person_id == confirm.c.person_id)
            )
            .where(confirm.c.used_at.is_(None), draft.c.id.is_(None))
        ),
    )


def _of_notices() -> Iterator[Invariant]:
    number = cast(orders.c.id, String)
    owed = select(outbox.c.dedupe_key)
    by_itself = or_(
        orders.c.state == "rejected",
        and_(orders.c.state == "voided", func.coalesce(orders.c.reason, "") != "withdrawn"),
    )
    yield Invariant(
        "card-owed",
        "every order has a card, sent or owed",
        _orders(orders.c.card_message_id.is_(None) & (literal("card:") + number).not_in(owed)),
        stops=False,
    )
    yield Invariant(
        "end-told",
        "whose order was refused or given back has been told, or will be",
        _orders(by_itself & (literal("finished:") + number + ":" + orders.c.state + ":once").not_in(owed)),
        stops=False,
    )


def _of_broadcasts() -> Iterator[Invariant]:
    letters = func.count(outbox.c.id)
    pending = func.count(case((outbox.c.state == "pending", 1)))
    started = (
        select(broadcast.c.id)
        .outerjoin(outbox, outbox.c.broadcast_id == broadcast.c.id)
        .where(broadcast.c.state.in_(("sending", "stopped", "done")))
        .group_by(broadcast.c.id, broadcast.c.total, broadcast.c.state)
    )
    yield Invariant(
        "broadcast-to-all",
        "every broadcast has a letter for each person it was meant for",
        count(started.having(letters != broadcast.c.total)),
        stops=False,
    )
    yield Invariant(
        "broadcast-over",
        "of a broadcast that is over nothing waits to be sent",
        count(started.having(and_(broadcast.c.state != "sending", pending > 0))),
        stops=False,
    )


def _has(outcome: str) -> ColumnElement[bool]:
    return orders.c.id.in_(select(attempt.c.order_id).where(attempt.c.outcome == outcome))


def _orders(where: ColumnElement[bool]) -> Select[int]:
    return select(func.count()).select_from(orders).where(where)
