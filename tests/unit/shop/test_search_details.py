"""A search over many services, renamed ones and odd numbers; and the last letters of its corrections."""

from dataclasses import replace

import pytest

from shop.catalogue.curating import Decision, Decisions, curate
from shop.catalogue.hiding_rules import RuleTexts, SetState, default_sets
from shop.catalogue.search import ServiceSearch
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront

LIKES = Service("12", "Likes", "", "Default", 900_000, 10, 1_000)
OFF = dict.fromkeys((one.key for one in default_sets()), SetState.OFF)


def named(number: int | str, name: str, category: str = "") -> Service:
    return replace(LIKES, id=str(number), name=name, category=category)


def found(query: str, *services: Service, among: set[str] | None = None) -> list[str]:
    search = ServiceSearch(services)
    only = None if among is None else search.among(among)
    return [one.id for one in search.find(query, among=only)]


MANY = (
    *(named(1000 + n, "Likes") for n in range(298)),
    named(1, "Story Reel Views"),
    named(2, "New Story Views"),
)


def test_what_stands_far_down_a_large_catalogue_is_found_and_ranked_as_any() -> None:
    assert found("story views", *MANY) == ["2", "1"]
    assert found("likes", *MANY[:20]) == [one.id for one in MANY[:20]]
    assert found("views", *MANY, among={"1"}) == ["1"]
    assert found("new", *MANY) == ["2"]


def test_what_is_hidden_takes_no_place_among_the_hits() -> None:
    hidden = {one.id: Decision(is_shown=False) for one in MANY[:250]}
    storefront = Storefront()
    curated = curate(MANY, Decisions(hidden, sets=OFF), RuleTexts(MANY))
    storefront.show(CatalogueIndex.of(Catalogue.of(MANY), curated=curated))
    assert [one.id for one in storefront.find("likes")] == [one.id for one in MANY[250:298]]


def test_what_fits_best_among_those_that_may_be_found() -> None:
    goods = (named(101, "Story Likes"), named(102, "Likes"), named(103, "Story"))
    assert found("story likes", *goods, among={"102"}) == ["102"]
    assert found("story likes", *goods, among={"102", "103"}) == ["102", "103"]


def test_a_number_of_letters_is_found_in_any_case() -> None:
    goods = (named("AB12", "Likes"), named("77", "Views ab12"))
    assert found("ab12", *goods) == found("#AB12", *goods) == ["AB12", "77"]


def test_the_catalogue_knows_its_words_and_its_numbers() -> None:
    search = ServiceSearch((named("AB12", "Story Likes", "Instagram"), named(7, "Views")))
    assert all(search.knows(word) for word in ("story", "likes", "instagram", "ab12", "7"))
    assert not any(search.knows(word) for word in ("stor", "ab", "12", "reels"))


def test_a_renamed_service_is_found_by_both_names_its_own_first() -> None:
    goods = (named(101, "Hearts"), named(102, "Likes"))
    decisions = Decisions({"102": Decision(name="Hearts of gold"), "101": Decision(name="Thumbs")}, sets=OFF)
    search = ServiceSearch(curate(goods, decisions, RuleTexts(goods)).listed)
    assert [one.id for one in search.find("likes")] == ["102"]
    assert [one.id for one in search.find("hearts")] == ["102", "101"]


def test_a_search_made_after_another_finds_the_same() -> None:
    before = ServiceSearch((named(101, "Story Likes"), named(102, "Tik Tok Views")))
    goods = (named(103, "Tik Tok Views"), named(104, "New Reels"), named(101, "Story Likes"))
    after = ServiceSearch(goods, before=before)
    for query, ids in (("tiktok", ["103"]), ("reels", ["104"]), ("story likes", ["101"])):
        assert [one.id for one in after.find(query)] == ids


def test_the_beginning_of_a_word_finds_it_from_two_letters_on() -> None:
    goods = (named(101, "Likes"), named(102, "Views"))
    assert found("li", *goods) == ["101"]
    assert found("l", *goods) == []
    alike = (named(101, "Fast HQ Cheap Liked"), named(102, "Fast HQ Cheap Likes"), named(103, "Views"))
    assert found("like", *alike) == ["101", "102"]


def test_a_word_of_the_catalogue_is_not_parted() -> None:
    assert found("storyviews", named(101, "Storyviews"), named(102, "Story Views")) == ["101"]


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("spaer", ["101", "102"]),
        ("spac", ["102"]),
        ("flowers", ["103"]),
        ("followersab", ["103"]),
        ("floolwers", ["103"]),
        ("xyllowers", ["103"]),
        ("abcdefghijklmnopqrstuvxx", ["104"]),
    ],
)
def test_what_is_one_slip_away_or_two(typed: str, ids: list[str]) -> None:
    goods = (
        named(101, "Spare"),
        named(102, "Spacer"),
        named(103, "Followers"),
        named(104, "Abcdefghijklmnopqrstuvwx"),
    )
    assert found(typed, *goods) == ids
