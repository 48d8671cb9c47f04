"""When orders are asked about, and which reports are no news."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import example, given
from hypothesis import strategies as st

from shop.ordering.due import SELDOM, YOUNG, Quiet, Unchanged, ask_again, says_the_same
from shop.ordering.order import Order, OrderState
from shop.ordering.status_tracking import follow
from shop.ordering.terms import Terms
from shop.replies import ItemError, PanelState, StatusReport

THEN = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TERMS = Terms("1", "Likes", "https://instagram.com/p/a", 1000, {}, 900_000, "USD", cost_micro=500_000)
ORDER = Order(1, 7, "main", TERMS, OrderState.PENDING, THEN, THEN, panel_order_id="55")

# Few values each, so that reports often repeat one another.
REPORTS = st.one_of(
    st.builds(
        StatusReport,
        state=st.sampled_from([None, *PanelState]),
        word=st.sampled_from(["Pending", "Completed", ""]),
        charge=st.sampled_from([None, Decimal("0.5"), Decimal("0.50"), Decimal(9)]),
        start_count=st.sampled_from([None, 0, 10]),
        remains=st.sampled_from([None, -1, 0, 7, 1001]),
    ),
    st.just(ItemError("Incorrect order ID")),
)


@example(
    [StatusReport(None, "Pending", remains=7)], StatusReport(PanelState.PENDING, "Pending"), False, False, 1
)
@given(st.lists(REPORTS, min_size=1, max_size=6), REPORTS, st.booleans(), st.booleans(), st.integers(1, 9999))
def test_a_report_that_says_the_same_would_change_nothing(
    before: list[StatusReport | ItemError],
    report: StatusReport | ItemError,
    ended: bool,
    held: bool,
    minutes: int,
) -> None:
    order = ORDER
    for said in before:
        order = follow(order, said, THEN).after
    order = replace(order, ended_by=1 if ended else None, refund_held_at=THEN if held else None)
    now = THEN + minutes * MINUTE
    if says_the_same(order, report):
        change = follow(order, report, now)
        ask_at = ask_again(order.finished_at, order.changed_at, order.checked_at, now)
        assert change.is_quiet
        assert (change.after.checked_at, change.after.heard_at, change.after.ask_at) == (now, now, ask_at)


def test_what_repeats_itself_says_the_same() -> None:
    for state in (PanelState.PENDING, PanelState.IN_PROGRESS, PanelState.COMPLETED):
        report = StatusReport(state, state.value, Decimal("0.5"), 10, 7)
        order = follow(ORDER, report, THEN).after
        assert says_the_same(order, report)
        assert not says_the_same(order, replace(report, remains=6))
        assert not says_the_same(replace(order, ended_by=1), report)


def swept_every(sweep: timedelta, order: Order, until: timedelta) -> list[timedelta]:
    """How long the order was left alone each time, where the panel never has news of it."""
    report = StatusReport(PanelState.PENDING, "Pending")
    order = replace(follow(order, report, THEN).after, ask_at=THEN)
    waits, asked, now = [], THEN, THEN
    while now < THEN + until:
        now += sweep
        if order.ask_at is not None and order.ask_at <= now:
            order = follow(order, report, now).after
            waits.append(now - asked)
            asked = now
    return waits


def test_a_still_order_is_left_alone_for_longer_and_longer_up_to_ten_minutes() -> None:
    waits = swept_every(MINUTE, ORDER, timedelta(hours=24))
    young = int(YOUNG / MINUTE)
    assert waits[:young] == [MINUTE] * young
    assert waits[young : young + 4] == [2 * MINUTE, 4 * MINUTE, 8 * MINUTE, SELDOM]
    assert set(waits[young + 4 :]) == {SELDOM}


def test_a_book_that_has_been_still_costs_a_tenth_of_a_sweep_each_minute() -> None:
    day = timedelta(hours=24)
    asked = len(swept_every(MINUTE, replace(ORDER, changed_at=THEN - day), day))
    assert asked <= day / MINUTE / 10 + 3


def test_whatever_moves_is_asked_about_at_the_next_sweep_again() -> None:
    old = follow(ORDER, StatusReport(PanelState.PENDING, "Pending", remains=9), THEN).after
    now = THEN + timedelta(days=3)
    still = follow(old, StatusReport(PanelState.PENDING, "Pending", remains=9), now)
    moved = follow(old, StatusReport(PanelState.PENDING, "Pending", remains=8), now)
    assert (still.after.ask_at, moved.after.ask_at) == (now + SELDOM, now)


def test_a_clock_that_was_set_back_leaves_nothing_alone() -> None:
    assert ask_again(None, THEN - timedelta(days=1), THEN + MINUTE, THEN) == THEN


def test_the_count_that_a_partial_end_was_waiting_for_is_news_although_it_was_known() -> None:
    order = follow(ORDER, StatusReport(PanelState.IN_PROGRESS, "In progress", remains=7), THEN).after
    order = follow(order, StatusReport(PanelState.PARTIAL, "Partial"), THEN).after
    assert (order.remains, order.refunded_micro) == (7, 0)
    report = StatusReport(PanelState.PARTIAL, "Partial", remains=7)
    assert not says_the_same(order, report)
    assert follow(order, report, THEN).refunds_micro == 6300


def test_orders_without_news_are_gathered_by_when_they_are_asked_about_again() -> None:
    now = THEN + 2 * YOUNG
    quiet = Quiet(now)
    old, young = (
        replace(ORDER, checked_at=now - MINUTE),
        replace(ORDER, changed_at=now, checked_at=now - MINUTE),
    )
    for number, (order, heard) in enumerate([(old, True), (young, True), (old, True), (old, False)], start=1):
        quiet.add(replace(order, id=number), heard=heard)
    assert list(quiet.by_time()) == [
        (Unchanged("pending", now + 2 * MINUTE, now), [1, 3]),
        (Unchanged("pending", now, now), [2]),
        (Unchanged("pending", now + 2 * MINUTE, None), [4]),
    ]
