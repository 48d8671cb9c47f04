"""Finding one's own orders by number, link or words."""

import pytest

from shop.ordering.order_search import Wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("#12", Wanted("#12", 12, ("12",), "#12")),
        (" ١٢ ", Wanted("١٢", 12, ("12",), "")),
        ("1" * 18, Wanted("1" * 18, int("1" * 18), ("1" * 18,), "1" * 18)),
        ("1" * 19, Wanted("1" * 19, None, ("1" * 19,), "1" * 19)),
        ("²", Wanted("²", None, ("2",), "")),
        ("likes  real", Wanted("likes real", None, ("likes", "real"), "")),
        (
            "https://www.X.com/Ann/",
            Wanted(
                "https://www.X.com/Ann/", None, ("https", "www", "x", "com", "ann"), "x.com/ann", "x.com/ann"
            ),
        ),
        (
            "http://X.com/ann",
            Wanted("http://X.com/ann", None, ("http", "x", "com", "ann"), "x.com/ann", "x.com/ann"),
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
        ("https://www.instagram.com/p/Cabc/?igsh=MzRlODBiNWFlZA==", True),
        (
            "https://www.instagram.com/p/Cabc/?utm_source=ig_web_copy_link&igsh=MzRlODBiNWFlZA==" + "x" * 99,
            True,
        ),
        ("mine is https://m.instagram.com/reel/Cabc?igsh=1, please", True),
        ("https://www.instagram.com/p/Cabd/?igsh=MzRlODBiNWFlZA==", False),
        ("https://bit.ly/Cabc", False),
        ("https://instagram.com/p/Cabc https://instagram.com/p/Cabd", False),
        ("", False),
        ("?", False),
    ],
)
def test_an_order_is_found_by_its_number_its_link_or_its_name(text: str, fits: bool) -> None:
    assert bool(Wanted.read(text).fits(5, "Instagram Likes", "http://www.instagram.com/p/Cabc/")) is fits


def test_a_link_is_found_however_it_is_written() -> None:
    for text in ("https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube.com/shorts/dQw4w9WgXcQ"):
        assert Wanted.read(text).fits(5, "Views", "https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    assert Wanted.read("@Ann.Lee").fits(5, "Followers", "https://www.instagram.com/ann.lee")


def test_words_that_were_kept_ask_for_the_same() -> None:
    long = "https://www.instagram.com/p/Cabc/?utm_source=ig_web_copy_link&igsh=MzRlODBiNWFlZA==&img_index=1"
    for text in (long, long + "x" * 99, "likes  real", "#12", "a " * 99):
        wanted = Wanted.read(text)
        assert len(wanted.words) <= 100
        assert Wanted.read(wanted.words).target == wanted.target
