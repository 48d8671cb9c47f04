"""How a button of a list is shortened, and how two that would be alike are told apart."""

import pytest

from shop.catalogue.labels import LIMIT, Entry, in_the_middle, labels

LONG = "Very long beginning of a name {} and then a very long ending of it"


def shown(*entries: tuple[str, ...], limit: int = LIMIT) -> list[str]:
    """Return the labels of entries given as their price, name, number and sign."""
    return labels([Entry(*one) for one in entries], limit)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("Instagram Likes [HQ] | R30", "INSTAGRAM likes (LQ) – fast"), ("HQ · R30", "LQ · fast")),
        (("A - B", "A-C — D : E"), ("A · B", "A-C · D · E")),
        (("Likes ★ Real", "Likes ★ Old"), ("Real", "Old")),
        (("Likes\u202e \x07Real\ue000", "Likes Old"), ("Real", "Old")),
        (("Likes | ♻️ | Real", "Likes | ♻️ | Old | 🔥"), ("Real", "Old")),
        (("Likes ♻️ Real", "Likes Old"), ("♻️ Real", "Old")),
        (("Likes", "Likes", "Likes Old"), ("Likes #0", "Likes #1", "Old")),
    ],
)
def test_the_parts_of_a_name_that_say_something(names: tuple[str, ...], said: tuple[str, ...]) -> None:
    page = [("1 $", name, str(at)) for at, name in enumerate(names)]
    assert shown(*page) == [f"1 $ · {one}" for one in said]


def test_a_single_name_stays_whole_and_a_page_may_be_empty() -> None:
    assert shown(("1 $", "Likes | Likes", "1")) == ["1 $ · Likes · Likes"]
    assert shown() == []


def test_a_sign_stands_behind_the_price_and_the_name_behind_both() -> None:
    assert shown(("1 $", "Likes", "1", "⭐"), ("", "Views", "2", "⭐"), ("", "Saves", "3")) == [
        "1 $ · ⭐ · Likes",
        "⭐ · Views",
        "Saves",
    ]


@pytest.mark.parametrize(
    ("signs", "label"),
    [
        (18, "1 $ · " + "⭐" * 18),
        (24, "1 $ · " + "⭐" * 24),
        (25, "1 $ · Instagram Likes"),
        (17, "1 $ · " + "⭐" * 17 + " · I…es"),
        (16, "1 $ · " + "⭐" * 16 + " · In…es"),
    ],
)
def test_signs_give_way_to_the_name_only_when_they_have_no_room(signs: int, label: str) -> None:
    assert shown(("1 $", "Instagram Likes", "1", "⭐" * signs)) == [label]


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("Followers | Real | R3000", "1 $ · Followers · Real · R3000"),
        ("Followers | Real | R30000", "1 $ · Followers Real R30000"),
        ("Followers | Real | R3 | R60000000", "1 $ · Followers Rea…R60000000"),
    ],
)
def test_parts_stand_apart_only_while_all_of_them_can_be_shown(name: str, label: str) -> None:
    assert shown(("1 $", name, "1")) == [label]
    assert len(label) <= LIMIT


def test_without_a_word_the_price_has_to_do_or_the_number() -> None:
    assert shown(("", "", "7"), ("1 $", "[ ]", "8")) == ["#7", "1 $"]
    assert shown(("", "", "1" * 40)) == ["#" + "1" * 29]


@pytest.mark.parametrize(
    ("limit", "text"),
    [
        (12, "abcdefghijkl"),
        (11, "abcdef…ijkl"),
        (8, "abcd…jkl"),
        (6, "abc…kl"),
        (3, "a…l"),
        (2, "…l"),
        (1, "…"),
    ],
)
def test_the_middle_is_left_out_where_the_beginning_says_more_than_the_end(limit: int, text: str) -> None:
    assert in_the_middle("abcdefghijkl", limit) == text
    assert len(text) <= limit


def test_no_blank_stands_at_the_gap() -> None:
    assert in_the_middle("ab   fg   jkl", 9) == "ab…jkl"


def test_long_names_that_look_alike_are_told_by_what_differs_between_them() -> None:
    alike = [("1 $", LONG.format("Old"), "1"), ("1 $", LONG.format("New"), "2")]
    assert shown(*alike, ("1 $", "TikTok", "3")) == ["1 $ · Old", "1 $ · New", "1 $ · TikTok"]
    dearer = [alike[0], ("2 $", *alike[1][1:]), ("1 $", "TikTok", "3")]
    assert shown(*dearer)[:2] == ["1 $ · Very long beg…ding of it", "2 $ · Very long beg…ding of it"]


@pytest.mark.parametrize(
    ("ids", "tags"),
    [
        (("1", "2"), ("#1", "#2")),
        (("12345678", "12345679"), ("#12345678", "#12345679")),
        (("123456789", "123456780"), ("#…456789", "#…456780")),
        (("a-2345678", "12"), ("#…345678", "#12")),
        (("a-2345678", "b-2345678"), ("#a-2345678", "#b-2345678")),
    ],
)
def test_names_that_are_alike_are_told_apart_by_numbers(ids: tuple[str, ...], tags: tuple[str, ...]) -> None:
    page = [("1 $", "Likes", ids[0]), ("1 $", "LIKES", ids[1]), ("1 $", "Views", "3")]
    assert shown(*page) == [f"1 $ · Likes {tags[0]}", f"1 $ · LIKES {tags[1]}", "1 $ · Views"]


def test_the_text_gives_way_to_the_number_and_the_price_never() -> None:
    price = "1234567.891234 USD"
    assert shown((price, "Followers of many", "12345678"), (price, "Followers of many", "12345679")) == [
        f"{price} #12345678",
        f"{price} #12345679",
    ]
    assert shown(*(("", "Followers of many kinds and all", f"1234567{n}") for n in (8, 9))) == [
        "Followers…and all #12345678",
        "Followers…and all #12345679",
    ]
    assert shown(*(("1 $", "Followers of many kinds", f"1234567{n}") for n in (8, 9))) == [
        "1 $ · Followe…kinds #12345678",
        "1 $ · Followe…kinds #12345679",
    ]


def test_numbers_that_are_alike_too_are_told_apart_by_their_place() -> None:
    same = [("1 $", "Likes", "a" * length + "12345678") for length in (40, 41)]
    assert shown(("2 $", "Views", "1"), *same) == [
        "2 $ · Views",
        "1 $ · #aaaaaaaaaa…aaaaaaaa (2)",
        "1 $ · #aaaaaaaaaa…aaaaaaaa (3)",
    ]
