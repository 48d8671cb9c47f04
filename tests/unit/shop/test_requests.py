"""How long a refill or cancel request is tried, and how one without news ends."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.ordering.order import Order, OrderState
from shop.ordering.refills_and_cancels import (
    LEFT_UNASKED,
    LEFT_UNHEARD,
    LONGEST_WAIT,
    NO_NEWS,
    SHORTEST_WAIT,
    TRIED_FOR,
    end_left_behind,
    end_without_news,
    next_try,
)
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.terms import Terms

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TERMS = Terms("77", "Likes", "https://instagram.com/p/a", 1000, {}, 900_000, "USD", asks_quantity=True)
ORDER = Order(5, 7, "main", TERMS, OrderState.RESERVED, NOON, NOON, panel_order_id="23501")
REFILL = Request(41, 5, RequestKind.REFILL, RequestState.SENDING, NOON, NOON)


@pytest.mark.parametrize(
    ("waited", "retry_after", "wait"),
    [
        (timedelta(0), None, SHORTEST_WAIT),
        (SHORTEST_WAIT + SECOND, None, SHORTEST_WAIT + SECOND),
        (LONGEST_WAIT + SECOND, None, LONGEST_WAIT),
        (timedelta(0), 4.0, SHORTEST_WAIT),
        (timedelta(0), 6.0, timedelta(seconds=6)),
        (LONGEST_WAIT, 900.0, timedelta(seconds=900)),
        (TRIED_FOR - SECOND, None, LONGEST_WAIT),
        (TRIED_FOR, None, None),
        (TRIED_FOR, 1.0, None),
    ],
)
def test_a_request_is_tried_later_and_later_and_then_given_up(
    waited: timedelta, retry_after: float | None, wait: timedelta | None
) -> None:
    found = next_try(NOON - waited, NOON, retry_after)
    assert found == (None if wait is None else NOON + wait)


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("state", OrderState)
def test_a_request_without_news_ends_as_its_order_shows(kind: RequestKind, state: OrderState) -> None:
    """A refill shows in an order that ended since; a cancellation in one that ended early."""
    refilled = {
        OrderState.PENDING: None,
        OrderState.PROCESSING: None,
        OrderState.IN_PROGRESS: None,
        OrderState.COMPLETED: (RequestState.DONE, ""),
        OrderState.PARTIAL: (RequestState.DONE, ""),
    }
    canceled = {
        OrderState.CANCELED: (RequestState.DONE, ""),
        OrderState.PARTIAL: (RequestState.DONE, ""),
        OrderState.COMPLETED: (RequestState.REJECTED, ""),
    }
    ends = refilled if kind is RequestKind.REFILL else canceled
    order = replace(ORDER, state=state, changed_at=NOON + SECOND)
    wanted = ends.get(state, (RequestState.REFUSED, NO_NEWS))
    assert end_without_news(replace(REFILL, kind=kind), order, NOON) == wanted


def test_an_order_that_ended_before_the_refill_was_asked_for_shows_no_refill() -> None:
    order = replace(ORDER, state=OrderState.COMPLETED, changed_at=NOON)
    assert end_without_news(REFILL, order, NOON) == (RequestState.REFUSED, NO_NEWS)


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("state", OrderState)
def test_at_a_supplier_that_left_each_request_ends_and_nothing_unheard_is_claimed(
    kind: RequestKind, state: OrderState
) -> None:
    order = replace(ORDER, state=state, changed_at=NOON + SECOND)
    unasked = replace(REFILL, kind=kind, state=RequestState.ASKING)
    assert end_left_behind(unasked, order, NOON) == (RequestState.REFUSED, LEFT_UNASKED)
    sent = replace(REFILL, kind=kind, state=RequestState.REQUESTED)
    shown = end_without_news(sent, order, NOON)
    known = shown is not None and shown[0] is not RequestState.REFUSED
    assert end_left_behind(sent, order, NOON) == (shown if known else (RequestState.REFUSED, LEFT_UNHEARD))
