"""Quiet hours, as people write them."""

import pytest

from shop.quiet_hours import read_quiet_hours, written


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("22:00-08:00", "22:00–08:00"),
        ("10pm - 8am", "22:00–08:00"),
        ("12am 12pm", "00:00–12:00"),
        ("1am 1PM", "01:00–13:00"),
        ("11:05 p.m. 9 a.m.", "23:05–09:00"),
        ("24:00 6", "00:00–06:00"),
        ("٢٢:٠٠ ٨", "22:00–08:00"),
        ("23.59 0.00", "23:59–00:00"),
        ("22h00-8h00", "22:00–08:00"),
        ("22h às 8h", "22:00–08:00"),
        ("22h30 7h", "22:30–07:00"),
        ("２２：００－０８：００", "22:00–08:00"),
        ("1e9", None),
        ("24:30 6", None),
        ("22:60 6", None),
        ("13pm 6", None),
        ("0am 6", None),
        ("22:00", None),
        ("22 8 9", None),
        ("8 8", None),
        ("never", None),
    ],
)
def test_quiet_hours_are_two_different_times_of_the_day(text: str, hours: str | None) -> None:
    found = read_quiet_hours(text)
    assert (written(found) if found else None) == hours
