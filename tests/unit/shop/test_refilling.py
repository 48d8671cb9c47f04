"""When a refill can be asked for: what a name promises, and how requests stand."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast

import pytest

from shop.errors import ShopError
from shop.ordering.order import Order, OrderState
from shop.ordering.refilling import Refilling, RefillStanding, ask_refill, days_promised, refill_standing
from shop.ordering.refills_and_cancels import NO_ANSWER, NO_NEWS, Requests
from shop.ordering.request import Request, RequestKind, RequestState
from shop.ordering.terms import Terms
from shop.replies import RefillRefusal

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TERMS = Terms("7", "Likes", "https://instagram.com/p/a", 100, {}, 1000, "USD")
DONE = Order(
    id=1,
    person_id=2,
    panel="main",
    terms=TERMS,
    state=OrderState.COMPLETED,
    created_at=NOON - DAY,
    changed_at=NOON,
    panel_order_id="9",
    finished_at=NOON,
)


def asked(state: RequestState, after: timedelta = HOUR, **more: object) -> Request:
    """Return a refill that was asked for at that time after the end, and answered an hour later."""
    asked_at = NOON + after
    request = Request(3, 1, RequestKind.REFILL, state, asked_at=asked_at, changed_at=asked_at + HOUR)
    return replace(request, **more)  # type: ignore[arg-type]  # any field


def named(name: str) -> Order:
    return replace(DONE, terms=replace(TERMS, service_name=name))


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("Instagram Followers | HQ | R30", 30),
        ("Followers [R60] [Max 1M]", 60),
        ("Followers AR30", 30),
        ("Followers ~ R365 ~ 50k/Day", 365),
        ("Followers | 30 Days Refill", 30),
        ("Followers | 30D Refill ♻️", 30),
        ("Followers | 30-day refill", 30),
        ("Followers · Refill 30 days", 30),
        ("Followers [Refill: 30 Days]", 30),
        ("Followers | R30 | 30 Days Refill", 30),
        ("Подписчики | гарантия 30 дней", 30),
        ("Followers | R30 | 60 Days Refill", None),
        ("Followers | Lifetime Refill ♻️", None),
        ("Followers | Refill", None),
        ("Followers | No Refill ⚠️", None),
        ("Followers | R0", None),
        ("Followers | 24H | 0-15 Min Start", None),
        ("Watch Time 30 days delivery", None),
        ("FR30 HR30x R30K", None),
        ("Refill button, 100 days old accounts", None),
        ("", None),
    ],
)
def test_days_are_read_from_names_and_never_invented(name: str, days: int | None) -> None:
    assert days_promised(name) == days


def test_what_was_not_delivered_cannot_be_refilled() -> None:
    partial = replace(DONE, state=OrderState.PARTIAL, remains=100)
    assert refill_standing(partial, NOON + HOUR).what is Refilling.NOT_NOW
    for remains in (99, None):
        assert refill_standing(replace(partial, remains=remains), NOON + HOUR).can_ask


@pytest.mark.parametrize("state", set(OrderState) - {OrderState.COMPLETED, OrderState.PARTIAL})
def test_before_the_end_there_is_nothing_to_refill(state: OrderState) -> None:
    assert refill_standing(replace(DONE, state=state), NOON).what is Refilling.NOT_NOW


def test_without_a_promise_it_is_open_without_an_end() -> None:
    assert refill_standing(DONE, NOON + 1000 * DAY) == RefillStanding(Refilling.OPEN)


def test_a_promise_ends() -> None:
    order, end = named("Likes R30"), NOON + 30 * DAY
    assert refill_standing(order, end - HOUR) == RefillStanding(Refilling.OPEN, end)
    assert refill_standing(order, end) == RefillStanding(Refilling.OVER, end)


def test_a_second_end_after_a_refill_does_not_prolong_the_promise() -> None:
    again = replace(named("Likes R30"), finished_at=NOON + 20 * DAY, requests=(asked(RequestState.DONE),))
    assert refill_standing(again, NOON + 25 * DAY).at == NOON + HOUR + 30 * DAY


@pytest.mark.parametrize(("refill", "has_refill"), [(False, True), (True, False), (None, False)])
def test_a_service_without_refills_never_has_one(*, refill: bool | None, has_refill: bool) -> None:
    order = replace(DONE, terms=replace(TERMS, refill=refill))
    assert refill_standing(order, NOON, has_refill=has_refill).what is Refilling.NEVER
    refused = replace(DONE, requests=(asked(RequestState.REFUSED, why=RefillRefusal.SERVICE),))
    assert refill_standing(refused, NOON + 9 * DAY).what is Refilling.NEVER


@pytest.mark.parametrize(
    "state",
    [RequestState.ASKING, RequestState.SENDING, RequestState.REQUESTED, RequestState.UNCLEAR],
)
def test_while_it_is_under_way_it_cannot_be_asked_for(state: RequestState) -> None:
    order = replace(DONE, requests=(asked(state),))
    assert refill_standing(order, NOON + 9 * DAY) == RefillStanding(Refilling.ASKED, NOON + HOUR)


@pytest.mark.parametrize("state", [RequestState.DONE, RequestState.REJECTED, RequestState.REFUSED])
def test_for_a_day_after_the_answer_it_rests(state: RequestState) -> None:
    order, again = replace(DONE, requests=(asked(state),)), NOON + 2 * HOUR + DAY
    assert refill_standing(order, NOON + 3 * HOUR) == RefillStanding(Refilling.RESTING, again)
    assert refill_standing(order, again) == RefillStanding(Refilling.OPEN)
    assert refill_standing(order, NOON).can_ask, "the clock was set back"


def test_a_rest_that_lasts_beyond_the_promise_is_its_end() -> None:
    answered = asked(RequestState.DONE, 29 * DAY + 2 * HOUR)
    order = replace(named("Likes R30"), requests=(answered,))
    assert refill_standing(order, NOON + 29 * DAY + 4 * HOUR) == RefillStanding(Refilling.OVER)


@pytest.mark.parametrize("text", [NO_ANSWER, NO_NEWS])
def test_what_nobody_answered_may_be_asked_again_at_once(text: str) -> None:
    order = replace(DONE, requests=(asked(RequestState.REFUSED, text=text),))
    assert refill_standing(order, NOON + 3 * HOUR).can_ask


def test_where_the_time_is_said_to_be_over_it_is() -> None:
    order = replace(DONE, requests=(asked(RequestState.REFUSED, why=RefillRefusal.OVER),))
    assert refill_standing(order, NOON + 9 * DAY) == RefillStanding(Refilling.OVER)


@pytest.mark.parametrize(
    ("order", "has_refill", "key"),
    [
        (replace(DONE, state=OrderState.IN_PROGRESS), True, "refill_not_now"),
        (DONE, False, "refill_never"),
        (replace(DONE, requests=(asked(RequestState.REQUESTED),)), True, "request_under_way"),
        (replace(DONE, requests=(asked(RequestState.DONE),)), True, "refill_resting"),
        (replace(DONE, requests=(asked(RequestState.REFUSED, why=RefillRefusal.OVER),)), True, "refill_over"),
    ],
)
def test_a_refill_that_cannot_be_asked_for_is_refused_with_its_reason(
    order: Order, key: str, *, has_refill: bool
) -> None:
    nobody = cast("Requests", None)  # it is refused before anything is stored
    with pytest.raises(ShopError) as refused:
        asyncio.run(ask_refill(nobody, order, NOON + 3 * HOUR, has_refill=has_refill))
    assert refused.value.key == key
