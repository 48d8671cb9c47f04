"""The catalogue as the shop uses it: routes, translated words, what a sync changed, links, and shelves."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop.catalogue.curating import Decision, Decisions, curate, in_plain_words, reach_of
from shop.catalogue.deep_links import link_key, link_to, link_to_bundle, link_to_order, link_to_shop
from shop.catalogue.hiding_rules import (
    LONGEST_WORDS,
    HidingRule,
    Pattern,
    RuleState,
    RuleTexts,
    SetState,
    default_sets,
)
from shop.catalogue.platforms import platform_of, platforms_in, words_of
from shop.catalogue.routes import Routes, Target, Way, check_route
from shop.catalogue.search import ServiceSearch
from shop.catalogue.search_words import SearchWords
from shop.catalogue.service_news import KIND, NAMED, Change, Item, items_of, notice_of
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.catalogue.sync_report import Moved, ServiceChange, SyncReport, report_of
from shop.errors import ShopError

LIKES = Service("12", "Instagram Likes", "Instagram Likes", "Default", 900_000, 10, 1_000)
OFF = Decisions(sets=dict.fromkeys((one.key for one in default_sets()), SetState.OFF))


def storefront(
    *services: Service, decisions: Decisions = OFF, before: Storefront | None = None
) -> Storefront:
    shown = Storefront()
    texts = RuleTexts(services)
    shown.show(
        CatalogueIndex.of(
            Catalogue.of(services),
            curated=curate(services, decisions, texts),
            before=before.index if before else None,
        )
    )
    return shown


# --- routes ------------------------------------------------------------------------------------------------


def limits(least: int | None, most: int | None) -> Service:
    return replace(LIKES, id="99", min=least, max=most)


@pytest.mark.parametrize(
    ("least", "most"),
    [(10, 1_000), (1_000, 9_000), (1, 10), (None, None), (None, 10), (1_000, None)],
)
def test_a_service_whose_limits_touch_ours_may_deliver_instead(least: int | None, most: int | None) -> None:
    check(LIKES, limits(least, most))
    check(limits(least, most), LIKES)


@pytest.mark.parametrize(("least", "most"), [(1_001, 9_000), (1, 9), (None, 9), (1_001, None)])
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


def check(ordered: Service, instead: Service) -> None:
    check_route(storefront(ordered).sold(ordered.id), storefront(instead).sold(instead.id))


def test_routes_and_fallbacks_are_told_apart() -> None:
    always, else_ = Target("99", "fast", "9"), Target("98", "slow", "8")
    routes = Routes()
    routes.replace_all([("12", Way.ROUTE, always), ("12", Way.FALLBACK, else_), ("13", Way.FALLBACK, else_)])
    assert routes.routes == {"12": always}
    assert routes.fallbacks == {"12": else_, "13": else_}


# --- words -------------------------------------------------------------------------------------------------

WORDS = SearchWords(
    {
        "takipçi": "followers",
        "canlı yayın": "live",
        "canlı yayın izleyici": "live viewers",
        "izleyici": "viewers",
        "merhaba": "",
        "teşekkürler": "",
    }
)


@pytest.mark.parametrize(
    ("query", "english"),
    [
        ("instagram takipçi", "instagram followers"),
        ("canlı yayın", "live"),
        ("tiktok canlı yayın izleyici", "tiktok live viewers"),
        ("izleyici canlı yayın", "viewers live"),
        ("canlı yayın tiktok likes", "live tiktok likes"),
        ("canlı izleyici", "canli viewers"),
        ("Instagram Likes!", "Instagram Likes!"),
        ("takipçi", "followers"),
    ],
)
def test_the_longest_phrase_that_is_known_is_put_into_english(query: str, english: str) -> None:
    assert WORDS.translated(query, lambda _: False) == english


def test_what_the_catalogue_itself_says_stays_as_it_is() -> None:
    assert WORDS.translated("takipçi izleyici", {"takipci"}.__contains__) == "takipci viewers"


@pytest.mark.parametrize("text", ["instagram takipçi", "likes", "merhaba likes", " takipçi"])
def test_words_for_something_are_a_search(text: str) -> None:
    assert WORDS.is_search(text)


@pytest.mark.parametrize("text", ["merhaba", "merhaba teşekkürler", "/start likes", " /likes", "😀", ""])
def test_small_talk_and_commands_are_none(text: str) -> None:
    assert not WORDS.is_search(text)


# --- what a sync changed -----------------------------------------------------------------------------------


def report(before: Service, after: Service, markup: int = 100_000) -> tuple[ServiceChange, ...]:
    found = report_of([before], [after], lambda _: markup, "USD")
    return found.changes if found else ()


def test_a_report_names_each_change_and_its_currency() -> None:
    dearer, new = replace(LIKES, rate_micro=1_000_000), replace(LIKES, id="13", name="New")
    gone = replace(LIKES, id="14", name="Gone")
    assert report_of([LIKES, gone], [dearer, new], lambda _: 500_000, "USD") == SyncReport(
        {Moved.DEARER: 1, Moved.NEW: 1, Moved.GONE: 1},
        (
            ServiceChange(Moved.DEARER, "12", "Instagram Likes", "", 900_000, 1_000_000),
            ServiceChange(Moved.NEW, "13", "New", after_micro=900_000),
            ServiceChange(Moved.GONE, "14", "Gone", before_micro=900_000),
        ),
        "USD",
        2,
    )


def test_a_price_that_ate_its_markup_is_named_with_both() -> None:
    overtaken = ServiceChange(Moved.OVERTAKEN, "12", "Instagram Likes", "", 900_000, 990_001)
    assert report(LIKES, replace(LIKES, rate_micro=990_001))[-1] == overtaken
    assert overtaken.moved not in {one.moved for one in report(LIKES, replace(LIKES, rate_micro=990_000))}


def test_a_new_name_is_told_with_the_old_one() -> None:
    renamed = replace(LIKES, name="Likes HQ", rate_micro=900_001)
    assert report(LIKES, renamed) == (
        ServiceChange(Moved.RENAMED, "12", "Likes HQ", before="Instagram Likes"),
    )


def test_the_first_catalogue_and_the_same_one_are_no_news() -> None:
    assert report_of([], [LIKES], lambda _: 0, "USD") is None
    assert report_of([LIKES], [LIKES], lambda _: 0, "USD") is None


# --- links -------------------------------------------------------------------------------------------------


def test_links_that_open_the_shop_at_what_they_name() -> None:
    assert link_to_shop("kiosk_bot") == "https://t.me/kiosk_bot?start=inline"
    assert link_to(LIKES, "kiosk_bot") == "https://t.me/kiosk_bot?start=s_12"
    assert link_to_order(5, "kiosk_bot").startswith("https://t.me/kiosk_bot?start=")
    assert link_to_bundle(5, "kiosk_bot").startswith("https://t.me/kiosk_bot?start=")
    assert link_to_order(5, "k") != link_to_bundle(5, "k")


def test_a_number_that_cannot_stand_in_a_link_is_named_by_a_short_key() -> None:
    odd = replace(LIKES, id="a b/ü")
    assert link_key(LIKES) == "12"
    assert link_key(odd).isalnum()
    assert link_key(odd) != odd.id


# --- the shelves -------------------------------------------------------------------------------------------

FOLLOWERS = replace(LIKES, id="16", name="Instagram Followers", category="Instagram Followers")
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


# --- platforms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "name", "platform"),
    [
        ("Instagram & Facebook", "Facebook Page Likes", "facebook"),
        ("Instagram & Facebook", "Likes", "instagram"),
        ("Best sellers", "YouTube Views", "youtube"),
        ("Best sellers", "Views", None),
        ("TikTok", "Instagram Likes", "tiktok"),
    ],
)
def test_a_services_platform_is_its_categorys_or_the_one_of_its_name(
    category: str, name: str, platform: str | None
) -> None:
    found = platform_of(category, name)
    assert (found.key if found else None) == platform
    shown = storefront(replace(LIKES, category=category, name=name))
    assert [section.key for section in shown.sections] == [platform or "other"]


@pytest.mark.parametrize(
    ("words", "platform"),
    [
        ("New X Followers", "x"),
        ("X Followers", "x"),
        ("2 X Followers", None),
        ("Group X", None),
        ("Group X and X Followers", "x"),
    ],
)
def test_a_short_name_counts_first_or_before_a_counted_thing(words: str, platform: str | None) -> None:
    assert [one.key for one in platforms_in(words_of(words))] == ([platform] if platform else [])


# --- search ------------------------------------------------------------------------------------------------


def found(query: str, *services: Service, limit: int = 200, among: set[str] | None = None) -> list[str]:
    search = ServiceSearch(services)
    only = None if among is None else search.among(among)
    return [one.id for one in search.find(query, limit, only)]


def named(number: int, name: str, category: str = "") -> Service:
    return replace(LIKES, id=str(number), name=name, category=category)


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


# --- what operators type -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("  Hearts \t fast ", "Hearts fast"),
        ("one\n\n  two  \r\n", "one\ntwo"),
        ("a\u202eb\x07c", "abc"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("\u200d\u200c", ""),
        ("\u200f", ""),
        ("", ""),
    ],
)
def test_what_an_operator_types_is_kept_in_plain_words(typed: str, plain: str) -> None:
    assert in_plain_words(typed) == plain


def test_a_rule_is_of_words_and_not_without_end() -> None:
    assert Pattern.of("x" * LONGEST_WORDS).pieces
    for words, key, values in (
        ("x" * (LONGEST_WORDS + 1), "rule_long", {"limit": LONGEST_WORDS}),
        (" * ", "rule_empty", {}),
    ):
        with pytest.raises(ShopError) as refused:
            Pattern.of(words)
        assert (refused.value.key, refused.value.values) == (key, values)


def test_a_new_rule_reaches_nothing_that_another_hides_already() -> None:
    goods = (LIKES, FOLLOWERS)
    decisions = Decisions(rules=(HidingRule(1, "followers", RuleState.ON),), sets=OFF.sets)
    reach = reach_of(goods, decisions, RuleTexts(goods), ["instagram"])
    assert (reach.count, reach.on_sale, reach.named) == (1, 1, (LIKES,))


def test_a_service_that_cannot_be_sold_stands_at_the_desk_under_the_platform_of_its_name() -> None:
    odd = replace(LIKES, id="13", name="YouTube Views", category="Best sellers", type="Nobody knows")
    assert [section.key for section in storefront(LIKES, odd).desk_sections] == ["instagram", "youtube"]


def test_news_of_services_are_one_message_for_each_time() -> None:
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)
    item = Item(Change.UP, "12", "Instagram Likes", 900_000, 990_000)
    notice = notice_of(7, [item] * (NAMED + 2), "USD", now)
    assert (notice.kind, notice.person_id) == (KIND, 7)
    assert notice.dedupe_key == f"{KIND}:7:2026-03-01T12:00:00+00:00"
    assert (notice.payload["more"], notice.payload["currency"]) == (2, "USD")
    assert list(items_of(notice.payload)) == [item] * NAMED
    assert notice_of(7, [item], "USD", now).payload["more"] == 0
