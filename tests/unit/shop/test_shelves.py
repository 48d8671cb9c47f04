"""Sections and shelves of the shop."""

from dataclasses import replace

import pytest

from shop.catalogue.curating import Decision, Decisions, curate, reach_of
from shop.catalogue.hiding_rules import (
    RuleTexts,
)
from shop.errors import ShopError
from tests.unit.shop.goods import FOLLOWERS, LIKES, OFF, storefront

HIDDEN = Decisions(services={"12": Decision(is_shown=False)}, sets=OFF.sets)


def test_what_was_ordered_before_its_service_was_hidden_goes_on() -> None:
    shown = storefront(LIKES, FOLLOWERS, decisions=HIDDEN)
    assert not shown.knows("12")
    assert shown.served("12").service == LIKES
    assert shown.served("16").service == FOLLOWERS
    with pytest.raises(ShopError):
        shown.sold("12")
    with pytest.raises(ShopError):
        shown.served("99")


def test_a_hidden_service_has_its_category_at_the_desk() -> None:
    shown = storefront(LIKES, FOLLOWERS, decisions=HIDDEN)
    found = shown.desk_category_of(LIKES)
    assert found is not None
    assert (found.name, found.services) == ("Instagram Likes", (LIKES,))
    assert shown.desk_category(found.key) == found
    assert shown.category(found.key) is None
    assert shown.desk_category("gone") is None
    assert shown.desk_category_of(replace(LIKES, id="99")) is None


def test_services_that_cannot_be_sold_are_listed_with_why() -> None:
    odd = replace(LIKES, id="13", type="Nobody knows")
    shown = storefront(LIKES, odd)
    assert list(shown.unsold.values()) == [("13",)]
    assert (shown.size, shown.empty) == (1, False)


def test_the_next_catalogue_is_read_over_the_one_before() -> None:
    first = storefront(LIKES, FOLLOWERS, decisions=HIDDEN)
    dearer = replace(FOLLOWERS, rate_micro=5)
    second = storefront(LIKES, dearer, before=first)
    assert second.sold("12").service == LIKES
    assert second.sold("16").service == dearer


def test_a_rule_reaches_what_is_on_sale_and_nobody_decided_about() -> None:
    goods = (
        LIKES,
        FOLLOWERS,
        replace(LIKES, id="13"),
        replace(LIKES, id="14", name="TikTok Views", category="TikTok"),
    )
    decisions = Decisions(
        services={"13": Decision(is_shown=True), "16": Decision(is_shown=False)}, sets=OFF.sets
    )
    reach = reach_of(goods, decisions, RuleTexts(goods), ["instagram"])
    assert (reach.count, reach.on_sale, reach.named) == (1, 3, (LIKES,))
    assert not reach.hides_most
    assert not reach.hides_all
    all_of_it = reach_of(goods[:1], OFF, RuleTexts(goods[:1]), ["instagram"])
    assert (all_of_it.hides_all, all_of_it.hides_most) == (True, True)


def test_services_are_category_by_category_once_something_was_moved() -> None:
    goods = (LIKES, FOLLOWERS, replace(LIKES, id="13"))
    plain = Decisions(services={"16": Decision(name="Fans")}, sets=OFF.sets)
    assert [one.id for one in curate(goods, plain, RuleTexts(goods)).listed] == ["12", "16", "13"]
    pinned = Decisions(services={"13": Decision(is_pinned=True)}, sets=OFF.sets)
    assert [one.id for one in curate(goods, pinned, RuleTexts(goods)).listed] == ["13", "12", "16"]
    placed = Decisions(categories={"instagram followers": Decision(position=0)}, sets=OFF.sets)
    assert [one.id for one in curate(goods, placed, RuleTexts(goods)).listed] == ["16", "12", "13"]
