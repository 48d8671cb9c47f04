"""The pure parts of statistics: buckets by a clock, axes, times of suppliers, lines of the file."""

import doctest
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.measured import Ended
from shop.desk_figures import Sold
from shop.money import MICRO
from shop.ordering.order import OrderState
from shop.statistics import facts, scale
from shop.statistics.chart import Chart, Form, Series
from shop.statistics.facts import buckets_of, weeks_of
from shop.statistics.scale import drawable, scale_of, ticks
from shop.statistics.table import lines
from shop.statistics.times import SupplierTimes, times_of
from shop.transfer.cells import Micro, csv_text
from tests.charts.samples import NAMES, TIMES, busy

NOW = datetime(2026, 11, 28, 17, 20, tzinfo=UTC)
AMOUNTS = st.integers(-(10**18), 10**18)


@pytest.mark.parametrize("module", [facts, scale])
def test_the_examples_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]  # a module


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


def test_each_line_of_the_file_is_one_figure_of_one_bucket() -> None:
    one, other = Sold("USD", 2, 3 * MICRO, MICRO, 1), Sold("EUR", 1, 2 * MICRO, MICRO // 2, 0)
    first, second = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    buckets = facts.Buckets(2, (first, second), datetime(2026, 3, 3, tzinfo=UTC))
    shop = facts.Facts(
        buckets, sold=((one,), (other,)), made=(1, 2), failed=(3, 4), lost=(5, 6), new=(7, 8), active=(9, 10),
        first=(11, 12), active_in_all=13, services=(facts.ServiceSold("12", one),),
        held=(facts.MoneyHeld("wallet", "USD", 4 * MICRO),), weeks=buckets, cohorts={(1, 2): 5, (0, 3): 6},
    )  # fmt: skip
    times = [
        SupplierTimes("fast", 3, timedelta(seconds=60.9), timedelta(seconds=90.9), timedelta(seconds=120.9)),
        SupplierTimes("slow", 1, None, timedelta(seconds=9), timedelta(seconds=9)),
    ]
    written = list(lines(shop, times, {"12": "Likes"}.__getitem__))
    assert written == [
        ("orders sold", first, "", "USD", 2),
        ("takings", first, "", "USD", Micro(3 * MICRO)),
        ("margin", first, "", "USD", Micro(MICRO)),
        ("orders without a known cost", first, "", "USD", 1),
        ("orders sold", second, "", "EUR", 1),
        ("takings", second, "", "EUR", Micro(2 * MICRO)),
        ("margin", second, "", "EUR", Micro(MICRO // 2)),
        ("orders without a known cost", second, "", "EUR", 0),
        ("orders made", first, "", "", 1),
        ("orders made", second, "", "", 2),
        ("orders failed", first, "", "", 3),
        ("orders failed", second, "", "", 4),
        ("answers lost", first, "", "", 5),
        ("answers lost", second, "", "", 6),
        ("new people", first, "", "", 7),
        ("new people", second, "", "", 8),
        ("people who ordered", first, "", "", 9),
        ("people who ordered", second, "", "", 10),
        ("first orders", first, "", "", 11),
        ("first orders", second, "", "", 12),
        ("service: orders", first, "12 Likes", "USD", 2),
        ("service: takings", first, "12 Likes", "USD", Micro(3 * MICRO)),
        ("service: margin", first, "12 Likes", "USD", Micro(MICRO)),
        ("money held now", None, "wallet", "USD", Micro(4 * MICRO)),
        ("cohort: people", first, "week 3", "", 6),
        ("cohort: people", second, "week 1", "", 5),
        ("supplier: completed orders measured", first, "fast", "", 3),
        ("supplier: median seconds to start", first, "fast", "", 60),
        ("supplier: median seconds to finish", first, "fast", "", 90),
        ("supplier: seconds within which nine of ten finished", first, "fast", "", 120),
        ("supplier: completed orders measured", first, "slow", "", 1),
        ("supplier: median seconds to finish", first, "slow", "", 9),
        ("supplier: seconds within which nine of ten finished", first, "slow", "", 9),
    ]


def test_a_figure_missing_for_a_bucket_is_no_file() -> None:
    with pytest.raises(ValueError, match="zip"):
        list(lines(replace(busy(7, 900, MICRO, "USD"), made=(1,)), [], lambda number: number))


def test_buckets_add_up_by_currency_the_one_with_most_orders_first() -> None:
    usd, eur, more = Sold("USD", 1, 10, 5, 1), Sold("EUR", 2, 20, 7, 0), Sold("USD", 3, 30, 9, 2)
    assert facts.totals(((usd, eur), (), (more,))) == (Sold("USD", 4, 40, 14, 3), eur)
    assert facts.totals(((replace(eur, currency="ZAR"), eur),)) == (eur, replace(eur, currency="ZAR"))
    assert facts.totals(()) == ()
