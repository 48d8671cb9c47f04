"""Finding one's own orders by number, link or words."""

import pytest

from shop.ordering.order_search import Wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#12", Wanted("#12", 12, ("12",), "#12")),
        (" ١٢ ", Wanted("١٢", 12, ("١٢",), "")),
        ("1" * 18, Wanted("1" * 18, int("1" * 18), ("1" * 18,), "1" * 18)),
        ("1" * 19, Wanted("1" * 19, None, ("1" * 19,), "1" * 19)),
        ("²", Wanted("²", None, ("2",), "")),
        ("likes  real", Wanted("likes real", None, ("likes", "real"), "")),
        (
            "https://www.X.com/Ann/",
            Wanted("https://www.X.com/Ann/", None, ("https", "www", "x", "com", "ann"), "x.com/ann"),
        ),
        ("ab", Wanted("ab", None, ("ab",), "")),
        ("abc", Wanted("abc", None, ("abc",), "abc")),
        ("", Wanted("", None, (), "")),
    ],
)
def test_words_ask_for_a_number_a_name_or_a_link(text: str, wanted: Wanted) -> None:
    assert Wanted.read(text) == wanted


def test_of_many_words_the_first_are_looked_for() -> None:
    wanted = Wanted.read("a b c d e f g h " + "x" * 200)
    assert (len(wanted.words), wanted.names) == (100, ("a", "b", "c", "d", "e", "f", "g"))


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("5", True),
        ("6", False),
        ("instagram.com/P/cabc", True),
        ("instagram.com/p/other", False),
        ("inst lik", True),
        ("likes followers", False),
        ("ikes", False),
        ("", False),
        ("?", False),
    ],
)
def test_an_order_is_found_by_its_number_its_link_or_its_name(text: str, fits: bool) -> None:
    assert bool(Wanted.read(text).fits(5, "Instagram Likes", "http://www.instagram.com/p/Cabc/")) is fits
