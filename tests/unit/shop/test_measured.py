"""Measured times: what the shop's own orders say about a service."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.catalogue.measured import FEWEST, NEWEST, Ended, Measure, MeasuredTimes, measures_of
from shop.ordering.order import OrderState

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def ended(number: int, took: int, *, began: int | None = 1, service: str = "7") -> Ended:
    """An order that took so many minutes."""
    return Ended(
        id=number,
        service_id=service,
        state=OrderState.COMPLETED,
        finished_at=NOON + took * MINUTE,
        placed_at=NOON,
        begun_at=None if began is None else NOON + began * MINUTE,
        spread=False,
        by_hand=False,
    )


def test_the_median_and_what_nine_of_ten_took() -> None:
    took = [50, 10, 30, 20, 40, 60, 70, 80, 90, 1000]
    orders = [ended(number, minutes, began=number + 1) for number, minutes in enumerate(took)]
    expected = Measure(orders=10, start=5 * MINUTE, finish=50 * MINUTE, nearly_all=90 * MINUTE)
    assert measures_of(orders) == {"7": expected}


def test_fewer_than_five_orders_say_nothing() -> None:
    few = [ended(number, 10) for number in range(FEWEST - 1)]
    assert measures_of(few) == {}
    others = [ended(number, 10, service="8") for number in range(FEWEST)]
    assert set(measures_of(few + others)) == {"8"}


@pytest.mark.parametrize(
    "odd",
    [
        {"state": OrderState.PARTIAL},
        {"state": OrderState.CANCELED},
        {"placed_at": None},
        {"spread": True},
        {"by_hand": True},
        {"finished_at": NOON - MINUTE},
    ],
    ids=lambda odd: next(iter(odd)),
)
def test_orders_that_tell_nothing_of_their_service_do_not_count(odd: dict[str, object]) -> None:
    orders = [ended(number, 10) for number in range(FEWEST)]
    assert measures_of(orders)
    assert measures_of([replace(orders[0], **odd), *orders[1:]]) == {}  # type: ignore[arg-type]  # any field


def test_the_start_needs_five_orders_that_tell_it() -> None:
    orders = [ended(number, 10, began=None if number == 0 else 2) for number in range(FEWEST)]
    assert measures_of(orders)["7"].start is None
    assert measures_of([*orders, ended(9, 10, began=2)])["7"].start == 2 * MINUTE
    jumped = [*orders, ended(9, 10, began=11)]  # it began after it was complete: the clock was set
    assert measures_of(jumped)["7"].start is None


def test_what_was_long_ago_no_longer_counts() -> None:
    lately = [ended(number, 10) for number in range(NEWEST)]
    before = [ended(number, 1000) for number in range(10 * NEWEST)]
    assert measures_of(lately + before)["7"].nearly_all == 10 * MINUTE


def test_a_service_without_orders_is_not_measured() -> None:
    times = MeasuredTimes()
    assert times.of("7") is None
    times.replace_all(measures_of([ended(number, 10) for number in range(FEWEST)]))
    assert (measured := times.of("7")) is not None
    assert measured.finish == 10 * MINUTE
    assert times.of("8") is None


def test_the_quickest_service_is_the_one_that_is_soonest_nearly_done() -> None:
    times = MeasuredTimes()
    slow = Measure(5, None, finish=MINUTE, nearly_all=9 * MINUTE)
    quick = Measure(5, None, finish=5 * MINUTE, nearly_all=6 * MINUTE)
    times.replace_all({"7": slow, "8": quick})
    assert times.quickest is quick
    times.replace_all({})
    assert times.quickest is None
