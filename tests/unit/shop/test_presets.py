"""Orders that are kept to be made again: their names, and what they may hold."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop.errors import ShopError
from shop.ordering import presets
from shop.ordering.mass_lines import TypedLine
from shop.ordering.mass_list import MassList
from shop.ordering.order import Order, OrderState
from shop.ordering.presets import LONGEST_NAME, MOST_ITEMS, Preset, PresetItem
from tests.unit.shop.goods import ANN, LIKES, PACKAGE, POST, terms

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


ORDERED_LIKES = Order(5, ANN, "main", terms(LIKES, POST, 100, 1), OrderState.COMPLETED, NOON, NOON)


@pytest.mark.parametrize(
    ("order", "can"),
    [
        (ORDERED_LIKES, True),
        (replace(ORDERED_LIKES, state=OrderState.IN_PROGRESS), False),
        (replace(ORDERED_LIKES, terms=terms(LIKES, "", 100, 1)), False),
        (replace(ORDERED_LIKES, terms=replace(ORDERED_LIKES.terms, fields={"comments": ["a"]})), False),
    ],
)
def test_an_ended_order_of_a_link_and_a_quantity_can_become_a_preset(order: Order, can: bool) -> None:
    assert presets.can_be_preset(order) is can


def test_a_preset_has_each_service_once_with_its_first_quantity() -> None:
    orders = [
        ORDERED_LIKES,
        replace(ORDERED_LIKES, terms=terms(PACKAGE, POST, None, 1)),
        replace(ORDERED_LIKES, terms=terms(LIKES, POST, 200, 1)),
    ]
    items = presets.items_of(orders)
    assert items == (
        PresetItem("12", "Instagram Likes", 100),
        PresetItem("14", "Instagram Likes Package", None),
    )
    assert presets.list_of(Preset(3, ANN, "mine", items), "m") == MassList(
        "m", ANN, (TypedLine("12", quantity="100"), TypedLine("14", quantity="")), wants_link=True
    )


def test_a_preset_has_at_most_twenty_services() -> None:
    def ordered(count: int) -> list[Order]:
        return [
            replace(ORDERED_LIKES, terms=replace(ORDERED_LIKES.terms, service_id=str(number)))
            for number in range(count)
        ]

    assert len(presets.items_of(ordered(MOST_ITEMS))) == MOST_ITEMS
    with pytest.raises(ShopError) as refused:
        presets.items_of(ordered(MOST_ITEMS + 1))
    assert (refused.value.key, refused.value.values) == ("preset_too_long", {"count": 21, "most": MOST_ITEMS})


def test_a_presets_first_name_fits_on_its_button() -> None:
    assert presets.first_name([PresetItem("12", "Instagram  Likes", 1)]) == "Instagram Likes"
    long = PresetItem("12", "Instagram Likes | Real · from everywhere", 1)
    assert presets.first_name([long]) == "Instagram Likes | Real…"
    assert presets.first_name([long, long]) == "Instagram Likes | Real… +1"
    realer = PresetItem("1", "Instagram Followers | Real | Start 0-1 h", 1)
    assert presets.first_name([realer]) == "Instagram Followers…"
    assert presets.first_name([realer, realer, realer]) == "Instagram Followers… +2"
    one_word = PresetItem("1", "x" * 40, 1)
    assert presets.first_name([one_word]) == "x" * 25 + "…"
    assert presets.first_name([one_word, one_word]) == "x" * 22 + "… +1"


@pytest.mark.parametrize("text", ["", "  ", "x" * (LONGEST_NAME + 1), "a\x07b"])
def test_a_presets_name_is_plain_and_short(text: str) -> None:
    assert presets.read_name("  my   posts ") == "my posts"
    assert presets.read_name("x" * LONGEST_NAME) == "x" * LONGEST_NAME
    with pytest.raises(ShopError) as refused:
        presets.read_name(text)
    assert (refused.value.key, refused.value.values) == ("preset_name", {"limit": LONGEST_NAME})
