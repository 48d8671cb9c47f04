"""The panel's catalogue and the operators' decisions, put together; rules; what a sync changed."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.operator.catalogue.rule_words import SETS
from shop.catalogue.curating import (
    Decision,
    Decisions,
    Hidden,
    Why,
    curate,
    reach_of,
    undecided_sets,
    without_rule,
)
from shop.catalogue.hiding_rules import (
    LONGEST_WORDS,
    HidingRule,
    Pattern,
    RuleState,
    RuleTexts,
    SetState,
    default_sets,
)
from shop.catalogue.services import Catalogue, Service
from shop.catalogue.storefront import CatalogueIndex, Storefront
from shop.catalogue.sync_report import NAMED_OF_A_KIND, Moved, report_of
from shop.errors import ShopError

OFF = dict.fromkeys((one.key for one in default_sets()), SetState.OFF)


def service(number: int, name: str, category: str = "Instagram Likes", rate: int = 1_000_000) -> Service:
    return Service(str(number), name, category, "Default", rate, 10, 1_000)


GOODS = (
    service(1, "Instagram Likes | Fast"),
    service(2, "Instagram Likes | Slow"),
    service(3, "Telegram MASS-REPORT [fast]", "Telegram"),
    service(4, "Telegram Members", "Telegram"),
)


def fits(words: str, text: str) -> bool:
    return bool(RuleTexts((service(1, text, ""),)).fitting(words))


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("mass report", "Telegram Mass-Report!"),
        ("mass report", "MASS   REPORT"),
        ("dislike*", "YouTube Dislikes"),
        ("*like*", "Dislikes"),
        ("begenmeme", "YouTube Beğenmeme"),
        ("жалоб*", "Жалобы на канал"),
        ("*投票*", "微信投票服务"),
        ("vote * usa", "Vote from the USA"),
        ("vote*usa", "vote usa"),
        ("buy * votes", "buy votes"),
        ("नापसंद*", "YouTube नापसंद"),
    ],
)
def test_a_rules_words_are_found_in_a_text(words: str, text: str) -> None:
    assert fits(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("like", "Dislikes"),
        ("like", "likes"),
        ("mass report", "report mass"),
        ("vote* poll", "votes pollen"),
        ("a*b*a", "ab"),
        ("mass report", "mass\nreporting"),
    ],
)
def test_a_rules_words_are_not_found_in_a_text(words: str, text: str) -> None:
    assert not fits(words, text)


@pytest.mark.parametrize("words", ["", "*", " * * ", "!!!", "\u202e", "x" * (LONGEST_WORDS + 1)])
def test_a_rule_that_names_nothing_is_none(words: str) -> None:
    with pytest.raises(ShopError):
        Pattern.of(words)


@given(st.text(max_size=60), st.text(max_size=200))
def test_any_words_and_any_text_are_harmless(words: str, text: str) -> None:
    with suppress(ShopError):
        fits(words, text)


def test_no_words_take_long() -> None:
    text = service(1, "a" * 100_000, "")
    texts = RuleTexts((text,))
    begin = time.process_time()
    texts.fitting("*a" * 49 + "*b")
    texts.fitting("(a+)+$")
    assert time.process_time() - begin < 1


def test_without_decisions_the_catalogue_is_the_panels() -> None:
    curated = curate(GOODS, Decisions(sets=OFF), RuleTexts(GOODS))
    assert curated.listed == curated.on_sale == GOODS


def test_an_operator_outweighs_a_category_and_that_a_rule() -> None:
    rule = HidingRule(1, "mass report", RuleState.ON)
    decisions = Decisions(
        services={"1": Decision(is_shown=True)},
        categories={"instagram likes": Decision(is_shown=False)},
        rules=(rule,),
        sets=OFF,
    )
    curated = curate(GOODS, decisions, RuleTexts(GOODS))
    assert curated.hidden == {"2": Hidden(Why.CATEGORY), "3": Hidden(Why.RULE, "mass report")}
    assert [one.id for one in curated.on_sale] == ["1", "4"]
    assert curate(GOODS, without_rule(decisions, 1), RuleTexts(GOODS)).hidden == {"2": Hidden(Why.CATEGORY)}


def test_a_rule_looks_at_the_panels_name_and_at_the_category() -> None:
    renamed = {"3": Decision(name="Harmless")}
    rules = (HidingRule(1, "report", RuleState.ON),)
    curated = curate(GOODS, Decisions(services=renamed, rules=rules, sets=OFF), RuleTexts(GOODS))
    assert "3" in curated.hidden
    assert RuleTexts(GOODS).fitting("instagram LIKES") == {"1", "2"}


def test_own_words_are_read_and_the_panels_name_says_what_it_is_for() -> None:
    decisions = Decisions(services={"1": Decision(name="Hearts", description="Ours")}, sets=OFF)
    first = curate(GOODS, decisions, RuleTexts(GOODS)).by_id["1"]
    assert (first.name, first.description, first.panels_name) == ("Hearts", "Ours", "Instagram Likes | Fast")
    assert (first.id, first.rate_micro, first.category) == ("1", 1_000_000, "Instagram Likes")


def test_pins_and_places_stand_before_the_panels_order() -> None:
    decisions = Decisions(
        services={"2": Decision(is_pinned=True), "4": Decision(position=0)},
        categories={"telegram": Decision(is_pinned=True)},
        sets=OFF,
    )
    assert [one.id for one in curate(GOODS, decisions, RuleTexts(GOODS)).listed] == ["4", "3", "2", "1"]


def test_a_rule_says_what_it_would_hide() -> None:
    decisions = Decisions(services={"4": Decision(is_shown=True)}, sets=OFF)
    reach = reach_of(GOODS, decisions, RuleTexts(GOODS), ["*e*"])
    assert (reach.count, reach.on_sale, reach.hides_all, reach.hides_most) == (3, 4, False, True)
    assert reach_of(GOODS, Decisions(sets=OFF), RuleTexts(GOODS), ["*e*"]).hides_all
    assert not reach_of(GOODS, decisions, RuleTexts(GOODS), ["nothing"]).hides_most


def test_an_older_shop_hides_nothing_by_itself() -> None:
    assert curate(GOODS, Decisions(asks_first=True), RuleTexts(GOODS)).hidden == {}
    assert curate(GOODS, Decisions(), RuleTexts(GOODS)).hidden == {"3": Hidden(Why.DEFAULT_SET, "reports")}
    assert [one.key for one in undecided_sets(Decisions(asks_first=True))] == [
        "reports",
        "dislikes",
        "elections",
        "reviews",
    ]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Instagram Report Account | Fast", "reports"),
        ("Снос аккаунта Telegram", "reports"),
        ("Denúncia em massa Instagram", "reports"),
        ("Instagram Toplu Şikayet", "reports"),
        ("Lapor akun TikTok", "reports"),
        ("YouTube Dislike [R30]", "dislikes"),
        ("Дизлайки YouTube", "dislikes"),
        ("Petition signatures | Change.org", "elections"),
        ("Votos eleição 2026", "elections"),
        ("Google Reviews 5 stars", "reviews"),
        ("Trustpilot review", "reviews"),
        ("Отзывы Google Карты", "reviews"),
        ("Google yorum", "reviews"),
    ],
)
def test_the_default_sets_know_harmful_offers(name: str, key: str) -> None:
    goods = (service(1, name, "Other"),)
    assert curate(goods, Decisions(), RuleTexts(goods)).hidden == {"1": Hidden(Why.DEFAULT_SET, key)}


@pytest.mark.parametrize(
    "name",
    [
        "Instagram Likes | Instant",
        "Telegram Poll votes",
        "Голоса в опрос на выбор",
        "YouTube Views | Preview",
        "TikTok Shares",
        "Telegram Reactions 👎",
        "Beğeni | Türk",
        "رایگان",
    ],
)
def test_the_default_sets_leave_usual_offers_alone(name: str) -> None:
    goods = (service(1, name, "Other"),)
    assert curate(goods, Decisions(), RuleTexts(goods)).hidden == {}


def test_every_default_set_has_a_name_and_good_words() -> None:
    assert set(SETS) == {one.key for one in default_sets()}
    for one in default_sets():
        assert len(set(one.words)) == len(one.words), one.key
        for words in one.words:
            Pattern.of(words)


def test_the_storefront_has_only_what_is_on_sale_and_finds_the_new_name() -> None:
    decisions = Decisions(
        services={"1": Decision(name="Hearts"), "2": Decision(is_shown=False)},
        categories={"telegram": Decision(name="Messenger")},
        sets=OFF,
    )
    storefront = Storefront()
    curated = curate(GOODS, decisions, RuleTexts(GOODS))
    storefront.show(CatalogueIndex.of(Catalogue.of(GOODS), curated=curated))
    assert [one.id for one in storefront.find("hearts")] == ["1"]
    assert [one.id for one in storefront.find("instagram likes")] == ["1"]
    assert {one.id for one in storefront.find("messenger")} == {"3", "4"}
    assert {one.id for one in storefront.find_any("instagram", limit=9)} == {"1", "2"}
    assert not storefront.knows("2")
    assert storefront.served("2").service.id == "2"
    names = [category.name for section in storefront.sections for category in section.categories]
    assert names == ["Instagram Likes", "Messenger"]
    every = [
        one.id for section in storefront.desk_sections for each in section.categories for one in each.services
    ]
    assert every == ["1", "2", "3", "4"]


def half(_service: Service) -> int:
    return 500_000


def test_a_sync_is_reported_by_what_changed() -> None:
    after = (
        service(1, "Instagram Likes | Fast", rate=1_049_999),
        service(2, "Hearts", rate=1_600_000),
        service(3, "Telegram MASS-REPORT [fast]", "Telegram", rate=900_000),
        service(5, "New"),
    )
    report = report_of(GOODS, after, half, "USD")
    assert report is not None
    assert report.counts == {
        Moved.RENAMED: 1,
        Moved.DEARER: 1,
        Moved.OVERTAKEN: 1,
        Moved.CHEAPER: 1,
        Moved.NEW: 1,
        Moved.GONE: 1,
    }
    assert report_of((), GOODS, half, "USD") is None
    assert report_of(GOODS, GOODS, half, "USD") is None


def test_a_sync_of_everything_new_is_counted_and_named_in_part() -> None:
    doubled = (*GOODS, *(service(number, "x") for number in range(100, 20_000)), *GOODS)
    report = report_of(GOODS, doubled, half, "USD")
    assert report is not None
    assert report.counts == {Moved.NEW: 19_900}
    assert len(report.changes) == NAMED_OF_A_KIND
