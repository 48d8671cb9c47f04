"""Whoever copies a day as the shop writes it, or says its month or weekday in full, is understood."""

from datetime import UTC, datetime, timedelta

import pytest
from babel.dates import get_day_names, get_month_names

from locales import Catalogues
from shop.ordering.answers import date_in
from shop.ordering.start_times import read_start

CATALOGUES = Catalogues()
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAYS = [datetime(2027, month, day, 20, 15, tzinfo=UTC) for month in range(1, 13) for day in (5, 28)]
"""Of each month one that could be taken for a month itself, and one that could not."""


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_a_day_as_the_shop_writes_it_is_read_again(language: str) -> None:
    t = CATALOGUES.of(language)
    for day in DAYS:
        shown, _, _zone = t.moment(day).rpartition(" ")
        assert read_start(shown, day - timedelta(days=7), UTC) == day, shown


@pytest.mark.parametrize("language", CATALOGUES.languages)
def test_months_and_weekdays_by_their_whole_names_are_read(language: str) -> None:
    """A language that is new has its words in shop/ordering/time_words.py, too."""
    of_dates = get_month_names("wide", "format", language)
    alone = get_month_names("wide", "stand-alone", language)
    for month, name in (*of_dates.items(), *alone.items()):
        day = datetime(2027, month, 5, 20, 15, tzinfo=UTC)
        assert read_start(f"5 {name} 2027 20:15", day - timedelta(days=7), UTC) == day, name
        assert date_in(f"5 {name} 2027", NOON.date()) == day.date(), name
    for weekday, name in get_day_names("wide", "stand-alone", language).items():
        assert read_start(f"{name} 20:15", NOON, UTC).weekday() == weekday, name
