"""Further suppliers: numbers of their services, and where their settings stand."""

from dataclasses import replace

import pytest

from shop.suppliers import Supplier, numbered, settings_named
from tests.unit.shop.goods import LIKES


@pytest.mark.parametrize(
    ("theirs", "taken", "number"),
    [
        ("21", set(), "2000021"),
        ("21", {"2000021"}, "3000021"),
        ("999999", set(), "2999999"),
        ("1000000", set(), "2000000"),
        ("٢١", set(), "2000000"),
        ("abc", set(), "2000000"),
        ("abc", {"2000000"}, "2000001"),
    ],
)
def test_a_further_suppliers_service_has_a_number_of_the_shops(
    theirs: str, taken: set[str], number: str
) -> None:
    fast = Supplier("b~1", "fast", place=1)
    [one] = numbered([replace(LIKES, id=theirs)], fast, {}, lambda n: "a~1" if n in taken else None)
    assert (one.number, one.panel) == (theirs, "b~1")
    assert one.id == number


def test_the_main_panels_services_keep_its_numbers() -> None:
    theirs = [replace(LIKES, id=number) for number in ("21", "abc")]
    assert numbered(theirs, Supplier("a~1"), {}, lambda _: None) == [
        replace(one, panel="a~1") for one in theirs
    ]


def test_only_a_number_unlike_the_panels_is_kept_beside_it() -> None:
    [main] = numbered([replace(LIKES, id="21")], Supplier("a~1"), {}, lambda _: None)
    [other] = numbered([replace(LIKES, id="21")], Supplier("b~1", "fast", place=1), {}, lambda _: None)
    assert (main.panel_number, other.panel_number) == ("", "21")


def test_services_of_one_reading_get_numbers_of_their_own_and_keep_those_they_have() -> None:
    fast = Supplier("b~1", "fast", place=1)
    services = [replace(LIKES, id=theirs) for theirs in ("abc", "abd", "21")]
    known = {"21": "2000001"}
    made = numbered(services, fast, known, lambda number: "b~1" if number == "2000001" else None)
    assert [one.id for one in made] == ["2000000", "2000002", "2000001"]
    assert known == {"abc": "2000000", "abd": "2000002", "21": "2000001"}
    assert [one.id for one in numbered(services, fast, known, lambda _: None)] == [one.id for one in made]


def test_a_suppliers_settings_are_where_its_address_and_key_are_set() -> None:
    assert settings_named("") == {"place": "PANEL_URL", "setting": "PANEL_KEY"}
    assert settings_named("fast") == {"place": "fast.toml", "setting": "PANEL_KEY_FAST"}
