"""Lines of a mass order: which text is one, and which line is taken."""

import pytest

from shop.ordering.mass_order import Line, first_line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("1|https://a.b/c|100", Line("1", "https://a.b/c", "100", 1)),
        ("  1 | https://a.b/c | 100 \n", Line("1", "https://a.b/c", "100", 1)),
        ("1|a.b/c|100|", Line("1", "a.b/c", "100", 1)),
        ("1|@name|10 000", Line("1", "@name", "10 000", 1)),
        ("1|a.b/c|1,000", Line("1", "a.b/c", "1,000", 1)),
        ("1|a.b/c|100\r\n\r\n2|a.b/d|50\r\n", Line("1", "a.b/c", "100", 2)),
        ("1|a.b/c|100\nthank you", Line("1", "a.b/c", "100", 2)),
        ("١|a.b/c|١٠٠", Line("١", "a.b/c", "١٠٠", 1)),
    ],
)
def test_the_first_line_is_read(text: str, line: Line) -> None:
    assert first_line(text) == line


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
    ],
)
def test_anything_else_is_none(text: str) -> None:
    assert first_line(text) is None
