"""docs/hostile-payments.md is what the tests play."""

from pathlib import Path

from tests.shape.hostile_page import page

PAGE = Path(__file__).parents[2] / "docs" / "hostile-payments.md"


def test_the_page_is_written_of_the_table() -> None:
    assert PAGE.read_text() == page(), "`make hostile` writes it anew"
