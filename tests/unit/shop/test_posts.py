"""A subscription paid beforehand: which reports of an end give money back, and how much."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.ordering.order import Order, OrderState
from shop.ordering.status_tracking import follow
from shop.ordering.terms import Terms
from shop.replies import PanelState, StatusReport

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
POSTS, EACH = 10, 110_000
TERMS = Terms(
    service_id="7",
    service_name="Auto Likes",
    link="",
    quantity=POSTS,
    fields={"username": "ann", "posts": POSTS},
    price_micro=POSTS * EACH,
    currency="USD",
    per_post_micro=EACH,
)
ACTIVE = PanelState.IN_PROGRESS
ENDS = (
    PanelState.COMPLETED,
    PanelState.EXPIRED,
    PanelState.CANCELED,
    PanelState.REFUNDED,
    PanelState.PARTIAL,
)


def told(*reports: tuple[PanelState, int | None]) -> tuple[Order, list[str]]:
    """Return the order after these reports, one a minute, and the alerts on the way."""
    order = Order(1, 101, "main", TERMS, OrderState.PENDING, NOON, NOON, panel_order_id="5")
    alerts = []
    for n, (state, posts) in enumerate(reports):
        change = follow(
            order, StatusReport(state, state.name.title(), posts=posts), NOON + (n + 1) * (LATER - NOON)
        )
        order = change.after
        alerts += [change.alert] if change.alert else []
    return order, alerts


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("served", [0, 1, 9])
def test_what_did_not_come_goes_back_exactly_whatever_the_end_is_called(end: PanelState, served: int) -> None:
    order, alerts = told((ACTIVE, 0), (ACTIVE, served), (end, served))
    assert (order.refunded_micro, alerts) == ((POSTS - served) * EACH, [])
    assert order.delivered == served


def test_while_it_runs_nothing_goes_back_and_its_posts_show() -> None:
    order, alerts = told((ACTIVE, 0), (PanelState.PAUSED, 4))
    assert (order.refunded_micro, order.delivered, alerts) == (0, 4, [])


@pytest.mark.parametrize("posts", [POSTS, None])
def test_one_that_is_completed_is_paid(posts: int | None) -> None:
    order, alerts = told((ACTIVE, 0), (PanelState.COMPLETED, posts))
    assert (order.refunded_micro, alerts) == (0, [])


@pytest.mark.parametrize("end", [one for one in ENDS if one is not PanelState.COMPLETED])
@pytest.mark.parametrize(
    "reports",
    [
        (None, None),  # it says nothing of posts
        (POSTS, POSTS),  # how many were ordered
        (POSTS, 3),  # it counts down
        (6, 3),  # it counts down, and the first report came late
        (None, 3),  # no count before, from which it could have risen
        (0, POSTS + 1),  # more than there can be
    ],
)
def test_what_is_not_certain_moves_no_money_and_is_the_operators(
    end: PanelState, reports: tuple[int | None, int | None]
) -> None:
    running, ended = reports
    order, alerts = told((ACTIVE, running), (end, ended), (end, ended))
    assert (order.refunded_micro, alerts) == (0, ["posts_unclear"])


def test_one_that_counts_down_to_its_completion_gives_nothing_back() -> None:
    order, alerts = told((ACTIVE, POSTS), (ACTIVE, 4), (PanelState.COMPLETED, 0))
    assert (order.refunded_micro, alerts) == (0, ["posts_unclear"])


def test_one_that_was_canceled_before_any_post_comes_back_whole() -> None:
    order, alerts = told((PanelState.CANCELED, 0))
    assert (order.refunded_micro, alerts) == (POSTS * EACH, [])


def test_what_went_back_is_never_taken_back_and_never_grows_by_a_lower_count() -> None:
    order, alerts = told((ACTIVE, 0), (ACTIVE, 5), (PanelState.EXPIRED, 5), (PanelState.EXPIRED, 7))
    assert (order.refunded_micro, alerts) == (5 * EACH, [])
    order, alerts = told((ACTIVE, 0), (ACTIVE, 5), (PanelState.EXPIRED, 5), (PanelState.EXPIRED, 0))
    assert order.refunded_micro == 5 * EACH


def test_one_that_goes_on_after_money_went_back_is_told() -> None:
    _, alerts = told((ACTIVE, 0), (ACTIVE, 5), (PanelState.EXPIRED, 5), (ACTIVE, 5))
    assert alerts == ["refund_undone"]
