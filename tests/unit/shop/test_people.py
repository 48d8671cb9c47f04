"""Finding people by what is typed, and the places between the pages of their list."""

from datetime import UTC, datetime, timedelta

import pytest

from shop.people.listing import PeoplePlace
from shop.people.searching import search_key, words_of
from shop.person import Person

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Мария ИВАНОВА", "иванова мария"),
        ("STRASSE", "straße"),
        ("𝓐𝓷𝓷", "ann"),
        ("محمد\u200c", "محمد"),
        ("Ａｎｎ", "ANN"),
        ("İpek", "i̇pek"),
        ("Ann", "an"),
    ],
)
def test_a_name_is_found_in_any_script_and_case(name: str, typed: str) -> None:
    words = words_of(typed)
    assert words
    assert [word for word in words if word not in search_key(name, None)] == []


def test_an_at_name_is_a_line_of_its_own() -> None:
    assert search_key("Ann", "Ann_1") == "ann\n@ann_1"
    assert search_key("Ann", None) == "ann"


def test_a_search_has_bounds() -> None:
    assert words_of("") == words_of("\u200b \u202e") == ()
    assert len(words_of("a b c d e f g h")) == 6
    assert len(words_of("x" * 4000)[0]) == 64


def test_a_place_goes_through_a_button_and_nothing_else_does() -> None:
    place = PeoplePlace(NOON + timedelta(microseconds=7), 7_000_000_101)
    assert PeoplePlace.read(place.pack()) == place
    assert len(place.pack()) < 30
    for text in (
        "",
        ".",
        "1",
        "1.",
        ".1",
        "-1.5",
        "x.1",
        "1.1.1",
        "9" * 18 + ".1",
        "1." + "9" * 19,
        "²." + "1",
    ):
        assert PeoplePlace.read(text) is None, text


def test_a_visit_is_stored_once_an_hour_and_after_a_clock_was_set_back() -> None:
    ann = Person(101, "Ann", "en", seen_at=NOON)
    assert ann.was_seen(NOON)
    assert ann.was_seen(NOON + timedelta(minutes=59))
    assert not ann.was_seen(NOON + timedelta(hours=1))
    assert not ann.was_seen(NOON - timedelta(seconds=1))
