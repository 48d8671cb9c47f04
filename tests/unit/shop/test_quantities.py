"""The quantities that are offered as buttons."""

from hypothesis import given
from hypothesis import strategies as st

from shop.catalogue.services import Service
from shop.ordering.quantities import OFFERED, quantities


def offered(least: int | None, most: int | None) -> tuple[int, ...]:
    return quantities(Service("1", "Likes", "Instagram Likes", "Default", 100, least, most))


@given(st.integers(0, 10**6), st.integers(0, 10**9))
def test_they_rise_from_the_least_and_reach_the_most_where_there_is_room(least: int, more: int) -> None:
    most = max(1, least + more)
    found = offered(least, most)
    assert found[0] == max(1, least)
    assert list(found) == sorted(set(found))
    assert found[-1] <= most
    assert len(found) <= OFFERED
    assert len(found) == OFFERED or found[-1] == most


def test_none_are_offered_where_the_limits_are_not_known() -> None:
    assert offered(None, 1000) == offered(10, None) == ()


def test_one_quantity_is_one_button() -> None:
    assert offered(1000, 1000) == (1000,)
