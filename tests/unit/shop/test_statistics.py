"""The pure parts of statistics: buckets by a clock, axes, times of suppliers, lines of the file."""

import doctest
import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.measured import Ended
from shop.money import MICRO
from shop.ordering.order import OrderState
from shop.statistics import facts, scale
from shop.statistics.chart import Chart, Form, Series
from shop.statistics.facts import buckets_of, weeks_of
from shop.statistics.scale import drawable, scale_of, ticks
from shop.statistics.table import lines
from shop.statistics.times import times_of
from shop.transfer.cells import csv_text
from tests.charts.samples import NAMES, TIMES, busy

NOW = datetime(2026, 11, 28, 17, 20, tzinfo=UTC)
AMOUNTS = st.integers(-(10**18), 10**18)


@pytest.mark.parametrize("module", [facts, scale])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_days_begin_at_midnight_by_the_readers_clock_also_where_clocks_change() -> None:
    days = buckets_of(datetime(2026, 10, 26, 12, tzinfo=UTC), "Europe/Berlin", 7)
    lengths = {until - since for _, since, until in days.bounds}
    assert lengths == {timedelta(hours=24), timedelta(hours=25)}
    assert days.starts[0] == datetime(2026, 10, 19, 22, tzinfo=UTC)
    assert len(days.starts) == 7


def test_today_is_hours_up_to_now() -> None:
    hours = buckets_of(NOW, "UTC+05:30", 1)
    assert hours.by_hour
    assert hours.starts[0] == datetime(2026, 11, 27, 18, 30, tzinfo=UTC)
    assert hours.starts[-1] <= NOW < hours.end
    assert len(hours.starts) == 23
    assert len(buckets_of(hours.starts[0], "UTC+05:30", 1).starts) == 1


def test_weeks_begin_on_mondays() -> None:
    weeks = weeks_of(NOW, None)
    assert [start.weekday() for start in weeks.starts] == [0] * 12
    assert weeks.starts[-1] <= NOW < weeks.end


@given(AMOUNTS, AMOUNTS)
def test_an_axis_holds_all_numbers_with_few_marks(one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    marks = ticks(low, high)
    assert marks[0] <= min(low, 0)
    assert max(high, 0) <= marks[-1]
    assert 2 <= len(marks) <= 7
    assert len({after - before for before, after in itertools.pairwise(marks)}) == 1


@given(st.integers(0, 10**18))
def test_the_marks_of_a_scaled_axis_are_whole_units(most: int) -> None:
    divided = scale_of(most)
    if divided > 1:
        assert all(mark % (divided * MICRO) == 0 for mark in ticks(0, most))


@given(st.text(max_size=60))
def test_what_is_drawn_has_only_letters_that_can_be(text: str) -> None:
    kept = drawable(text, 20)
    assert len(kept) <= 20
    assert scale.is_drawable(kept)


def test_a_supplier_is_as_fast_as_its_completed_orders_of_the_period() -> None:
    def order(minutes: int, state: OrderState = OrderState.COMPLETED, ago: int = 0) -> Ended:
        end = NOW - timedelta(days=ago)
        placed = end - timedelta(minutes=minutes)
        begun = placed + timedelta(minutes=1)
        return Ended(1, "1", state, end, placed, begun, spread=False, by_hand=False)

    ended = [order(10), order(20), order(30), order(99, OrderState.PARTIAL), order(500, ago=9)]
    found = times_of("main", ended, NOW - timedelta(days=7))
    assert found is not None
    assert (found.orders, found.start, found.finish) == (3, timedelta(minutes=1), timedelta(minutes=20))
    assert times_of("main", ended[3:], NOW - timedelta(days=7)) is None


def test_the_file_has_every_figure_and_no_formula() -> None:
    shop = busy(7, 900, 2 * MICRO, "USD")
    names = {"12": "=HYPERLINK()"}
    text = csv_text(lines(shop, TIMES, lambda number: names.get(number, NAMES[0])))
    assert text.count("orders made") == 7
    assert all(not cell.startswith(("=", "+", "@")) for line in text.splitlines() for cell in line.split(","))


def test_a_chart_is_the_same_in_another_process() -> None:
    chart = Chart(Form.BARS, "Orders", "7 days", ("1", ""), (Series("a", (1, 2)),), ((0, "0"), (2, "2")))
    assert Chart.of_json(chart.as_json()) == chart
