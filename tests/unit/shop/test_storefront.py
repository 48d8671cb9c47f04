"""What customers and operators meet in the shop: sections, categories, and what is on sale."""

from dataclasses import replace

import pytest

from shop.catalogue.curating import CuratedCatalogue, Decision, Decisions, curate
from shop.catalogue.hiding_rules import RuleTexts, SetState, default_sets
from shop.catalogue.search import ServiceSearch
from shop.catalogue.search_words import SearchWords
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import OTHER, CatalogueIndex, Section, Storefront, short_key
from shop.errors import ShopError
from shop.ordering.fields import Counted

OFF = dict.fromkeys((one.key for one in default_sets()), SetState.OFF)
LIKES = Service("12", "Instagram Likes", "Instagram", "Default", 900_000, 10, 1_000)
VIEWS = replace(LIKES, id="13", name="TikTok Views", category="TikTok")
PLAYS = replace(LIKES, id="14", name="Plays", category="Best offers")
SAVES = replace(LIKES, id="15", name="Instagram Saves", category="Instagram Saves")
GOODS = (PLAYS, LIKES, VIEWS, SAVES)


def index(
    *goods: Service, before: CatalogueIndex | None = None, from_wallets: bool = False, **decided: Decision
) -> CatalogueIndex:
    """Index these services; what is decided is named by a service's number, as `of_12`, or a category."""
    services = {key.removeprefix("of_"): one for key, one in decided.items() if key.startswith("of_")}
    categories = {key.replace("_", " "): one for key, one in decided.items() if not key.startswith("of_")}
    curated = curate(goods, Decisions(services, categories, sets=OFF), RuleTexts(goods))
    return CatalogueIndex.of(Catalogue.of(goods), from_wallets=from_wallets, curated=curated, before=before)


def shop(shown: CatalogueIndex, words: SearchWords | None = None) -> Storefront:
    storefront = Storefront(words)
    storefront.show(shown)
    return storefront


def plan(sections: tuple[Section, ...]) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    return [
        (section.key, [(one.name, [each.id for each in one.services]) for one in section.categories])
        for section in sections
    ]


def test_before_the_first_catalogue_there_is_nothing() -> None:
    storefront = Storefront()
    assert (storefront.empty, storefront.size, storefront.sections) == (True, 0, ())
    assert storefront.find("likes") == storefront.find_any("likes", limit=9) == []
    assert storefront.service("12") is None
    assert storefront.section("instagram") is None
    assert storefront.category("12") is None


def test_platforms_stand_in_the_panels_order_and_the_rest_last() -> None:
    storefront = shop(index(*GOODS))
    assert plan(storefront.sections) == [
        ("instagram", [("Instagram", ["12"]), ("Instagram Saves", ["15"])]),
        ("tiktok", [("TikTok", ["13"])]),
        (OTHER, [("Best offers", ["14"])]),
    ]
    assert storefront.desk_sections == storefront.sections
    section = storefront.section("tiktok")
    assert section is not None
    assert (section.key, section.platform is not None) == ("tiktok", True)
    assert storefront.section("gone") is None
    others = storefront.section(OTHER)
    assert others is not None
    assert others.platform is None


def test_a_category_of_two_platforms_has_a_part_in_each_with_a_key_of_its_own() -> None:
    page = replace(LIKES, id="16", name="Facebook Likes", category="Instagram & Facebook")
    photo = replace(LIKES, id="17", category="Instagram & Facebook")
    storefront = shop(index(page, photo))
    [facebook, instagram] = [section.categories[0] for section in storefront.sections]
    assert (facebook.services, instagram.services) == ((page,), (photo,))
    assert facebook.name == instagram.name == "Instagram & Facebook"
    assert facebook.key != instagram.key
    assert storefront.category(facebook.key) == facebook
    assert storefront.category(instagram.key) == instagram


def test_a_moved_category_moves_no_platform() -> None:
    moved = index(*GOODS, tiktok=Decision(is_pinned=True), instagram_saves=Decision(position=0))
    assert plan(moved.sections) == [
        ("instagram", [("Instagram Saves", ["15"]), ("Instagram", ["12"])]),
        ("tiktok", [("TikTok", ["13"])]),
        (OTHER, [("Best offers", ["14"])]),
    ]


def test_a_renamed_category_keeps_its_key_and_shows_its_picture() -> None:
    before, after = index(*GOODS), index(*GOODS, tiktok=Decision(name="Clips", picture="file-1"))
    [was], [now] = (shown.sections[1].categories for shown in (before, after))
    assert (was.key, was.name, was.panels_name, was.picture) == (now.key, "TikTok", "TikTok", "")
    assert (now.name, now.panels_name, now.picture) == ("Clips", "TikTok", "file-1")
    assert now.key == short_key("tiktok", "TikTok")


@pytest.mark.parametrize("names", [("a",), ("instagram", "Likes"), ("ü" * 900, "")])
def test_a_key_is_short_and_tells_names_apart(names: tuple[str, ...]) -> None:
    assert len(short_key(*names)) == 12
    assert short_key(*names) == short_key(*names)
    assert short_key(*names) != short_key(*names, "b")


def test_hidden_services_are_for_operators_alone() -> None:
    storefront = shop(index(*GOODS, of_12=Decision(is_shown=False), tiktok=Decision(is_shown=False)))
    assert [one.id for one in storefront.services] == ["14", "15"]
    assert storefront.size == 2
    assert [section.key for section in storefront.sections] == ["instagram", OTHER]
    assert [section.key for section in storefront.desk_sections] == ["instagram", "tiktok", OTHER]
    assert storefront.service("12") is None
    assert storefront.service("15") == SAVES
    assert (storefront.knows("12"), storefront.knows("15")) == (False, True)
    assert storefront.find("instagram") == [SAVES]
    assert storefront.find_any("instagram", limit=9) == [LIKES, SAVES]
    assert storefront.find_any("instagram", limit=1) == [LIKES]
    with pytest.raises(ShopError) as refused:
        storefront.sold("12")
    assert refused.value.key == "service_gone"
    assert storefront.unsold == {}
    assert storefront.desk_category_of(VIEWS) is not None


def test_what_cannot_be_sold_is_told_by_its_reason() -> None:
    goods = (
        LIKES,
        replace(LIKES, id="20", min=11, max=10),
        replace(LIKES, id="21", type="Nobody knows"),
        replace(LIKES, id="22", min=11, max=10),
        replace(LIKES, id="23", min=10, max=10),
        replace(LIKES, id="24", min=11, max=None),
        replace(LIKES, id="25", min=None, max=0),
        replace(LIKES, id="26", type="Nobody knows"),
    )
    shown = index(*goods, of_26=Decision(is_shown=False))
    assert shown.unsold == {"minimum above maximum": ("20", "22"), "type not known": ("21",)}
    assert list(shown.sold) == ["12", "23", "24", "25"]
    assert shown.hidden == {}


def test_nothing_is_sold_for_nothing_where_customers_pay() -> None:
    free = replace(VIEWS, rate_micro=0)
    assert list(index(LIKES, free).sold) == ["12", "13"]
    assert list(index(LIKES, free, from_wallets=True).sold) == ["12"]


def test_posts_are_paid_beforehand_where_customers_pay() -> None:
    posts = replace(LIKES, type="Subscriptions")
    assert index(posts).sold["12"].form.counted is Counted.LATER
    assert index(posts, from_wallets=True).sold["12"].form.counted is Counted.POSTS


def test_what_has_not_changed_is_taken_from_the_catalogue_before() -> None:
    before = index(*GOODS, of_13=Decision(is_shown=False))
    after = index(PLAYS, replace(LIKES, rate_micro=1), VIEWS, before=before)
    assert after.sold["14"] is before.sold["14"]
    assert after.sold["13"] is before.hidden["13"]
    assert after.sold["12"].service.rate_micro == 1


def test_a_search_that_was_made_before_is_used() -> None:
    search = ServiceSearch(GOODS)
    shown = CatalogueIndex.of(Catalogue.of(GOODS), curated=CuratedCatalogue.plain(GOODS), search=search)
    assert shown.search is search
    assert shop(shown).find("views") == [VIEWS]


def test_a_service_may_be_for_the_platforms_of_its_category_and_of_its_name() -> None:
    both = replace(LIKES, name="Instagram Reels to TikTok Likes", category="TikTok")
    offer = index(both, PLAYS).sold["12"]
    assert [one.key for one in offer.platforms] == ["tiktok", "instagram"]
    assert offer.platform is offer.platforms[0]
    assert index(PLAYS).sold["14"].platform is None


@pytest.mark.parametrize(
    ("category", "name", "keys"),
    [
        ("YouTube Views", "YouTube SEO views | By keywords", ["youtube"]),
        ("Spotify", "Plays | Traffic from playlists", ["spotify"]),
        ("Website traffic", "Traffic for YouTube videos", ["website", "youtube"]),
        ("Instagram", "Website clicks from stories", ["instagram", "website"]),
        ("Backlinks", "SEO package", ["website"]),
    ],
)
def test_a_word_like_seo_opens_a_platforms_service_to_no_other_link(
    category: str, name: str, keys: list[str]
) -> None:
    offer = index(replace(LIKES, name=name, category=category)).sold["12"]
    assert [platform.key for platform in offer.platforms] == keys


def test_words_of_other_languages_are_looked_up_for_all() -> None:
    storefront = shop(
        index(*GOODS, of_13=Decision(is_shown=False)), SearchWords({"izlenme": "views", "oynatma": "plays"})
    )
    assert storefront.find("oynatma") == [PLAYS]
    assert storefront.find("izlenme") == []
    assert storefront.find_any("izlenme", limit=9) == [VIEWS]


async def test_hidden_services_are_sorted_by_their_kinds_too() -> None:
    storefront = shop(index(*GOODS, of_13=Decision(is_shown=False)))
    kinds = await storefront.sort_kinds()
    assert kinds is storefront.kinds
    assert kinds.key_of("12")
    assert kinds.key_of("13")
    assert kinds.key_of("12") != kinds.key_of("13")
