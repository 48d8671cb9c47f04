"""The staff's list: what a button says of it, and the days it may be about."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shop.ordering.desk_list import DeskGroup, DeskList, Narrowed, bounds_of, day_of, number_of_day
from shop.zones import clock_of


@pytest.mark.parametrize("group", list(DeskGroup))
@pytest.mark.parametrize("by", [None, *Narrowed])
def test_what_a_button_carries_is_read_back(group: DeskGroup, by: Narrowed | None) -> None:
    showing = DeskList(group, by, 0 if by is None else 123_456_789_012)
    assert DeskList.read(showing.write()) == showing
    longest = f"ao:999999999:refilled:{showing.write()}.999999999"
    assert len(longest.encode()) <= 64


@pytest.mark.parametrize(
    "text", ["", "z", "ap", "p5", "a5", "ap-1", "ap1.5", "A", "ap" + "1" * 19, "aq1", "a p1"]
)
def test_any_other_text_is_no_list(text: str) -> None:
    assert DeskList.read(text) is None


@pytest.mark.parametrize("number", [0, 20261301, 20260230, 19991231, 30000101, 99999999, 10**17])
def test_a_number_that_is_no_day_is_refused(number: int) -> None:
    assert day_of(number) is None


def test_a_day_goes_there_and_back() -> None:
    day = date(2028, 2, 29)
    assert day_of(number_of_day(day)) == day
    assert DeskList(DeskGroup.ALL, Narrowed.DAY, number_of_day(day)).day == day
    assert DeskList(DeskGroup.ALL, Narrowed.PERSON, number_of_day(day)).day is None


def test_a_day_is_the_readers_even_where_it_has_23_hours() -> None:
    begin, end = bounds_of(date(2026, 3, 29), clock_of("Europe/Berlin"))
    assert begin == datetime(2026, 3, 28, 23, tzinfo=UTC)
    assert end.astimezone(UTC) - begin.astimezone(UTC) == timedelta(hours=23)
