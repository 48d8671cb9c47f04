"""When an order at work is late: measured by its service, and only while there is news of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.alerts import conditions_in, notices_in
from shop.catalogue.late import AtWork, is_late, news_within
from shop.catalogue.measured import Measure
from shop.ordering.news import named, of_being_late

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)
WITHIN = 20 * MINUTE
MEASURE = Measure(orders=5, start=None, finish=5 * MINUTE, nearly_all=10 * MINUTE)
ORDER = AtWork(1, "7", NOON - 30 * MINUTE - TICK, NOON, spread=False, is_told=False)


def test_after_three_times_what_nine_of_ten_took() -> None:
    assert is_late(ORDER, MEASURE, NOON, within=WITHIN)
    assert not is_late(ORDER, MEASURE, NOON - TICK, within=WITHIN)


@pytest.mark.parametrize(
    "fact",
    [
        {"spread": True},
        {"is_told": True},
        {"heard_at": None},
        {"heard_at": NOON - WITHIN - TICK},
        {"placed_at": NOON + MINUTE},
    ],
)
def test_what_keeps_an_order_from_being_late(fact: dict[str, object]) -> None:
    assert not is_late(replace(ORDER, **fact), MEASURE, NOON, within=WITHIN)  # type: ignore[arg-type]  # fields by name


def test_news_may_be_older_where_the_panel_is_asked_seldom() -> None:
    assert news_within(MINUTE) == WITHIN
    assert news_within(60 * MINUTE) == 120 * MINUTE


def test_without_a_measure_nobody_knows() -> None:
    assert not is_late(ORDER, None, NOON + timedelta(days=365), within=WITHIN)


def test_a_heap_is_one_alert_that_names_how_many() -> None:
    heap = [(number, 5) for number in range(1, 1001)]
    told = of_being_late(heap, list(range(1, 21)), 1000)
    [late] = conditions_in(told)
    assert late.rings
    assert str(late.facts["word"]).endswith("19, 20 … +980")
    assert len(notices_in(told)) == 1000
    assert of_being_late([], [], 0) == []


def test_numbers_that_are_not_all_here_are_counted_too() -> None:
    assert named([3, 4]) == "3, 4"
    assert named([3, 4], 2) == "3, 4"
    assert named(list(range(20)), 500).endswith("… +480")
