"""Texts that call their reader by name."""

import pytest

from shop.own_words import filled, unknown_places


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Hello {name}!", "Hello &lt;Ann&gt;!"),
        ("{name} {name}", "&lt;Ann&gt; &lt;Ann&gt;"),
        (
            '<a href="https://x.example/{name}">{name}</a>',
            '<a href="https://x.example/{name}">&lt;Ann&gt;</a>',
        ),
        ("{ name } {} {other} {{", "{ name } {} {other} {{"),
        ("", ""),
    ],
)
def test_a_name_stands_where_its_place_is_and_never_in_a_tag(text: str, said: str) -> None:
    assert filled(text, "&lt;Ann&gt;") == said


def test_a_name_that_is_a_place_is_not_filled_again() -> None:
    assert filled("{name}", "{name}") == "{name}"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Hi {name}", []),
        ("{nmae} {NAME}", ["{nmae}", "{NAME}"]),
        (":-{ and { a b }", []),
        ("{имя}", ["{имя}"]),
    ],
)
def test_words_in_braces_that_stand_for_nothing(text: str, unknown: list[str]) -> None:
    assert unknown_places(text) == unknown
