"""Routes to another supplier: which service may stand in for which."""

from dataclasses import replace

import pytest

from shop.catalogue.routes import Routes, Target, Way, check_route, most_for
from shop.catalogue.services import Service
from shop.errors import ShopError
from tests.unit.shop.goods import LIKES, storefront


def limits(least: int | None, most: int | None) -> Service:
    return replace(LIKES, id="99", min=least, max=most)


def check(ordered: Service, instead: Service) -> None:
    check_route(storefront(ordered).sold(ordered.id), storefront(instead).sold(instead.id))


@pytest.mark.parametrize(
    ("least", "most"),
    [(10, 10_000), (10_000, 90_000), (1, 10), (None, None), (None, 10), (10_000, None)],
)
def test_a_service_whose_limits_touch_ours_may_deliver_instead(least: int | None, most: int | None) -> None:
    check(LIKES, limits(least, most))
    check(limits(least, most), LIKES)


@pytest.mark.parametrize(("least", "most"), [(10_001, 90_000), (1, 9), (None, 9), (10_001, None)])
def test_a_service_that_takes_none_of_our_quantities_may_not(least: int | None, most: int | None) -> None:
    for ordered, instead in ((LIKES, limits(least, most)), (limits(least, most), LIKES)):
        with pytest.raises(ShopError) as refused:
            check(ordered, instead)
        assert refused.value.key == "route_other_limits"


def test_a_service_without_a_least_may_deliver_for_one_without_a_most() -> None:
    check(replace(LIKES, min=None, max=None), limits(None, None))
    check(replace(LIKES, min=5, max=None), limits(7, None))


@pytest.mark.parametrize(
    ("ordered", "instead", "key"),
    [
        (LIKES, LIKES, "route_to_itself"),
        (LIKES, replace(LIKES, id="99", type="Subscriptions"), "route_by_post"),
        (replace(LIKES, id="99", type="Subscriptions"), LIKES, "route_by_post"),
        (LIKES, replace(LIKES, id="99", type="Custom Comments"), "route_other_questions"),
        (LIKES, replace(LIKES, id="99", type="Package"), "route_other_questions"),
    ],
)
def test_why_a_service_cannot_deliver_instead(ordered: Service, instead: Service, key: str) -> None:
    with pytest.raises(ShopError) as refused:
        check(ordered, instead)
    assert refused.value.key == key


def test_routes_and_fallbacks_are_told_apart() -> None:
    always, else_ = Target("99", "fast", "9"), Target("98", "slow", "8")
    routes = Routes()
    routes.replace_all([("12", Way.ROUTE, always), ("12", Way.FALLBACK, else_), ("13", Way.FALLBACK, else_)])
    assert routes.routes == {"12": always}
    assert routes.fallbacks == {"12": else_, "13": else_}


def test_an_order_may_cost_elsewhere_what_it_brings_and_the_loss_that_is_allowed() -> None:
    assert most_for(1_000_000, 0) == 1_000_000
    assert most_for(1_000_000, 50_000) == 1_050_000
    assert most_for(999, 1_000) == 999
