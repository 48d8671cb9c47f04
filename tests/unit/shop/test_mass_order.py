"""A line of a mass order, sent by itself: which text is one."""

import pytest

from shop.ordering.mass_order import Line, one_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1|https://a.b/c|100", Line("1", "https://a.b/c", "100")),
        ("  1 | https://a.b/c | 100 \n", Line("1", "https://a.b/c", "100")),
        ("1|a.b/c|100|", Line("1", "a.b/c", "100")),
        ("1|@name|10 000", Line("1", "@name", "10 000")),
        ("1|a.b/c|1,000", Line("1", "a.b/c", "1,000")),
        ("\r\n1|a.b/c|100\r\n\r\n", Line("1", "a.b/c", "100")),
        ("١|a.b/c|١٠٠", Line("١", "a.b/c", "١٠٠")),
    ],
)
def test_the_one_line_is_read(text: str, line: Line) -> None:
    assert one_line(text) == line


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "1",
        "1|a.b/c",
        "1|a.b/c|",
        "|a.b/c|100",
        "1|a.b/c|100|5",
        "1|a.b/c d|100",
        "Service|Link|Quantity\n1|a.b/c|100",
        "order 1|a.b/c|100",
        "1" * 19 + "|a.b/c|100",
        "1|a.b/c|100 pieces",
        "1|a.b/c|100\r\n2|a.b/d|50",
        "1|a.b/c|100\nthank you",
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert one_line(text) is None
