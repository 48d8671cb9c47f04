"""What must always be true of orders, their attempts, their requests and their confirm cards."""

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
    false,
    func,
    literal,
    or_,
    select,
)

from shop.ordering.order import AT_PANEL, AT_WORK, FINISHED, OrderState
from shop.ordering.place import AttemptOutcome
from shop.ordering.request import RequestState
from shop.reconciliation.case import Resolution
from storage.core.columns import fixed
from storage.counting import Invariant, Scope, count, count_orders, differ
from storage.orders.tables import (
    attempt,
    confirm,
    draft,
    order_has_former_number,
    order_taken_back,
    orders,
    request,
    request_under_way,
)
from storage.reconciliation.tables import inquiry

IN_FLIGHT_FOR = timedelta(minutes=5)
"""A call to the panel takes 45 seconds at most; a row in flight for longer was forgotten."""


def of_orders(now: datetime, scope: Scope) -> Iterator[Invariant]:
    """Return the invariants of attempts, states, times and confirm buttons."""
    yield from _of_attempts(scope)
    yield from _of_orders(scope)
    yield from _of_time(now)
    yield from _of_buttons(scope)


def _of_attempts(scope: Scope) -> Iterator[Invariant]:
    """Exactly once: the attempts say what was possibly sent, and the orders agree."""
    state = orders.c.state
    possibly_sent = attempt.c.outcome != AttemptOutcome.NOT_SENT
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
        _with_attempts(state.in_(AT_PANEL), AttemptOutcome.ACCEPTED, scope),
    )
    yield Invariant(
        "rejected-has-answer",
        "exactly the rejected orders have an attempt the panel refused",
        _with_attempts(state == OrderState.REJECTED, AttemptOutcome.REJECTED, scope),
    )
    # Their answer was lost for good.
    given_up = func.coalesce(inquiry.c.verdict == Resolution.VOIDED, false())
    yield Invariant(
        "unknown-has-attempt",
        "exactly the orders that are or stayed unconfirmed have an attempt whose answer was lost",
        _with_attempts(or_(state == OrderState.UNKNOWN, given_up), AttemptOutcome.UNKNOWN, scope),
    )
    yield Invariant(
        "submitting-is-open",
        "exactly the orders in flight have an open attempt",
        _with_attempts(state == OrderState.SUBMITTING, AttemptOutcome.OPEN, scope),
    )


def _of_orders(scope: Scope) -> Iterator[Invariant]:
    state = orders.c.state
    same_id = select(orders.c.panel_order_id).where(orders.c.panel_order_id.is_not(None))
    same_id = same_id.group_by(orders.c.panel, orders.c.panel_order_id)
    lost = or_(order_taken_back, order_has_former_number)
    if scope.is_whole:
        yield Invariant(
            "panel-id-once", "no two orders share a panel's id", count(same_id.having(func.count() > 1))
        )
    yield Invariant(
        "placed-has-id",
        "exactly the orders at the panel have its id, if that was not lost, and the time they were placed",
        count_orders(
            (differ(state.in_(AT_PANEL), orders.c.panel_order_id.is_not(None)) & ~lost)
            | differ(state.in_(AT_PANEL), orders.c.placed_at.is_not(None)),
            scope,
        ),
    )
    yield Invariant(
        "finished-is-dated",
        "exactly the orders that have ended have the time of their end",
        count_orders(differ(state.in_(FINISHED), orders.c.finished_at.is_not(None)), scope),
    )
    forgotten = and_(state.in_(AT_WORK), orders.c.panel_order_id.is_not(None), orders.c.ask_at.is_(None))
    yield Invariant(
        "at-work-is-asked",
        "the panel is asked about every order at work",
        count_orders(forgotten),
        stops=False,
    )
    held = or_(
        orders.c.panel_order_id.is_not(None), orders.c.finished_at.is_(None), orders.c.ask_at.is_not(None)
    )
    yield Invariant(
        "former-number-of-ended",
        "an order whose number is another one's now has ended, and the panel is not asked about it",
        count_orders(and_(order_has_former_number, held)),
        stops=False,
    )
    waits = differ(orders.c.starts_at.is_(None), orders.c.give_up_at.is_not(None))
    yield Invariant(
        "waits-for-one-thing",
        "an order that was not sent waits for its own start, or has a time at which it is refunded",
        count_orders(and_(state == fixed(OrderState.RESERVED), waits)),
        stops=False,
    )
    yield Invariant(
        "remains-in-range",
        "what remains of an order is from 0 to its quantity",
        count_orders((orders.c.remains < 0) | (orders.c.remains > orders.c.quantity), scope),
    )
    yield Invariant(
        "request-of-placed",
        "refill and cancel were only asked for orders the panel has",
        count(
            select(request.c.id)
            .join(orders, orders.c.id == request.c.order_id)
            .where(orders.c.panel_order_id.is_(None), ~lost, scope.orders(request.c.order_id))
        ),
    )


def _of_time(now: datetime) -> Iterator[Invariant]:
    long_ago = now - IN_FLIGHT_FOR
    yield Invariant(
        "submitting-is-fresh",
        "no order is in flight longer than five minutes",
        count_orders((orders.c.state == fixed(OrderState.SUBMITTING)) & (orders.c.changed_at < long_ago)),
        stops=False,
    )
    yield Invariant(
        "sending-is-fresh",
        "no refill or cancel is being asked for longer than five minutes",
        count(
            select(request.c.id)
            .where(request_under_way, request.c.state == RequestState.SENDING)
            .where(request.c.changed_at < long_ago),
        ),
        stops=False,
    )


def _of_buttons(scope: Scope) -> Iterator[Invariant]:
    """The price confirmed is the price charged, and nobody's button makes another person's order."""
    button_of_order = orders.c.confirm_token == confirm.c.token
    written = cast(orders.c.terms, Text)
    # Compare terms as text: PostgreSQL fails the whole query if one row's JSON contains a NUL.
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
            .outerjoin(confirm, button_of_order)  # card gone: compare the order's own terms
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


def _with_attempts(state: ColumnElement[bool], outcome: AttemptOutcome, scope: Scope) -> Select[int]:
    """Count orders in `state` without an attempt of that outcome, and vice versa, in one pass."""
    times = func.count(case((attempt.c.outcome == outcome, 1))).label("times")
    tried = select(attempt.c.order_id, times).where(scope.orders(attempt.c.order_id))
    tries = tried.group_by(attempt.c.order_id).subquery()
    every = orders.outerjoin(tries, tries.c.order_id == orders.c.id)
    every = every.outerjoin(inquiry, inquiry.c.order_id == orders.c.id)
    has = func.coalesce(tries.c.times, 0) > 0
    return select(func.count()).select_from(every).where(differ(state, has), scope.orders(orders.c.id))
