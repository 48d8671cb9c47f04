"""The lines of a mass order, as people paste them and as spreadsheets save them."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from shop.errors import ShopError
from shop.ordering.mass_lines import COLUMNS, MOST_LINES, TypedLine, is_a_list, read_lines
from shop.ordering.mass_list import MassList, corrected
from tests.unit.shop.goods import POST

LINE = TypedLine("1", "a.b/c", "100")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1|a.b/c|100", LINE),
        ("  #1 |\u200b a.b/c |100|", LINE),
        ("1;a.b/c;100;;", LINE),
        ("| 1 | a.b/c | 100 |", LINE),
        ("|1|a.b/c|100", LINE),
        ("1\ta.b/c\t100", LINE),
        ("1,a.b/c,100", LINE),
        ("1 a.b/c 100", LINE),
        ("١｜a.b/c｜100", LINE),
        ("“1”;“a.b/c”;“100”", LINE),
        ("sep=;\r\n1;a.b/c;100\r\n", LINE),
        ("Service ID|Link|Quantity\n1|a.b/c|100", LINE),
        ("Количество;Услуга;Ссылка\n100;1;a.b/c", LINE),
        ('1,"a.b/c?x=1,2","1,000"', TypedLine("1", "a.b/c?x=1,2", "1,000")),
        ("1;a.b/c?x=1,2;1,5k", TypedLine("1", "a.b/c?x=1,2", "1,5k")),
        ("1|a.b/c?x=1;y=2,3|100", TypedLine("1", "a.b/c?x=1;y=2,3", "100")),
        ("1 a.b/c 10 000", TypedLine("1", "a.b/c", "10 000")),
        ('1,"a.b/c,100', TypedLine("1 | a.b/c,100", columns=2)),
        ("1,a.b/c,1,000", TypedLine("1 | a.b/c | 1 | 000", columns=4)),
        ("1|a.b/c|100|x|y", TypedLine("1 | a.b/c | 100 | x | y", columns=5)),
        ("1|a.b/c", TypedLine("1 | a.b/c", columns=2)),
    ],
)
def test_a_line_is_read_with_any_separator(text: str, read: TypedLine) -> None:
    assert read_lines(text) == [read]


@pytest.mark.parametrize("text", ["", " \n\t\u200b\n", "hello", "hello, how are you", "https://a.b/c", "100"])
def test_words_are_no_list(text: str) -> None:
    with pytest.raises(ShopError, match="mass_no_lines"):
        read_lines(text)


def test_a_stray_quote_loses_no_other_line() -> None:
    assert read_lines('1|"a.b/c|100\n1|a.b/c|100\n"1|a.b/c|100')[1] == LINE


def test_there_are_at_most_a_hundred() -> None:
    whole = "1|a.b/c|100\n\n" * MOST_LINES
    assert len(read_lines(f"service|link|quantity\n{whole}")) == MOST_LINES
    with pytest.raises(ShopError, match="mass_too_many"):
        read_lines(whole + "1|a.b/c|100")


@given(some.text(max_size=300))
def test_whatever_is_typed_is_lines_or_a_refusal(text: str) -> None:
    try:
        lines = read_lines(text)
    except ShopError:
        return
    assert lines
    assert all(line.columns == COLUMNS or not line.link for line in lines)


@given(
    some.lists(some.tuples(some.integers(1, 10**6), some.integers(1, 10**6)), min_size=1, max_size=9),
    some.sampled_from("|;,\t"),
    some.sampled_from(("\n", "\r\n", "\n\n")),
)
def test_what_was_written_is_read(orders: list[tuple[int, int]], mark: str, end: str) -> None:
    text = end.join(mark.join((str(one), f"https://a.b/{one}", str(many))) for one, many in orders)
    assert read_lines(text) == [TypedLine(str(one), f"https://a.b/{one}", str(many)) for one, many in orders]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1|a.b/c|100\n2|a.b/d|50", True),
        ("service;link;quantity\n1;a.b/c;100", True),
        ("1|a.b/c|100\nthank you", True),
        ("1|a.b/c|100", False),
        ("nice post\nso nice, really, 100", False),
        ("1. first\n2. second", False),
    ],
)
def test_what_is_taken_for_a_list_unasked(text: str, *, is_one: bool) -> None:
    assert is_a_list(text) is is_one


def test_a_corrected_line_takes_the_place_of_the_one_it_is_most_like() -> None:
    first, second, third = TypedLine("1", "a", "5"), TypedLine("2", "b", "5"), TypedLine("3", "c", "5")
    listed = MassList("x", 1, (first, second, third))
    better = TypedLine("3", "c", "50")
    assert corrected(listed, [better], (2, 3)).lines == (first, second, better)
    other = TypedLine("9", "z", "9")
    assert corrected(listed, [other], (2, 3)).lines == (first, other, third)
    assert corrected(listed, [other, better], (3,)).lines == (first, second, other, better)
    with pytest.raises(ShopError, match="mass_too_many"):
        corrected(listed, [other] * (MOST_LINES - 1), (3,))


@pytest.mark.parametrize("mark", ["؛", "،", "、", "，", "；"])
def test_marks_of_other_keyboards_part_columns_too(mark: str) -> None:
    assert read_lines(f"12{mark}{POST}{mark}100") == [TypedLine("12", POST, "100")]


@pytest.mark.parametrize(
    ("row", "link"),
    [
        ("5 | https://ar.wikipedia.org/wiki/a،b | 100", "https://ar.wikipedia.org/wiki/a،b"),
        ("5 https://x.com/名、前，ok 100", "https://x.com/名、前，ok"),
        ("5, https://x.com/a؛b, 100", "https://x.com/a؛b"),
        ("5، https://x.com/a,b، 100", "https://x.com/a,b"),
    ],
)
def test_a_link_keeps_the_commas_of_other_keyboards(row: str, link: str) -> None:
    """They were read as commas of ASCII, so the link was another one."""
    assert [one.link for one in read_lines(row)] == [link]
