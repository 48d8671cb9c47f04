"""What operators decided about the catalogue: what holds over what, and what a rule would take away."""

from dataclasses import replace

import pytest

from shop.catalogue.curating import (
    NAMED,
    UNDECIDED,
    CuratedCatalogue,
    Decision,
    Decisions,
    Hidden,
    Reach,
    Why,
    curate,
    hidden_by_rules,
    order_after_move,
    reach_of,
    undecided_sets,
    without_rule,
)
from shop.catalogue.hiding_rules import HidingRule, RuleState, RuleTexts, SetState, default_sets
from shop.catalogue.services import Service

OFF = dict.fromkeys((one.key for one in default_sets()), SetState.OFF)
LIKES = Service("1", "Instagram Likes", "Instagram  Likes", "Default", 900_000, 10, 1_000, description="Fast")
VIEWS = replace(LIKES, id="2", name="TikTok Views", category="TikTok")
REPORTS = replace(LIKES, id="3", name="Mass report", category="Other")
GOODS = (LIKES, VIEWS, REPORTS)


def rule(number: int, words: str, state: RuleState = RuleState.ON) -> HidingRule:
    return HidingRule(number, words, state)


def order(decisions: Decisions, goods: tuple[Service, ...] = GOODS) -> str:
    return "".join(one.id for one in curate(goods, decisions, RuleTexts(goods)).listed)


def test_a_category_is_known_whatever_its_case_and_blanks() -> None:
    hearts = Decision(name="Hearts")
    decisions = Decisions(services={"2": hearts}, categories={"instagram likes": hearts})
    assert decisions.of_category(" INSTAGRAM Likes") is hearts
    assert decisions.of_category("TikTok") is UNDECIDED
    assert (decisions.of(VIEWS), decisions.of(LIKES)) == (hearts, UNDECIDED)


def test_a_catalogue_nobody_decided_about_is_all_on_sale() -> None:
    plain = CuratedCatalogue.plain(iter(GOODS))
    assert plain.listed == plain.on_sale == GOODS
    assert plain.by_id == {"1": LIKES, "2": VIEWS, "3": REPORTS}
    assert (plain.hidden, plain.category_name("TikTok")) == ({}, "TikTok")


def test_the_curated_catalogue_says_what_was_decided() -> None:
    decisions = Decisions(
        services={"2": Decision(name="Clips")},
        categories={"instagram likes": Decision(name="Hearts"), "tiktok": Decision(is_pinned=True)},
        sets=OFF,
    )
    curated = curate(GOODS, decisions, RuleTexts(GOODS))
    assert curated.category_name("Instagram  Likes") == "Hearts"
    assert curated.category_name("TikTok") == "TikTok"
    assert curated.category_name("Other") == "Other"
    assert curated.categories.keys() == {"Instagram  Likes", "TikTok"}
    assert curated.decisions is decisions
    assert {key: one.name for key, one in curated.by_id.items()} == {
        "1": "Instagram Likes",
        "2": "Clips",
        "3": "Mass report",
    }


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        (Decision(name="Hearts"), ("Hearts", "Fast")),
        (Decision(description="Ours"), ("Instagram Likes", "Ours")),
        (Decision(name="Hearts", description="Ours"), ("Hearts", "Ours")),
        (Decision(is_pinned=True), ("Instagram Likes", "Fast")),
    ],
)
def test_what_the_shop_does_not_say_the_panel_says(decision: Decision, said: tuple[str, str]) -> None:
    [own] = curate([LIKES], Decisions(services={"1": decision}, sets=OFF), RuleTexts(GOODS)).listed
    assert (own.name, own.description) == said
    assert own.panels_name == "Instagram Likes"
    assert replace(LIKES, name=own.name, description=own.description) == Service(
        *(getattr(own, field) for field in Service.__dataclass_fields__)
    )


@pytest.mark.parametrize(
    ("own", "category", "why"),
    [
        (None, None, Hidden(Why.RULE, "likes")),
        (None, True, Hidden(Why.RULE, "likes")),
        (None, False, Hidden(Why.CATEGORY)),
        (True, False, None),
        (False, True, Hidden(Why.OPERATOR)),
    ],
)
def test_the_nearest_decision_holds(own: bool | None, category: bool | None, why: Hidden | None) -> None:
    decisions = Decisions(
        services={"1": Decision(is_shown=own)},
        categories={"instagram likes": Decision(is_shown=category)},
        rules=(rule(1, "likes"),),
        sets=OFF,
    )
    curated = curate(GOODS, decisions, RuleTexts(GOODS))
    assert curated.hidden.get("1") == why
    assert (LIKES in curated.on_sale) is (why is None)
    assert curated.listed == GOODS


def test_only_rules_that_are_on_hide_and_the_first_is_named() -> None:
    rules = (
        rule(1, "tiktok", RuleState.OFF),
        rule(2, "views", RuleState.DRAFT),
        rule(3, "*", RuleState.REMOVED),
        rule(4, "mass *"),
        rule(5, "report"),
    )
    assert hidden_by_rules(Decisions(rules=rules, sets=OFF), RuleTexts(GOODS)) == {
        "3": Hidden(Why.RULE, "mass *")
    }
    assert hidden_by_rules(Decisions(rules=rules[-1:]), RuleTexts(GOODS)) == {"3": Hidden(Why.RULE, "report")}
    assert hidden_by_rules(Decisions(), RuleTexts(GOODS)) == {"3": Hidden(Why.DEFAULT_SET, "reports")}
    assert hidden_by_rules(Decisions(asks_first=True), RuleTexts(GOODS)) == {}


def test_a_default_set_is_what_was_decided_about_it_or_as_a_new_shop_has_it() -> None:
    reports = next(one for one in default_sets() if one.key == "reports")
    other = replace(reports, is_on=False)
    assert (reports.is_on, Decisions().state_of(reports)) == (True, SetState.ON)
    assert Decisions(asks_first=True).state_of(reports) is SetState.ASKED
    assert Decisions().state_of(other) is Decisions(asks_first=True).state_of(other) is SetState.OFF
    for state in SetState:
        assert Decisions(sets={"reports": state}, asks_first=True).state_of(reports) is state
    asked = undecided_sets(Decisions(sets={"reports": SetState.ON}, asks_first=True))
    assert reports not in asked
    assert asked
    assert undecided_sets(Decisions()) == []


def test_a_rule_that_is_taken_off_leaves_the_others() -> None:
    decisions = Decisions(
        services={"1": Decision(name="Hearts")},
        rules=(rule(1, "a"), rule(2, "b")),
        sets={"reviews": SetState.OFF},
    )
    assert without_rule(decisions, 1) == replace(decisions, rules=(rule(2, "b"),))
    sets = {"reviews": SetState.OFF, "reports": SetState.OFF}
    assert without_rule(decisions, "reports") == replace(decisions, sets=sets)


@pytest.mark.parametrize(
    ("reach", "all_of_it", "most"),
    [
        (Reach(0, 0, ()), False, False),
        (Reach(0, 4, ()), False, False),
        (Reach(2, 4, ()), False, False),
        (Reach(3, 5, ()), False, True),
        (Reach(4, 4, ()), True, True),
    ],
)
def test_a_rule_that_takes_most_is_told(reach: Reach, all_of_it: bool, most: bool) -> None:
    assert (reach.hides_all, reach.hides_most) == (all_of_it, most)


def test_of_what_a_rule_would_hide_the_first_are_named() -> None:
    goods = tuple(replace(LIKES, id=str(number)) for number in range(NAMED + 2))
    decisions = Decisions(services={"0": Decision(is_shown=True)}, sets=OFF)
    reach = reach_of(goods, decisions, RuleTexts(goods), ["nothing", "likes"])
    assert reach == Reach(NAMED + 1, NAMED + 2, goods[1 : NAMED + 1])


@pytest.mark.parametrize(
    ("services", "categories", "shown"),
    [
        ({}, {}, "1234"),
        ({"4": Decision(is_pinned=True)}, {}, "4132"),
        ({"4": Decision(position=0)}, {}, "4132"),
        ({"4": Decision(position=1), "1": Decision(position=0)}, {}, "1432"),
        ({"4": Decision(position=0), "3": Decision(is_pinned=True)}, {}, "3412"),
        ({}, {"tiktok": Decision(position=5)}, "2134"),
        ({}, {"tiktok": Decision(position=0), "instagram likes": Decision(is_pinned=True)}, "1342"),
        ({}, {"tiktok": Decision(position=2), "instagram likes": Decision(position=1)}, "1342"),
        ({"2": Decision(name="x", is_shown=False)}, {"tiktok": Decision(name="y")}, "1234"),
    ],
)
def test_pins_come_first_then_places_then_the_panels_order(
    services: dict[str, Decision], categories: dict[str, Decision], shown: str
) -> None:
    goods = (LIKES, VIEWS, replace(LIKES, id="3"), replace(LIKES, id="4"))
    assert order(Decisions(services, categories, sets=OFF), goods) == shown


@pytest.mark.parametrize(
    ("at", "by", "begins"),
    [(2, -1, "acb"), (0, 1, "ba"), (0, 3, "bcda"), (3, -3, "dabc"), (1, 0, "ab"), (0, -1, ""), (3, 1, "")],
)
def test_what_moves_is_told_with_all_before_it(at: int, by: int, begins: str) -> None:
    assert "".join(order_after_move("abcd", at, by)) == begins
