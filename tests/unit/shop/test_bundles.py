"""Bundles as policy: shares that add up, and what operators type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.bundles.bundle import Part
from shop.bundles.pricing import shares_of
from shop.bundles.typed import read_name, read_part, read_price, read_whole
from shop.errors import ShopError
from shop.money import PRICE_QUANTUM, ceil_div

PARTS = st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=2, max_size=10)


@given(PARTS, st.integers(0, 10**10))
def test_shares_add_up_and_none_is_below_its_cost(parts: list[tuple[int, int]], more: int) -> None:
    costs, alone = [one for one, _ in parts], [one for _, one in parts]
    price = sum(ceil_div(cost, PRICE_QUANTUM) * PRICE_QUANTUM for cost in costs) + more
    shares = shares_of(price, costs, alone)
    assert sum(shares) == price
    assert all(share >= cost for share, cost in zip(shares, costs, strict=True))


@given(PARTS, st.integers(0, 10**6))
def test_shares_are_whole_cents_where_the_costs_leave_room(parts: list[tuple[int, int]], more: int) -> None:
    cent = 10_000
    costs, alone = [one for one, _ in parts], [one for _, one in parts]
    price = (sum(ceil_div(cost, cent) for cost in costs) + more) * cent
    shares = shares_of(price, costs, alone, cent)
    assert sum(shares) == price
    assert all(share >= cost for share, cost in zip(shares, costs, strict=True))
    assert all(share % cent == 0 for share in shares)


def test_shares_are_finer_than_a_cent_where_whole_cents_leave_no_room() -> None:
    assert shares_of(10_000, [4_000, 4_000], [1, 1], 10_000) == [5_000, 5_000]


def test_nothing_is_sold_below_its_cost() -> None:
    with pytest.raises(ShopError, match="bundle_below_cost"):
        shares_of(299_900, [100_000, 200_000], [1, 1])


def test_names_parts_and_prices_are_read_as_operators_type_them() -> None:
    assert read_name("  Post   start ") == "Post start"
    assert read_part("#12 1k") == Part("12", quantity=1000)
    assert read_part("12 1") == Part("12", quantity=1)
    assert read_part("12 100%") == Part("12", share_ppm=1_000_000)
    assert read_part("12 12.5%") == Part("12", share_ppm=125_000)
    assert read_part("۱۲ ۱۲٫۵٪") == Part("12", share_ppm=125_000)
    assert read_part("１２ ５０％") == Part("12", share_ppm=500_000)
    assert read_whole("10 000") == 10_000
    assert read_price("0%", "USD") == (0, None)
    assert read_price("90%", "USD") == (900_000, None)
    assert read_price("10%", "USD") == (100_000, None)
    assert read_price("١٠٪", "USD") == (100_000, None)
    assert read_price("4,50", "USD") == (0, 4_500_000)
    assert read_price("1,000.50", "USD") == (0, 1_000_500_000)
    with pytest.raises(ShopError, match="amount_unclear"):
        read_price("4.500", "USD")


@pytest.mark.parametrize("text", ["12", "12 0%", "12 101%", "12 -5", "12 x", ""])
def test_what_is_no_part(text: str) -> None:
    with pytest.raises(ShopError, match="bundle_part"):
        read_part(text)


@pytest.mark.parametrize("text", ["91%", "0", "x", "0.00001", "-3", "10%%"])
def test_what_is_no_price(text: str) -> None:
    with pytest.raises(ShopError, match="bundle_price"):
        read_price(text, "USD")
