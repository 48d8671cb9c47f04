"""Days by the operator's own clock, and how long a balance lasts."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.desk_figures import days_left, starts_of

NOW = datetime(2026, 3, 29, 12, 0, tzinfo=UTC)


def test_a_day_begins_at_the_operators_own_midnight() -> None:
    assert starts_of(NOW, None)[1] == datetime(2026, 3, 29, tzinfo=UTC)
    assert starts_of(NOW, "UTC+05:30")[1] == datetime(2026, 3, 28, 18, 30, tzinfo=UTC)
    late = datetime(2026, 3, 29, 23, 0, tzinfo=UTC)
    assert starts_of(late, "UTC+05:30")[1] == datetime(2026, 3, 29, 18, 30, tzinfo=UTC)


def test_summer_time_does_not_move_midnight() -> None:
    begins = starts_of(NOW, "Europe/Berlin")  # the clocks went forward this very night
    assert begins[1] == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert starts_of(NOW + timedelta(days=1), "Europe/Berlin")[1] == datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    assert begins[7] == datetime(2026, 3, 22, 23, 0, tzinfo=UTC)
    assert begins[30] == datetime(2026, 2, 27, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("balance", "spent", "days_ago", "left"),
    [
        (None, 5, 7, None),
        (100, 0, 7, None),
        (70_000_000, 70_000_000, 7, 7),
        (10_000_000, 70_000_000, 7, 1),
        (9_999_999, 70_000_000, 7, 0),
        (10_000_000, 10_000_000, 0, 1),  # the first day counts as a whole one
        (-5, 10, 7, 0),
        (10**18, 1, 7, 7 * 10**18),
    ],
)
def test_a_balance_lasts_as_long_as_the_days_before_say(
    balance: int | None, spent: int, days_ago: int, left: int | None
) -> None:
    assert days_left(balance, spent, NOW - timedelta(days=days_ago), NOW) == left


def test_without_orders_nobody_knows() -> None:
    assert days_left(100, 100, None, NOW) is None
