"""Numbers of orders and services as people type them, with the sign before them or without."""

import pytest

from shop.typed import as_id, as_number, as_typed_number, without_sign


@pytest.mark.parametrize(
    "text",
    [
        "12",
        "#12",
        "# 12",
        "№12",
        "№ 12",
        "№\u00a012",
        "No. 12",
        "no.12",
        "N.º 12",
        "Nº12",
        "n° 12",
        "\u200e#١٢\u200e",
        "＃１２",
        "\u3000﹟ 12\u3000",
    ],
)
def test_the_sign_before_a_number_is_none_of_it(text: str) -> None:
    assert as_id(text) == "12"


@pytest.mark.parametrize("text", ["", "#", "№", "no 12", "node12", "##12", "12#", "#abc", "No. likes"])
def test_nothing_else_is_taken_for_such_a_sign(text: str) -> None:
    assert as_id(text) == text


def test_what_follows_the_number_stays() -> None:
    assert without_sign("№ 21 instagram.com/p/Cabc #100") == "21 instagram.com/p/Cabc #100"


def test_wide_signs_are_ascii_where_something_is_typed_and_stay_where_it_is_kept() -> None:
    """A statement's line of last week must not become another one by a reading of today."""
    assert as_typed_number("＃１２：３０　％") == "#12:30 %"
    assert as_number("＃１２：３０") == "＃12：30"
    assert as_id("＃１２") == "12"
