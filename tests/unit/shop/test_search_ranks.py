"""What a search finds, and in which order."""

import pytest

from shop.catalogue.search import ServiceSearch
from tests.unit.shop.goods import found, named


def test_only_services_that_may_be_found_are_found() -> None:
    goods = (named(101, "Likes"), named(102, "Likes"), named(103, "Views"))
    assert found("likes", *goods, among={"102", "103"}) == ["102"]
    assert found("likes", *goods, among=set()) == []
    assert found("likes zzz", *goods, among={"102"}) == ["102"]
    assert found("likes", *goods, limit=1) == ["101"]


def test_two_words_typed_as_one_are_parted() -> None:
    goods = (named(101, "Story Views"), named(102, "Likes"))
    assert found("storyviews", *goods) == ["101"]


@pytest.mark.parametrize(
    "typed", ["folowers", "followres", "fllowers", "followwers", "folloers", "flolowers"]
)
def test_a_slip_or_two_in_a_long_word_is_corrected(typed: str) -> None:
    goods = (named(101, "Followers"), named(102, "Views"))
    assert found(typed, *goods) == ["101"]


def test_a_correction_takes_the_nearest_word() -> None:
    goods = (named(101, "Shares"), named(102, "Shades"), named(103, "Spades"))
    assert found("sharez", *goods) == ["101"]
    assert found("xpades", *goods) == ["103"]


def test_words_of_two_categories_are_found_in_both() -> None:
    goods = (named(101, "Real", "Cheap Likes"), named(102, "Fast", "Cheap Views"), named(103, "Old", "Dear"))
    assert found("cheap", *goods) == ["101", "102"]


def test_a_beginning_with_a_slip_is_corrected_too() -> None:
    assert found("folow", named(101, "Followers"), named(102, "Views")) == ["101"]


@pytest.mark.parametrize(
    ("typed", "is_found"), [("xhxres", True), ("shxrxs", True), ("xtorx", False), ("stoxy", True)]
)
def test_a_word_of_six_letters_may_hold_two_slips_and_a_shorter_one_only_one(
    typed: str, is_found: bool
) -> None:
    assert bool(found(typed, named(101, "Shares"), named(102, "Story"))) is is_found


def test_slips_at_both_ends_of_a_word_are_corrected() -> None:
    assert found("xinstagra", named(101, "Instagram Likes")) == ["101"]


def test_a_letter_too_much_is_a_slip_and_no_word_of_its_own() -> None:
    assert found("xlikes", named(101, "Likes"), named(102, "X Likes")) == ["101", "102"]


def test_a_platform_is_found_by_the_beginning_of_any_of_its_names() -> None:
    goods = (named(101, "Instagram Likes"), named(102, "TikTok Likes"))
    assert found("инстагр", *goods) == ["101"]
    assert found("instagr", *goods) == ["101"]


def test_words_alike_in_several_categories_are_all_found() -> None:
    goods = (named(101, "Real", "Cheapest"), named(102, "Fast", "Cheaper"), named(103, "Old", "Dear"))
    assert found("cheap", *goods) == ["101", "102"]


def test_both_names_of_a_category_are_found() -> None:
    goods = (named(101, "Real", "Cheap Likes"), named(102, "Fast", "Views"))
    search = ServiceSearch(goods, {"Cheap Likes": "Bargains", "Views": "Views"}.__getitem__)
    assert [one.id for one in search.find("cheap")] == ["101"]
    assert [one.id for one in search.find("bargains")] == ["101"]
