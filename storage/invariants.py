"""What must always be true of the rows: each promise with the query that counts what breaks it."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    String,
    Text,
    and_,
    case,
    cast,
    exists,
    false,
    func,
    literal,
    or_,
    select,
)

from shop.ordering.order import AT_WORK, FINISHED
from shop.ordering.reason import ReasonKind
from storage.core.columns import fixed
from storage.counting import WHOLE, Invariant, Scope, count, differ
from storage.ledger.invariants import of_money
from storage.messages.tables import broadcast, outbox
from storage.orders.tables import attempt, confirm, draft, orders, request, request_under_way
from storage.reconciliation.invariants import of_inquiries
from storage.reconciliation.tables import inquiry

IN_FLIGHT_FOR = timedelta(minutes=5)
"""A call to the panel has 45 seconds in all; what is under way for longer was forgotten."""

TOLD_LATELY = timedelta(hours=24)
"""How long it is looked after that people were told of an end. Sent letters are not kept for ever."""

SENT = ("pending", "processing", "in_progress", "completed", "partial", "canceled")


def invariants(now: datetime, scope: Scope = WHOLE) -> list[Invariant]:
    """Every promise that applies, as of `now`, to the rows in `scope`.

    A few are only put to the whole: what they look for, the database itself refuses, or it is in rows
    that have no number of their own. No query may use IN or NOT IN on a set that grows: PostgreSQL keeps
    such a set in memory, and beyond that reads all of it for each row.
    """
    return [
        *of_money(scope),
        *_of_attempts(scope),
        *_of_orders(scope),
        *of_inquiries(now, scope),
        *_of_time(now),
        *_of_buttons(scope),
        *_of_notices(now, scope),
        *_of_broadcasts(now),
    ]


def _of_attempts(scope: Scope) -> Iterator[Invariant]:
    """Exactly once: what was possibly sent is told by the attempts, and the orders agree."""
    state = orders.c.state
    possibly_sent = attempt.c.outcome != "not_sent"
    mine = scope.orders(attempt.c.order_id)
    twice = select(attempt.c.order_id).where(possibly_sent, mine).group_by(attempt.c.order_id)
    gaps = select(attempt.c.order_id).where(mine).group_by(attempt.c.order_id)
    yield Invariant("attempt-once", "no order was possibly sent twice", count(twice.having(func.count() > 1)))
    yield Invariant(
        "attempts-kept",
        "no attempt was ever deleted",
        count(gaps.having(func.max(attempt.c.n) != func.count())),
    )
    yield Invariant(
        "accepted-is-placed",
        "exactly the orders at the panel have an accepted attempt",
        _with_attempts(state.in_(SENT), "accepted", scope),
    )
    yield Invariant(
        "rejected-has-answer",
        "exactly the rejected orders have an attempt the panel refused",
        _with_attempts(state == "rejected", "rejected", scope),
    )
    # Their answer was lost for good: nobody ever got to hear it.
    given_up = func.coalesce(inquiry.c.verdict == "voided", false())
    yield Invariant(
        "unknown-has-attempt",
        "exactly the orders that are or stayed unconfirmed have an attempt whose answer was lost",
        _with_attempts(or_(state == "unknown", given_up), "unknown", scope),
    )
    yield Invariant(
        "submitting-is-open",
        "exactly the orders in flight have an open attempt",
        _with_attempts(state == "submitting", "open", scope),
    )


def _of_orders(scope: Scope) -> Iterator[Invariant]:
    state = orders.c.state
    same_id = select(orders.c.panel_order_id).where(orders.c.panel_order_id.is_not(None))
    same_id = same_id.group_by(orders.c.panel, orders.c.panel_order_id)
    if scope.is_whole:
        yield Invariant(
            "panel-id-once", "no two orders share a panel's id", count(same_id.having(func.count() > 1))
        )
    yield Invariant(
        "placed-has-id",
        "exactly the orders at the panel have its id and the time they were placed",
        _orders(
            differ(state.in_(SENT), orders.c.panel_order_id.is_not(None))
            | differ(state.in_(SENT), orders.c.placed_at.is_not(None)),
            scope,
        ),
    )
    yield Invariant(
        "finished-is-dated",
        "exactly the orders that have ended have the time of their end",
        _orders(differ(state.in_(FINISHED), orders.c.finished_at.is_not(None)), scope),
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
        _orders((orders.c.remains < 0) | (orders.c.remains > orders.c.quantity), scope),
    )
    yield Invariant(
        "request-of-placed",
        "refill and cancel were only asked for orders the panel has",
        count(
            select(request.c.id)
            .join(orders, orders.c.id == request.c.order_id)
            .where(orders.c.panel_order_id.is_(None), scope.orders(request.c.order_id))
        ),
    )


def _of_time(now: datetime) -> Iterator[Invariant]:
    long_ago = now - IN_FLIGHT_FOR
    yield Invariant(
        "submitting-is-fresh",
        "no order is in flight longer than five minutes",
        _orders((orders.c.state == fixed("submitting")) & (orders.c.changed_at < long_ago)),
        stops=False,
    )
    yield Invariant(
        "sending-is-fresh",
        "no refill or cancel is being asked for longer than five minutes",
        count(
            select(request.c.id)
            .where(request_under_way, request.c.state == "sending")
            .where(request.c.changed_at < long_ago),
        ),
        stops=False,
    )


def _of_buttons(scope: Scope) -> Iterator[Invariant]:
    """The price confirmed is the price charged, and nobody's button makes another's order."""
    button_of_order = orders.c.confirm_token == confirm.c.token
    written = cast(orders.c.terms, Text)
    # Terms are looked into as text: PostgreSQL ends the whole query where one row's JSON has a NUL in it.
    price = literal('%"price_micro": ') + cast(orders.c.price_micro, String) + literal(",%")
    is_risky = or_(*(written.contains(mark, autoescape=True) for mark in (r"\u0000", r"\ud")))
    service = case((is_risky, orders.c.service_id), else_=orders.c.terms["service_id"].as_string())
    if scope.is_whole:
        yield Invariant(
            "token-once",
            "every used confirm button made an order",
            count(
                select(confirm.c.token)
                .outerjoin(orders, button_of_order)
                .where(confirm.c.used_at.is_not(None), orders.c.id.is_(None))
            ),
        )
    is_gone = orders.c.confirm_gone_at.is_not(None)  # tidied away, long after the order's end
    yield Invariant(
        "order-has-token",
        "every order comes from a confirm button that was used",
        count(
            select(orders.c.id)
            .outerjoin(confirm, button_of_order)
            .where(scope.orders(orders.c.id))
            .where(
                or_(differ(confirm.c.token.is_(None), is_gone), and_(confirm.c.used_at.is_(None), ~is_gone))
            ),
        ),
    )
    yield Invariant(
        "order-as-confirmed",
        "every order is its person's own, with the terms and the price that were confirmed",
        count(
            select(orders.c.id)
            .outerjoin(confirm, button_of_order)  # where it is gone, the order is held against its own terms
            .where(scope.orders(orders.c.id))
            .where(
                or_(
                    orders.c.person_id != confirm.c.person_id,
                    written != cast(confirm.c.terms, Text),
                    written.not_like(price),
                    orders.c.service_id != service,
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


def _of_notices(now: datetime, scope: Scope) -> Iterator[Invariant]:
    number, lately = cast(orders.c.id, String), orders.c.finished_at > now - TOLD_LATELY

    def owed(key: ColumnElement[str]) -> ColumnElement[bool]:
        return exists().where(outbox.c.dedupe_key == key)

    by_itself = or_(
        orders.c.state == "rejected",
        and_(orders.c.state == "voided", func.coalesce(orders.c.reason, "") != ReasonKind.WITHDRAWN),
    )
    yield Invariant(
        "card-owed",
        "every order has a card, sent or owed",
        _orders(orders.c.card_message_id.is_(None) & ~owed(literal("card:") + number), scope),
        stops=False,
    )
    yield Invariant(
        "end-told",
        "whose order was refused or given back has been told, or will be",
        _orders(
            by_itself & lately & ~owed(literal("finished:") + number + ":" + orders.c.state + ":once"), scope
        ),
        stops=False,
    )


def _of_broadcasts(now: datetime) -> Iterator[Invariant]:
    lately = or_(broadcast.c.finished_at.is_(None), broadcast.c.finished_at > now - TOLD_LATELY)
    letters = func.count(outbox.c.id)
    pending = func.count(case((outbox.c.state == "pending", 1)))
    started = (
        select(broadcast.c.id)
        .outerjoin(outbox, outbox.c.broadcast_id == broadcast.c.id)
        .where(broadcast.c.state.in_(("sending", "stopped", "done")), lately)
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


def _with_attempts(state: ColumnElement[bool], outcome: str, scope: Scope) -> Select[int]:
    """Orders in `state` without an attempt that ended so, and the other way round, in one pass."""
    times = func.count(case((attempt.c.outcome == outcome, 1))).label("times")
    tried = select(attempt.c.order_id, times).where(scope.orders(attempt.c.order_id))
    tries = tried.group_by(attempt.c.order_id).subquery()
    every = orders.outerjoin(tries, tries.c.order_id == orders.c.id)
    every = every.outerjoin(inquiry, inquiry.c.order_id == orders.c.id)
    has = func.coalesce(tries.c.times, 0) > 0
    return select(func.count()).select_from(every).where(differ(state, has), scope.orders(orders.c.id))


def _orders(where: ColumnElement[bool], scope: Scope = WHOLE) -> Select[int]:
    return select(func.count()).select_from(orders).where(where, scope.orders(orders.c.id))
