"""The list of a mass order, page by page."""

from dataclasses import replace

import pytest

from shop.errors import ShopError
from shop.ordering.mass_lines import MOST_LINES, TypedLine, read_lines
from shop.ordering.mass_list import MassList, corrected
from tests.unit.shop.goods import ANN, POST


def test_one_link_goes_into_every_line_of_a_list_that_waits_for_it() -> None:
    listed = MassList("m", ANN, (TypedLine("12", quantity="5"), TypedLine("16", "old", "6")), wants_link=True)
    assert listed.with_link(POST) == replace(
        listed, lines=(TypedLine("12", POST, "5"), TypedLine("16", POST, "6")), wants_link=False
    )
    assert listed.without({1}).lines == (listed.lines[1],)
    assert listed.without(()).lines == listed.lines


def test_a_corrected_list_may_be_as_long_as_any() -> None:
    full = MassList("m", ANN, (TypedLine("12"),) * (MOST_LINES - 1))
    assert len(corrected(full, [TypedLine("16")], []).lines) == MOST_LINES
    with pytest.raises(ShopError) as refused:
        corrected(full, [TypedLine("16")] * 2, [])
    assert (refused.value.key, refused.value.values) == ("mass_too_many", {"count": 101, "most": MOST_LINES})


def test_columns_in_another_order_are_turned_and_a_wrong_line_stays_as_it_is() -> None:
    text = f"link;quantity;service\n{POST};100;12\n{POST};100\n"
    right, wrong = read_lines(text)
    assert right == TypedLine("12", POST, "100")
    assert wrong == TypedLine(f"{POST} | 100", columns=2)


def test_a_cell_in_quotes_may_follow_a_blank() -> None:
    assert read_lines(f'12, "{POST},x", 100') == [TypedLine("12", f"{POST},x", "100")]
